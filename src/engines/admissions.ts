import type { DocumentRef } from '../model/document.ts'

/** The admission request that a document stands for. `old` is the object as the base has it. */
export type Admission =
  | { readonly operation: 'CREATE' }
  | { readonly operation: 'UPDATE'; readonly old: DocumentRef }
  | { readonly operation: 'DELETE' }

/** What would be sent to the cluster: what stands now, then what stood at the base and is gone. */
export interface Requests {
  readonly documents: readonly DocumentRef[]
  readonly admissions: ReadonlyMap<DocumentRef, Admission>
}

/** Pairs the objects of a change with those of the base by who they are, wherever they stand: a move is an update. */
export function admissionRequests(
  current: readonly DocumentRef[],
  base: readonly DocumentRef[],
  isRendered: (file: string) => boolean = () => false,
): Requests {
  const admitted = current.filter(({ engine }) => engine === 'kyverno')
  const named = base.filter(({ resource }) => resource.name !== '') // who has no name yet is always new
  const before = new Map(named.map((document) => [identity(document), document]))
  const admissions = new Map<DocumentRef, Admission>()
  for (const document of admitted) {
    const old = isRendered(document.file) ? undefined : before.get(identity(document))
    admissions.set(document, old === undefined ? { operation: 'CREATE' } : { operation: 'UPDATE', old })
  }
  const now = new Set(admitted.map(identity))
  const removed = named.filter((document) => !now.has(identity(document))).map(gone)
  for (const document of removed) admissions.set(document, { operation: 'DELETE' })
  return { documents: [...current, ...removed], admissions }
}

const gone = (document: DocumentRef): DocumentRef => ({ ...document, removed: true })

/** Group, kind, namespace and name; the version is how an object is written, not who it is. */
function identity({ resource }: DocumentRef): string {
  const { apiVersion, kind, namespace, name } = resource
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
  return JSON.stringify([group, kind, namespace, name])
}
