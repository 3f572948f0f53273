import type { DocumentRef } from '../../model/document.ts'
import type { StandingException } from '../standing.ts'

/** Resources by what a cluster knows of them. What is not given may be anything; `*` in names stands for any characters. */
export interface Selection {
  readonly kind?: string | undefined
  readonly namespace?: string | undefined
  readonly name?: string | undefined
  readonly labels?: Readonly<Record<string, string>> | undefined
}

/** What makes pods, and thereby other resources that the same policies judge. */
const CONTROLLERS = new Set([
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Job',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
])

const MADE = ['Job', 'Pod', 'ReplicaSet']

/**
 * What an exception is for in the cluster, or why that cannot be said there. A selection that is wider than the exception is no
 * answer: the cluster would let through what the gate does not.
 */
export function selectionsOf(
  { meant, selects }: StandingException,
  documents: readonly DocumentRef[],
): readonly Selection[] | string {
  switch (meant.kind) {
    case 'entry':
      return meant.entry.path === undefined
        ? [meant.entry.resource ?? {}]
        : 'it holds for files, which a cluster does not know'
    case 'own-resource': {
      const own = documents.filter((document) => document.engine === 'kyverno' && selects(document))
      if (own.length === 0) return 'the resource it stands on is no manifest that is judged'
      if (own.some(({ resource }) => resource.name === '')) return 'the name of its resource is made in the cluster'
      return own.map(({ resource: { kind, namespace, name } }) => ({ kind, namespace: namespace || undefined, name }))
    }
    case 'manifest':
    case 'rego':
      return []
  }
}

/** With what the selected controllers make: their pods are judged in the cluster, and not in the repository. */
export function withMade(selection: Selection): readonly Selection[] {
  const { kind = '', namespace, name } = selection
  if (name === undefined || !CONTROLLERS.has(kind)) return [selection]
  return [selection, ...MADE.map((made) => ({ kind: made, namespace, name: `${name}-*` }))]
}
