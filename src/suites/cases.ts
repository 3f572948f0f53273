import { isDeepStrictEqual } from 'node:util'
import type { PolicyInfo } from '../model/policy.ts'
import type { WireRow } from '../engines/kyverno/wire.ts'
import type { Answered, SuiteRun } from './run-suite.ts'
import type { Expectation } from './suite-file.ts'

/** One expected result against what was answered. `actual` also says why there was no answer. */
export interface Case {
  readonly file: string
  readonly policy: string
  readonly rule: string
  readonly resource: string
  readonly expected: string
  readonly actual: string
  readonly ok: boolean
  readonly message: string
}

/** Gives the objects that a file of expected resources holds. */
export type Objects = (path: string) => Promise<readonly unknown[]>

/**
 * The cases of one expected result. Where `kyverno test` is lenient this is not: a policy, rule or resource that is not
 * there, and a result without any answer of a rule, are failures (unless a skip is expected: then nothing is one).
 */
export async function casesOf(file: string, expected: Expectation, run: SuiteRun, objects: Objects): Promise<readonly Case[]> {
  const about = (resource: string, actual: string, ok: boolean, message = ''): Case => ({
    file,
    policy: expected.policy,
    rule: expected.rule,
    resource,
    expected: expected.result,
    actual,
    ok,
    message,
  })
  const policies = policiesNamed(run, expected.policy)
  if (policies.length === 0) return [about('', 'policy not found', false, faults(run))]
  if (!hasRule(policies, expected.rule)) return [about('', 'rule not found', false)]
  const answers = run.answers.get(expected.operation ?? '') ?? []
  const cases: Case[] = []
  for (const wanted of selectors(expected)) {
    const selected = answers.filter((answered) => wanted.matches(answered))
    if (selected.length === 0) cases.push(about(wanted.label, 'resource not found', false))
    for (const answered of selected) {
      cases.push(...(await answeredCases(expected, policies, answered, objects, about)))
    }
  }
  return cases
}

type About = (resource: string, actual: string, ok: boolean, message?: string) => Case

async function answeredCases(
  expected: Expectation,
  policies: readonly PolicyInfo[],
  answered: Answered,
  objects: Objects,
  about: About,
): Promise<readonly Case[]> {
  const resource = identity(answered)
  const rows = answered.rows.filter((row) => policies.some(({ id }) => id === row.policy) && isRule(row, expected.rule, policies))
  if (rows.length === 0) return [about(resource, 'no answer', expected.result === 'skip')]
  return Promise.all(
    rows.map(async (row) => {
      const difference = await patchDifference(expected, row, objects)
      if (difference !== undefined) return about(resource, difference, false, row.message)
      return about(resource, row.status, row.status === expected.result, row.message)
    }),
  )
}

function policiesNamed(run: SuiteRun, policy: string): readonly PolicyInfo[] {
  const name = policy.slice(policy.lastIndexOf('/') + 1)
  return run.policies.filter((candidate) => candidate.name === name)
}

/** Kinds whose policies have one unnamed rule; a rule that a suite names for them is not looked at. */
const RULELESS = /^(Namespaced)?(Validating|Mutating|ImageValidating|Generating|Deleting)(Admission)?Policy$/

function hasRule(policies: readonly PolicyInfo[], rule: string): boolean {
  if (rule === '' || policies.some(({ kind }) => RULELESS.test(kind))) return true
  const written = rule.replace(/^autogen-(cronjob-)?/, '')
  return policies.some(({ rules }) => rules.some(({ name }) => name === rule || name === written))
}

function isRule(row: WireRow, rule: string, policies: readonly PolicyInfo[]): boolean {
  if (rule === '' || policies.some(({ id, kind }) => id === row.policy && RULELESS.test(kind))) return true
  return [rule, `autogen-${rule}`, `autogen-cronjob-${rule}`].includes(row.rule)
}

interface Selector {
  readonly label: string
  readonly matches: (answered: Answered) => boolean
}

function selectors(expected: Expectation): readonly Selector[] {
  const names = [...expected.resources, ...(expected.resource === undefined ? [] : [expected.resource])]
  const byName = names.map((name) => ({ label: name, matches: (answered: Answered) => isNamed(answered, name) }))
  const bySpec = expected.resourceSpecs.map((spec) => ({
    label: `${spec.namespace}/${spec.name}`,
    matches: ({ document: { resource } }: Answered) =>
      resource.apiVersion === (spec.group === '' ? spec.version : `${spec.group}/${spec.version}`) &&
      resource.namespace === spec.namespace &&
      resource.name === spec.name,
  }))
  const all = [...byName, ...bySpec]
  return all.length > 0 ? all : [{ label: 'all resources', matches: () => true }]
}

/** A name, or namespace/name; a JSON payload is named by its path in the suite. */
function isNamed({ document: { resource }, payload }: Answered, name: string): boolean {
  if (payload !== undefined) return payload === name.replace(/^\.\//, '')
  const parts = name.split('/')
  if (parts.length === 2) return resource.namespace === parts[0] && resource.name === parts[1]
  return resource.name === name
}

function identity({ document: { resource }, payload }: Answered): string {
  return payload ?? [resource.apiVersion, resource.kind, resource.namespace, resource.name].join('/')
}

function faults(run: SuiteRun): string {
  return run.diagnostics.map(({ message }) => message).join('; ')
}

/** Undefined when the object after mutation is the expected one, or none is expected. */
async function patchDifference(expected: Expectation, row: WireRow, objects: Objects): Promise<string | undefined> {
  const path = expected.patchedResources ?? expected.patchedResource
  if (path === undefined) return undefined
  const actual = (row.target ?? row.patched) as KubernetesObject | undefined
  if (actual === undefined) return 'nothing was mutated'
  const wanted = (await objects(path)).find((object) => sameIdentity(object as KubernetesObject, actual))
  if (wanted === undefined) return `${path} does not hold the mutated resource`
  return isDeepStrictEqual(tidy(actual), tidy(wanted)) ? undefined : 'the mutated resource differs from the expected one'
}

interface KubernetesObject {
  readonly apiVersion?: string
  readonly kind?: string
  readonly metadata?: { readonly name?: string; readonly namespace?: string }
}

function sameIdentity(a: KubernetesObject, b: KubernetesObject): boolean {
  return (
    a.apiVersion === b.apiVersion &&
    a.kind === b.kind &&
    a.metadata?.name === b.metadata?.name &&
    (a.metadata?.namespace ?? 'default') === (b.metadata?.namespace ?? 'default')
  )
}

/** Empty maps, empty lists and nulls are nothing, and the namespace that was filled in is too, as in `kyverno test`. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return nonEmpty(value.map(tidy).filter((item) => item !== undefined))
  if (typeof value !== 'object' || value === null) return value ?? undefined
  const entries = Object.entries(value)
    .map(([key, item]) => [key, tidy(item)] as const)
    .filter(([, item]) => item !== undefined)
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

const nonEmpty = (items: readonly unknown[]): unknown => (items.length === 0 ? undefined : items)
