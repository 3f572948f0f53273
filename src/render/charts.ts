import { basename, posix } from 'node:path'
import { engineDiagnostic } from '../engines/channel.ts'
import type { HelmRequest, Renderer, RenderFile } from '../engines/render/renderer.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { filesBelow, type Place, readAll } from './files.ts'
import type { Origin, Rendered } from './rendered.ts'

const VALUES = /^values.*\.ya?ml$/
/** Each set is a whole rendering. */
const MOST_SETS = 20

/** One way a chart is deployed: files of values on top of its own. */
interface ValuesSet {
  readonly label: string
  readonly files: readonly RenderFile[]
}

/** Renders a chart with its own values, and with each other `values*.yaml` beside it on top of them. */
export async function renderChart(renderer: Renderer, place: Place, folder: string): Promise<Rendered> {
  const paths = await filesBelow(place, folder)
  const files = await readAll(place, `the chart ${folder}`, paths)
  const own = files.map((file) => ({ ...file, path: posix.relative(folder, file.path) }))
  const { sets, left } = valuesSets(own)
  const parts: Part[] = []
  for (const set of sets) parts.push(await renderSet(renderer, folder, own, set))
  const texts = files.flatMap(({ path, text }) => (text === undefined ? [] : [[path, text] as const]))
  return {
    documents: parts.flatMap(({ documents }) => documents),
    origins: new Map(parts.flatMap(({ origins }) => origins)),
    texts: new Map(texts),
    diagnostics: [...settled(parts), ...notCovered(folder, left)],
    replaced: new Map(texts.filter(([path, text]) => isTemplate(folder, path, text)).map(([path]) => [path, folder])),
  }
}

/** What has no action in it is a manifest as well, and is judged as one whatever the chart makes of it. */
function isTemplate(folder: string, path: string, text: string): boolean {
  return /(?:^|\/)templates\//.test(posix.relative(folder, path)) && text.includes('{{')
}

function valuesSets(files: readonly RenderFile[]): {
  readonly sets: readonly ValuesSet[]
  readonly left: readonly string[]
} {
  const others = files.filter(({ path }) => VALUES.test(path) && path !== 'values.yaml')
  const below = files.filter(({ path }) => /^(?!charts\/|templates\/).+\/[^/]*values[^/]*\.ya?ml$/.test(path))
  const own = { label: 'values.yaml', files: [] }
  const sets = [own, ...others.map((file) => ({ label: `values.yaml + ${file.path}`, files: [file] }))]
  const left = [...sets.slice(MOST_SETS).flatMap((set) => set.files), ...below].map(({ path }) => path)
  return { sets: sets.slice(0, MOST_SETS), left }
}

interface Part {
  readonly documents: Rendered['documents']
  readonly origins: readonly (readonly [string, Origin])[]
  readonly failure?: Diagnostic
}

async function renderSet(
  renderer: Renderer,
  folder: string,
  files: readonly RenderFile[],
  set: ValuesSet,
): Promise<Part> {
  const release = basename(folder) === '.' || folder === '' ? 'release' : releaseName(basename(folder))
  const request: HelmRequest = { files, values: { files: set.files, set: [] }, release, namespace: 'default' }
  const answer = await renderer.helm(request)
  const where = `the chart ${folder} with ${set.label}`
  const chart = posix.join(folder, 'Chart.yaml')
  if (!answer.ok)
    return { documents: [], origins: [], failure: engineDiagnostic(answer, `while ${where} was rendered`, chart) }
  const { documents, error } = answer.value
  if (error !== undefined || documents === null)
    return { documents: [], origins: [], failure: faultOf(where, chart, error) }
  const values = [...set.files.map(({ path }) => path), 'values.yaml'].map((path) => posix.join(folder, path))
  const rendered = documents.map(({ source, text }, document) => {
    const template = posix.join(folder, source.split('/').slice(1).join('/'))
    const origin: Origin = { folder, source: template, set: set.label, document, request, values, patches: [] }
    return { path: `${template} (${set.label}, document ${document + 1})`, text, origin }
  })
  return {
    documents: rendered.map(({ path, text }) => ({ path, text })),
    origins: rendered.map(({ path, origin }) => [path, origin] as const),
  }
}

/** A release has a name of at most 53 characters that a label may have. */
function releaseName(folder: string): string {
  return (
    folder
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 53) || 'release'
  )
}

const REMEDIES: Readonly<Record<string, string>> = {
  'render.dependency-missing': 'run `helm dependency build` before the gate, or commit charts/',
  'render.too-large': 'render less: what no cluster takes is not judged',
}

function faultOf(
  where: string,
  file: string,
  error: { readonly code: string; readonly message: string } | undefined,
): Diagnostic {
  const { code, message } = error ?? { code: 'render.output-invalid', message: 'nothing was rendered' }
  const remedy = REMEDIES[code] ?? 'correct the chart or its values; `helm template` says the same'
  return { level: 'error', code, message: `${where} cannot be rendered: ${message}`, file, remedy, blame: 'user' }
}

/** Values that only work with others on top cannot be deployed alone: worth a word where another set renders. */
const INCOMPLETE = new Set(['render.template-failed', 'render.values-invalid'])

function settled(parts: readonly Part[]): readonly Diagnostic[] {
  const [own, ...others] = parts
  const isBase = others.length > 0 && others.every(({ failure }) => failure === undefined)
  return parts.flatMap((part) => {
    if (part.failure === undefined) return []
    const harmless = part === own && isBase && INCOMPLETE.has(part.failure.code)
    return [harmless ? { ...part.failure, level: 'warning' as const } : part.failure]
  })
}

function notCovered(folder: string, left: readonly string[]): readonly Diagnostic[] {
  if (left.length === 0) return []
  const message = `the chart ${folder} was not rendered with ${left.join(', ')}`
  const file = posix.join(folder, 'Chart.yaml')
  return [{ level: 'note', code: 'render.values-not-covered', message, file, blame: 'user' }]
}
