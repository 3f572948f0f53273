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

/**
 * Pairs the objects of a change with those of the base by who they are: with that of the same file first, then with one that moved.
 * What stood once is replaced once, so that what one environment broke before does not excuse another.
 */
export function admissionRequests(
  current: readonly DocumentRef[],
  base: readonly DocumentRef[],
  isRendered: (file: string) => boolean = () => false,
): Requests {
  const admitted = current.filter(({ engine }) => engine === 'kyverno')
  const named = base.filter(({ resource }) => resource.name !== '') // who has no name yet is always new
  const written = admitted.filter(({ file }) => !isRendered(file))
  const replaced = pairs(written, named)
  const admissions = new Map<DocumentRef, Admission>()
  for (const document of admitted) {
    const old = replaced.get(document)
    admissions.set(document, old === undefined ? { operation: 'CREATE' } : { operation: 'UPDATE', old })
  }
  const now = new Set(admitted.map(identity))
  const removed = named.filter((document) => !now.has(identity(document))).map(gone)
  for (const document of removed) admissions.set(document, { operation: 'DELETE' })
  return { documents: [...current, ...removed], admissions }
}

function pairs(current: readonly DocumentRef[], base: readonly DocumentRef[]): ReadonlyMap<DocumentRef, DocumentRef> {
  const left = new Map<string, DocumentRef[]>()
  for (const old of base) left.set(identity(old), [...(left.get(identity(old)) ?? []), old])
  const found = new Map<DocumentRef, DocumentRef>()
  const take = (document: DocumentRef, isFit: (old: DocumentRef) => boolean): void => {
    const olds = left.get(identity(document)) ?? []
    const at = olds.findIndex(isFit)
    const [old] = at === -1 ? [] : olds.splice(at, 1)
    if (old !== undefined) found.set(document, old)
  }
  for (const document of current) take(document, (old) => isOfFile(old, document.file))
  for (const document of current) if (!found.has(document)) take(document, () => true)
  return found
}

/** Files of the base have the commit at the end of their names. */
const isOfFile = ({ file }: DocumentRef, path: string): boolean => file === path || file.startsWith(`${path}@`)

const gone = (document: DocumentRef): DocumentRef => ({ ...document, removed: true })

/** Group, kind, namespace and name; the version is how an object is written, not who it is. */
function identity({ resource }: DocumentRef): string {
  const { apiVersion, kind, namespace, name } = resource
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
  return JSON.stringify([group, kind, namespace, name])
}
