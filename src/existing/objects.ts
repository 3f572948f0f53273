import { isDeepStrictEqual } from 'node:util'
import type { Judge, Readable } from '../engines/engine.ts'
import type { DocumentRef, ResourceId } from '../model/document.ts'

/** An object as the cluster's reader has it. */
export interface Held {
  readonly ref: DocumentRef
  readonly object: unknown
}

export async function objectsIn(engine: Judge, files: readonly Readable[]): Promise<Held[]> {
  const held: Held[] = []
  for (const file of files) {
    const { documents } = await engine.read({ ...file, engine: 'kyverno' })
    for (const ref of documents) held.push({ ref, object: await engine.content?.(ref) })
  }
  return held
}

/**
 * The documents that stood before with the same content. `belongs` says which of the earlier ones a document may be: what
 * stood once can stand once now, and a copy is new.
 */
export function standing(
  documents: readonly DocumentRef[],
  now: readonly Held[],
  before: readonly Held[],
  belongs: (document: DocumentRef, old: Held) => boolean = () => true,
): readonly DocumentRef[] {
  const left = [...before]
  return documents.filter((document) => {
    const object = now.find(({ ref }) => isAt(ref, document))?.object
    const at = left.findIndex(
      (old) =>
        object !== undefined &&
        isSame(old.ref.resource, document.resource) &&
        belongs(document, old) &&
        isDeepStrictEqual(old.object, object),
    )
    return at >= 0 && left.splice(at, 1).length > 0
  })
}

function isAt(one: DocumentRef, other: DocumentRef): boolean {
  return one.file === other.file && one.index === other.index && isDeepStrictEqual(one.root, other.root)
}

function isSame(a: ResourceId, b: ResourceId): boolean {
  const keys = ['apiVersion', 'kind', 'namespace', 'name', 'generateName'] as const
  return keys.every((key) => a[key] === b[key])
}
