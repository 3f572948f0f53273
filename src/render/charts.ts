import { posix } from 'node:path'
import { engineDiagnostic } from '../engines/channel.ts'
import type { HelmRequest, RenderFile, Renders } from '../engines/render/renderer.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { isTemplatePath } from './chart-folders.ts'
import type { ChosenSetting } from './chart-settings.ts'
import { filesOf, type Place, readAll } from './files.ts'
import type { Origin, Rendered } from './rendered.ts'
import { templateFiles } from './template-file.ts'
import { notCovered, notRendered } from './uncovered.ts'
import { type ValuesSet, valuesSets } from './values-sets.ts'

/** A chart and how it is deployed. */
export interface Deployed {
  readonly folder: string
  readonly chosen?: ChosenSetting | undefined
  /** The configuration that says so. */
  readonly configuration?: string | undefined
  /** Files that the change touches. */
  readonly touched: ReadonlySet<string>
}

/** Renders a chart with each of its sets of values. */
export async function renderChart(renderer: Renders, place: Place, deployed: Deployed): Promise<Rendered> {
  const { folder, chosen, touched } = deployed
  const owner = `the chart ${folder}`
  const files = await readAll(place, owner, await filesOf(place, owner, folder))
  const own = files.map((file) => ({ ...file, path: posix.relative(folder, file.path) }))
  const sets = await valuesSets(place, folder, files, chosen, touched)
  const parts: Part[] = []
  for (const set of sets.sets) parts.push(await renderSet(renderer, deployed, own, set))
  const texts = textsOf([...files, ...sets.sets.flatMap((set) => set.files)])
  const templates = textsOf(files).flatMap(([path, text]) => (isTemplate(folder, path, text) ? [path] : []))
  const origins = new Map(parts.flatMap(({ origins }) => origins))
  const silent = parts.some(({ failure }) => failure === undefined)
    ? notRendered(folder, templates, origins, touched)
    : []
  return {
    documents: parts.flatMap(({ documents }) => documents),
    origins,
    texts: new Map(texts),
    diagnostics: [...settled(parts, chosen), ...notCovered(folder, sets), ...silent],
    replaced: new Map(templates.map((path) => [path, folder])),
  }
}

const textsOf = (files: readonly RenderFile[]) =>
  files.flatMap(({ path, text }) => (text === undefined ? [] : [[path, text] as const]))

/** What has no action in it is a manifest as well, and is judged as one whatever the chart makes of it. */
function isTemplate(folder: string, path: string, text: string): boolean {
  return isTemplatePath(folder, path) && text.includes('{{')
}

interface Part {
  readonly documents: Rendered['documents']
  readonly origins: readonly (readonly [string, Origin])[]
  readonly failure?: Diagnostic
}

async function renderSet(
  renderer: Renders,
  deployed: Deployed,
  files: readonly RenderFile[],
  set: ValuesSet,
): Promise<Part> {
  const { folder } = deployed
  const request = requestFor(deployed, files, set)
  const answer = await renderer.helm(request)
  const where = `the chart ${folder} with ${set.label}`
  const chart = posix.join(folder, 'Chart.yaml')
  if (!answer.ok)
    return { documents: [], origins: [], failure: engineDiagnostic(answer, `while ${where} was rendered`, chart) }
  const { documents, error } = answer.value
  if (error !== undefined || documents === null)
    return { documents: [], origins: [], failure: faultOf(where, chart, error) }
  const templateAt = templateFiles(folder, files)
  const rendered = documents.map(({ source }, document) => {
    const template = templateAt(source)
    const origin = originOf(deployed, request, set, template, document)
    return [`${template} (${set.label}, document ${document + 1})`, origin] as const
  })
  return {
    documents: rendered.map(([path], at) => ({ path, text: documents[at]?.text ?? '' })),
    origins: rendered,
  }
}

function requestFor({ folder, chosen }: Deployed, files: readonly RenderFile[], set: ValuesSet): HelmRequest {
  const { setting } = chosen ?? {}
  const kubeVersion = setting?.['kube-version']
  return {
    files,
    values: { files: set.files, set: set.assignments.map(({ text }) => text) },
    release: setting?.release ?? releaseName(posix.basename(folder)),
    namespace: setting?.namespace ?? 'default',
    ...(kubeVersion === undefined ? {} : { kubeVersion }),
    apiVersions: setting?.['api-versions'] ?? [],
  }
}

function originOf(
  { folder, configuration }: Deployed,
  request: HelmRequest,
  set: ValuesSet,
  source: string,
  document: number,
): Origin {
  const files = [...set.files.map(({ path }) => path)].reverse()
  const values = [...files, posix.join(folder, 'values.yaml')]
  const paths = set.assignments.map(({ path }) => path)
  const assignments = configuration === undefined ? {} : { assignments: { file: configuration, paths } }
  return { folder, source, set: set.label, document, request, values, ...assignments, steps: [] }
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
  'render.dependency-missing':
    'run `helm dependency build` before the gate, commit charts/, or set `render-engine: native` in the configuration, which has helm fetch them',
  'render.too-large': 'render less: what no cluster takes is not judged',
  'render.kube-version': 'name the version of your cluster as `kube-version` in `charts` of the configuration',
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

function settled(parts: readonly Part[], chosen: ChosenSetting | undefined): readonly Diagnostic[] {
  const [own, ...others] = chosen?.setting.sets === undefined ? parts : []
  const isBase = others.length > 0 && others.every(({ failure }) => failure === undefined)
  return parts.flatMap((part) => {
    if (part.failure === undefined) return []
    const harmless = part === own && isBase && INCOMPLETE.has(part.failure.code)
    return [harmless ? { ...part.failure, level: 'warning' as const } : part.failure]
  })
}
