import { posix } from 'node:path'
import { engineDiagnostic } from '../engines/channel.ts'
import type { RenderFile, Renders, Transformer } from '../engines/render/renderer.ts'
import { kindOf, type Place, RenderFault, readAll } from './files.ts'
import { kustomizationContent } from './kustomization-content.ts'
import type { Origin, Rendered, Step } from './rendered.ts'

export const KUSTOMIZATION_NAMES: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']

export const isKustomization = (path: string): boolean => KUSTOMIZATION_NAMES.includes(posix.basename(path))

/** A kustomization and everything that it names, directly or through others. */
export interface Reach {
  /** The kustomization's own file. */
  readonly root: string
  readonly files: readonly RenderFile[]
  /** What could be the path of a file or folder, and leads nowhere. */
  readonly missing: ReadonlySet<string>
  /** Kustomizations that it builds on. */
  readonly others: readonly string[]
  /** Files that are named as patches, by what names them, in its order. */
  readonly patches: ReadonlyMap<string, readonly string[]>
  readonly isComponent: boolean
}

/** A file to be read: the folder that its words start from, and whether the root builds on it. */
interface Named {
  readonly path: string
  readonly base: string
  readonly isBase: boolean
}

/**
 * Follows every word of a kustomization that is the path of a file or folder. That is more than Kustomize reads, never
 * less: what it does not find in memory, it refuses.
 */
export async function reachOf(place: Place, root: string): Promise<Reach> {
  const files = new Map<string, RenderFile>()
  const others: string[] = []
  const missing = new Set<string>()
  const patches = new Map<string, readonly string[]>()
  let isComponent = false
  const pending = await kustomizationsIn(place, posix.dirname(root), false)
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    const { path, base, isBase } = next
    if (files.has(path)) continue
    if (files.size > MOST_FILES) throw tooMany(root)
    const [file] = await readAll(place, `the kustomization ${root}`, [path])
    if (file === undefined) continue
    files.set(path, file)
    if (isBase && isKustomization(path)) others.push(path)
    if (!isKustomization(path) && !(file.text ?? '').includes('builtin')) continue
    const content = kustomizationContent(file.text ?? '')
    if (path === root) isComponent = content.isComponent
    for (const word of content.words) {
      const at = posix.join(base, word)
      if (at.startsWith('..') || posix.isAbsolute(word)) continue
      const isBuilt = content.bases.has(word) && (isBase || posix.dirname(path) === posix.dirname(root))
      const kind = await kindOf(place, at)
      if (kind === 'file') pending.push({ path: at, base, isBase: isBuilt })
      if (kind === 'folder') pending.push(...(await kustomizationsIn(place, at, isBuilt)))
      if (kind === 'other') missing.add(at)
    }
    patches.set(
      path,
      content.patches.map((word) => posix.join(base, word)),
    )
  }
  return { root, files: [...files.values()], missing, others, patches, isComponent }
}

const MOST_FILES = 2000

const tooMany = (root: string): RenderFault =>
  new RenderFault('render.too-large', `the kustomization ${root} names more than ${MOST_FILES} files`, root, 'split it')

/** There should be one. Where there are more, Kustomize is to see and refuse them. */
async function kustomizationsIn(place: Place, folder: string, isBase: boolean): Promise<Named[]> {
  const found: Named[] = []
  for (const name of KUSTOMIZATION_NAMES) {
    const path = posix.join(folder, name)
    if ((await kindOf(place, path)) === 'file') found.push({ path, base: folder, isBase })
  }
  return found
}

/** Builds one kustomization, as `kustomize build` does. */
export async function renderKustomization(renderer: Renders, reach: Reach): Promise<Rendered> {
  const folder = posix.dirname(reach.root)
  const texts = new Map(reach.files.flatMap(({ path, text }) => (text === undefined ? [] : [[path, text] as const])))
  const answer = await renderer.kustomize({ files: reach.files, folder })
  const nothing = { documents: [], origins: new Map<string, Origin>(), texts, replaced: new Map<string, string>() }
  if (!answer.ok) {
    const when = `while the kustomization ${folder} was built`
    return { ...nothing, diagnostics: [engineDiagnostic(answer, when, reach.root)] }
  }
  const { documents, error } = answer.value
  if (error !== undefined) {
    const message = `the kustomization ${folder} cannot be built: ${error.message}`
    const remedy = 'correct it; remote bases, plugins, helmCharts and files outside of its folder are not read here'
    const fault = { level: 'error', code: error.code, message, file: reach.root, remedy, blame: 'user' } as const
    return { ...nothing, diagnostics: [fault] }
  }
  const rendered = (documents ?? []).map(({ source, text, transformers = [] }, document) => {
    const known = texts.has(source) ? source : reach.root
    const steps = stepsOf(transformers, reach)
    const origin: Origin = { folder, source: known, set: posix.normalize(folder), document, values: [], steps }
    return { path: `${known} (kustomize ${folder}, document ${document + 1})`, text, origin }
  })
  return {
    documents: rendered.map(({ path, text }) => ({ path, text })),
    origins: new Map(rendered.map(({ path, origin }) => [path, origin])),
    texts,
    diagnostics: [],
    replaced: new Map(namedPatches(reach).map((path) => [path, folder])),
  }
}

/** What a kustomization itself names as a patch. A file that it only leads to could be made to name any manifest. */
function namedPatches({ root, others, files, patches }: Reach): readonly string[] {
  const named = [root, ...others].flatMap((file) => patches.get(file) ?? [])
  return named.filter((path) => !isKustomization(path) && files.some((file) => file.path === path))
}

/** The last step first. Each patch is a step of its own; one look finds the last of those that one file has. */
function stepsOf(transformers: readonly Transformer[], { patches }: Reach): readonly Step[] {
  const isRepeated = ({ file, kind }: Transformer, at: number) =>
    transformers[at - 1]?.file === file && transformers[at - 1]?.kind === kind
  return transformers
    .filter((one, at) => !isRepeated(one, at))
    .map((one) => ({ ...one, patches: [...(patches.get(one.file) ?? [])].reverse() }))
    .reverse()
}
