import { isDeepStrictEqual } from 'node:util'
import type { Enforcement } from '../model/policy.ts'
import type { Enforced, Side } from './side.ts'

/** Where a thing is, if it is in one of the two layers only. */
type Place = 'cluster' | 'here'

/** A thing that the cluster and the pull request do not judge alike. `policy` is its kind, namespace and name. */
export type Difference =
  | { readonly kind: 'policy'; readonly policy: string; readonly only: Place; readonly enforcement: Enforcement }
  | { readonly kind: 'action'; readonly policy: string; readonly cluster: Enforcement; readonly here: Enforcement }
  | { readonly kind: 'rule'; readonly policy: string; readonly rule: string; readonly only: Place }
  /** `paths` are the fields that are not the same, in the rule or else in the policy. */
  | { readonly kind: 'text'; readonly policy: string; readonly rule?: string; readonly paths: readonly string[] }
  | { readonly kind: 'parameter'; readonly name: string; readonly cluster?: string; readonly here?: string }

/** What differs, by policy. Parameters are compared where the cluster's were given. */
export function compareSides(cluster: Side, here: Side): readonly Difference[] {
  const names = [...new Set([...cluster.policies.keys(), ...here.policies.keys()])].sort()
  return [
    ...names.flatMap((name) => ofPolicy(name, cluster.policies.get(name), here.policies.get(name))),
    ...(cluster.parameters === undefined ? [] : ofParameters(cluster.parameters, here.parameters ?? {})),
  ]
}

function ofPolicy(policy: string, cluster: Enforced | undefined, here: Enforced | undefined): readonly Difference[] {
  if (cluster === undefined || here === undefined) {
    const enforcement = (cluster ?? here)?.info.enforcement ?? 'audit'
    return [{ kind: 'policy', policy, only: cluster === undefined ? 'here' : 'cluster', enforcement }]
  }
  const { rules: theirs, ...theirSpec } = cluster.spec
  const { rules: ours, ...ourSpec } = here.spec
  const [clusterAction, hereAction] = [cluster.info.enforcement, here.info.enforcement]
  const paths = differing(theirSpec, ourSpec, '')
  return [
    ...(clusterAction === hereAction
      ? []
      : [{ kind: 'action', policy, cluster: clusterAction, here: hereAction } as const]),
    ...(paths.length === 0 ? [] : [{ kind: 'text', policy, paths } as const]),
    ...ofRules(policy, rulesOf(theirs), rulesOf(ours)),
  ]
}

type Rules = ReadonlyMap<string, unknown>

/** Rules have names that are unique in a policy. */
const rulesOf = (rules: unknown): Rules =>
  new Map((Array.isArray(rules) ? rules : []).map((rule: { readonly name: string }) => [rule.name, rule]))

function ofRules(policy: string, cluster: Rules, here: Rules): readonly Difference[] {
  return [...new Set([...cluster.keys(), ...here.keys()])].flatMap((rule): readonly Difference[] => {
    if (!here.has(rule)) return [{ kind: 'rule', policy, rule, only: 'cluster' }]
    if (!cluster.has(rule)) return [{ kind: 'rule', policy, rule, only: 'here' }]
    const paths = differing(cluster.get(rule), here.get(rule), '')
    return paths.length === 0 ? [] : [{ kind: 'text', policy, rule, paths }]
  })
}

/** The fields at which two values differ, as deep as both have something to compare. */
function differing(one: unknown, other: unknown, path: string): readonly string[] {
  if (isDeepStrictEqual(one, other)) return []
  if (Array.isArray(one) && Array.isArray(other) && one.length === other.length)
    return one.flatMap((item, index) => differing(item, other[index], `${path}[${index}]`))
  if (!isRecord(one) || !isRecord(other)) return [path]
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  return keys.flatMap((key) => differing(one[key], other[key], path === '' ? key : `${path}.${key}`))
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

type Data = Readonly<Record<string, string>>

function ofParameters(cluster: Data, here: Data): readonly Difference[] {
  const names = [...new Set([...Object.keys(cluster), ...Object.keys(here)])].sort()
  return names
    .filter((name) => !isDeepStrictEqual(meant(cluster[name]), meant(here[name])))
    .map((name) => ({
      kind: 'parameter',
      name,
      ...(cluster[name] === undefined ? {} : { cluster: cluster[name] }),
      ...(here[name] === undefined ? {} : { here: here[name] }),
    }))
}

/** Spaces in JSON do not count; what is no JSON is text. */
function meant(value: string | undefined): unknown {
  try {
    return value === undefined ? undefined : (JSON.parse(value) as unknown)
  } catch {
    return value
  }
}
