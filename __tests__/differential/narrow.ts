import { parseAllDocuments } from 'yaml'
import type { Manifest, PolicyText } from './corpus.ts'

// The CLI compiles every ValidatingPolicy again for every resource, also for those that none of them looks at: nine
// tenths of a run. So it is asked about all resources of the kinds that a policy names, and about one of each other
// kind. A row of the embedded engine for a resource that was not asked about still counts as a disagreement.

const CONTROLLERS = ['deployment', 'daemonset', 'statefulset', 'replicaset', 'replicationcontroller', 'job', 'cronjob']

/** Which kinds the policies may look at; undefined for all. */
export function kindsNamedBy(policy: PolicyText): ReadonlySet<string> | undefined {
  const documents = parseAllDocuments(policy.text).map((document): unknown => document.toJS())
  if (documents.some((document) => (document as { kind?: unknown } | null)?.kind !== 'ValidatingPolicy'))
    return undefined
  const resources = documents.flatMap(resourcesOf)
  if (resources.length === 0 || resources.some((resource) => /[*/]/.test(resource))) return undefined
  return new Set(resources.flatMap((plural) => [singular(plural), ...(plural === 'pods' ? CONTROLLERS : [])]))
}

interface Constrained {
  readonly spec?: {
    readonly matchConstraints?: { readonly resourceRules?: readonly { readonly resources?: readonly string[] }[] }
  }
}

const resourcesOf = (policy: unknown): readonly string[] =>
  (policy as Constrained).spec?.matchConstraints?.resourceRules?.flatMap(({ resources = [] }) => resources) ?? []

const singular = (plural: string): string =>
  plural
    .toLowerCase()
    .replace(/ies$/, 'y')
    .replace(/(ss|x|ch)es$/, '$1')
    .replace(/(?<!s)s$/, '')

export function narrow(manifests: readonly Manifest[], kinds: ReadonlySet<string> | undefined): readonly Manifest[] {
  if (kinds === undefined) return manifests
  const seen = new Set<string>()
  return manifests.filter(({ id }) => {
    const kind = id.split('/').at(-3)?.toLowerCase() ?? ''
    const first = !seen.has(kind)
    seen.add(kind)
    return first || kinds.has(kind)
  })
}
