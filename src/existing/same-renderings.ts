import type { Source } from '../changes/sources.ts'
import type { Judge } from '../engines/engine.ts'
import type { DocumentRef } from '../model/document.ts'
import type { SourceFile } from '../model/source.ts'
import { objectsIn, standing } from './objects.ts'

/** Documents that were rendered, and of what: paths of rendered documents are no files. */
export interface Renderings {
  readonly documents: readonly SourceFile[]
  /** By path: the folder of the chart or kustomization, and the values it was rendered with. */
  readonly origins: ReadonlyMap<string, { readonly folder: string; readonly set: string }>
}

/**
 * The rendered documents that the base renders alike: of the same chart with the same set of values, or by the same
 * kustomization. What another set rendered is deployed elsewhere, and no excuse here.
 */
export async function sameRenderings(
  engine: Judge,
  documents: readonly DocumentRef[],
  sources: readonly Source[],
  now: Renderings,
  before: Renderings,
): Promise<readonly DocumentRef[]> {
  const originOf = ({ origins }: Renderings, path: string) => {
    const { folder, set } = origins.get(path) ?? {}
    return JSON.stringify([folder, set])
  }
  const manifests = documents.filter((document) => document.engine === 'kyverno')
  const wanted = new Set(manifests.map(({ file }) => originOf(now, file)))
  const old = before.documents.filter(({ path }) => wanted.has(originOf(before, path)))
  const held = {
    before: manifests.length === 0 ? [] : await objectsIn(engine, old),
    now: await objectsIn(engine, filesOf(manifests, sources)),
  }
  const texts = new Map(before.documents.map(({ path, text }) => [path, text]))
  return [
    ...standing(
      manifests,
      held.now,
      held.before,
      ({ file }, { ref }) => originOf(now, file) === originOf(before, ref.file),
    ),
    ...documents.filter(({ engine: name, file }) => name === 'rego' && isSameText(file, sources, texts)),
  ]
}

function filesOf(documents: readonly DocumentRef[], sources: readonly Source[]): readonly Source[] {
  const files = new Set(documents.map(({ file }) => file))
  return sources.filter(({ path, engine }) => engine === 'kyverno' && files.has(path))
}

function isSameText(file: string, sources: readonly Source[], before: ReadonlyMap<string, string>): boolean {
  const text = sources.find(({ path, engine }) => path === file && engine === 'rego')?.text
  return text !== undefined && before.get(file) === text
}
