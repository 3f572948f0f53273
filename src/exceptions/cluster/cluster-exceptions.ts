import { createHash } from 'node:crypto'
import type { DocumentRef } from '../../model/document.ts'
import type { PolicyInfo } from '../../model/policy.ts'
import { isLike, targetsPolicy } from '../../verdict/exception-targets.ts'
import type { StandingException } from '../standing.ts'
import { celSpec, dayAfter } from './cel.ts'
import { type Allowed, classicSpec } from './classic.ts'
import { type Selection, selectionsOf, withMade } from './selection.ts'

/** A PolicyException as an object. */
export type Manifest = Readonly<Record<string, unknown>>

export interface ClusterExceptions {
  readonly manifests: readonly Manifest[]
  /** What the cluster cannot be told, and why. */
  readonly left: readonly { readonly id: string; readonly why: string }[]
}

export interface ExportSettings {
  /** Where Kyverno looks for exceptions. */
  readonly namespace: string
  /** For what controllers make as well. */
  readonly withPods: boolean
}

/** What the gate judges by. */
export interface Known {
  readonly policies: readonly PolicyInfo[]
  readonly documents: readonly DocumentRef[]
}

/**
 * Exceptions that count, as Kyverno's own: they let through in the cluster what they let through here, and no more. Of several
 * that allow the same, the one that lasts longest is enough.
 */
export function clusterExceptions(
  counting: readonly StandingException[],
  known: Known,
  settings: ExportSettings,
): ClusterExceptions {
  const parts = [...counting]
    .sort((one, other) => (other.expires ?? '').localeCompare(one.expires ?? '', 'en'))
    .map((one) => ofOne(one, known, settings))
  const byName = new Map<string, Manifest>()
  for (const manifest of parts.flatMap(({ manifests }) => manifests))
    if (!byName.has(keyOf(manifest))) byName.set(keyOf(manifest), manifest)
  return {
    manifests: [...byName].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, manifest]) => manifest),
    left: parts.flatMap(({ left }) => left),
  }
}

function keyOf({ apiVersion, metadata }: Manifest): string {
  const { namespace, name } = metadata as { readonly namespace?: string; readonly name?: string }
  return JSON.stringify([apiVersion, namespace, name])
}

function ofOne(one: StandingException, known: Known, settings: ExportSettings): ClusterExceptions {
  if (one.meant.kind === 'manifest') return { manifests: [one.meant.manifest], left: [] }
  const leave = (why: string) => ({ id: one.id, why })
  const selections = selectionsOf(one, known.documents)
  if (typeof selections === 'string') return { manifests: [], left: [leave(selections)] }
  const wide = settings.withPods ? selections.flatMap(withMade) : selections
  const { classic, cel, left } = sorted(one, known.policies)
  const manifests = [
    ...(classic.length === 0 ? [] : [classicManifest(one, classic, wide, settings.namespace)]),
    ...(cel.length === 0 ? [] : [celManifest(one, cel, wide, settings.namespace)]),
  ]
  return { manifests, left: left.map(leave) }
}

interface Sorted {
  readonly classic: readonly Allowed[]
  readonly cel: readonly PolicyInfo[]
  readonly left: readonly string[]
}

const CLASSIC = new Set(['ClusterPolicy', 'Policy'])

/** Parts what is allowed by how the cluster is told of it. */
function sorted({ targets }: StandingException, policies: readonly PolicyInfo[]): Sorted {
  const classic = new Map<string, Allowed>()
  const cel = new Map<number, PolicyInfo>()
  const left = new Set<string>()
  for (const target of targets) {
    for (const policy of policies.filter((one) => targetsPolicy(target, one))) {
      const rule = target.rule === undefined ? {} : { rule: target.rule }
      const why = whyNot(policy, target.rule)
      if (why !== undefined) left.add(why)
      else if (CLASSIC.has(policy.kind)) classic.set(`${policy.id} ${target.rule ?? ''}`, { policy, ...rule })
      else cel.set(policy.id, policy)
    }
  }
  return { classic: [...classic.values()], cel: [...cel.values()], left: [...left] }
}

function whyNot({ engine, kind, name, rules }: PolicyInfo, rule: string | undefined): string | undefined {
  if (engine === 'rego') return `the cluster does not judge by ${name}, which is Rego`
  if (/AdmissionPolicy$/.test(kind)) return `${name} is a ${kind}, for which Kubernetes knows no exceptions`
  const isPart = rule !== undefined && rule !== name && rules.some((one) => !isLike(rule, one.name))
  return isPart && !CLASSIC.has(kind)
    ? `${name} can be excepted as a whole only, and has more rules than ${rule}`
    : undefined
}

function classicManifest(
  one: StandingException,
  allowed: readonly Allowed[],
  selections: readonly Selection[],
  namespace: string,
): Manifest {
  const metadata = metadataOf(
    one,
    allowed.map(({ policy, rule }) => `${policy.name} ${rule ?? ''}`),
    selections,
    namespace,
  )
  const labels = { ...metadata.labels, 'cleanup.kyverno.io/ttl': dayAfter(one.expires ?? '') }
  return {
    apiVersion: 'kyverno.io/v2',
    kind: 'PolicyException',
    metadata: { ...metadata, labels },
    spec: classicSpec(allowed, selections),
  }
}

function celManifest(
  one: StandingException,
  policies: readonly PolicyInfo[],
  selections: readonly Selection[],
  namespace: string,
): Manifest {
  return {
    apiVersion: 'policies.kyverno.io/v1',
    kind: 'PolicyException',
    metadata: metadataOf(
      one,
      policies.map(({ name }) => name),
      selections,
      namespace,
    ),
    spec: celSpec(policies, selections, one.expires ?? ''),
  }
}

/** The name is made of what is allowed, so that an exception which is prolonged stays the same object. */
function metadataOf(
  { justification, expires, ticket, approver }: StandingException,
  allowed: readonly string[],
  selections: readonly Selection[],
  namespace: string,
) {
  const digest = createHash('sha256')
    .update(JSON.stringify([allowed, selections]))
    .digest('hex')
    .slice(0, 10)
  const texts = Object.entries({ justification, expires, ticket, approver }).flatMap(([part, text]) =>
    text === undefined ? [] : [[`policy-gate.dev/${part}`, text]],
  )
  return {
    name: `${slug([allowed[0] ?? '', selections[0]?.name ?? ''].join('-'))}-${digest}`,
    namespace,
    labels: { 'app.kubernetes.io/managed-by': 'policy-gate' },
    annotations: Object.fromEntries(texts) as Readonly<Record<string, string>>,
  }
}

/** What may begin the name of an object. */
function slug(text: string): string {
  const clean = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 200)
  return clean.replace(/^-+|-+$/g, '') || 'exception'
}
