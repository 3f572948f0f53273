import { posix } from 'node:path'
import type { Comparison } from '../changes/comparison.ts'
import { walk } from '../changes/walk.ts'
import type { Renders } from '../engines/render/renderer.ts'
import type { Host } from '../host/host.ts'
import { pathFilter } from '../inputs/globs.ts'
import type { Options } from '../inputs/options.ts'
import type { SourceFile } from '../model/source.ts'
import { chartsWithValues, namedCharts, settingOf, withoutChart } from './chart-settings.ts'
import { renderChart } from './charts.ts'
import { type Place, RenderFault } from './files.ts'
import { isKustomization, type Reach, reachOf, renderKustomization } from './kustomizations.ts'
import { NOTHING_RENDERED, type Rendered } from './rendered.ts'

/** The settings that count, and the file that they are written in. */
export interface Configured {
  readonly options: Options
  readonly file?: SourceFile | undefined
}

/** Renders every chart and kustomization that reaches a changed file. The renderer starts when there is one. */
export async function renderChanged(
  host: Host,
  comparison: Comparison,
  configured: Configured,
  renderer: () => Renders,
): Promise<Rendered> {
  const { root, boundaries, changes } = comparison
  const { options } = configured
  const place: Place = { host, root, boundaries, limit: options['max-file-size'] }
  const isWanted = pathFilter(options.paths)
  const isHere = (path: string) => !posix.isAbsolute(path) && !path.startsWith('..') && path !== '-'
  const paths = changes.files.flatMap(({ path, previousPath = path }) => [path, previousPath])
  const changed = new Set(paths.filter(isHere))
  const touched = new Set([...changed].filter(isWanted))
  const isConfigured = Object.keys(options.charts).length > 0
  if (changes.source === 'stdin' || (isConfigured ? changed : touched).size === 0) return NOTHING_RENDERED
  const isWhole = changes.source !== 'arguments'
  const all = isWhole ? await listed(place) : [...touched]

  const inConfiguration = isConfigured ? await chartsOf(place, [...all.filter(isChart), ...namedCharts(options)]) : []
  const byValues = chartsWithValues(options.charts, inConfiguration, changed)
  const charts = [...new Set([...(await chartsOf(place, [...touched])), ...byValues])].sort()
  const inCharts = (path: string) => charts.some((folder) => isBelow(path, folder))
  const kustomizations = all.filter((path) => isKustomization(path) && isWanted(path) && !inCharts(path))
  return merged([
    ...(await renderCharts(place, charts, configured, renderer)),
    ...(await buildKustomizations(place, kustomizations, touched, renderer)),
    { ...NOTHING_RENDERED, texts: textOf(configured.file, changed) },
    { ...NOTHING_RENDERED, diagnostics: isWhole ? withoutChart(options.charts, inConfiguration) : [] },
  ])
}

/** Where the change has another configuration than the one that counts, its lines are others. */
function textOf(file: SourceFile | undefined, changed: ReadonlySet<string>): ReadonlyMap<string, string> {
  return new Map(file === undefined || changed.has(file.path) ? [] : [[file.path, file.text]])
}

async function renderCharts(
  place: Place,
  charts: readonly string[],
  { options, file }: Configured,
  renderer: () => Renders,
): Promise<readonly Rendered[]> {
  const parts: Rendered[] = []
  for (const folder of charts) {
    const deployed = { folder, chosen: settingOf(options.charts, folder), configuration: file?.path }
    parts.push(await guarded(() => renderChart(renderer(), place, deployed)))
  }
  return parts
}

async function listed({ host, root, boundaries }: Place): Promise<readonly string[]> {
  return (await walk(host, root, boundaries)).map((path) => posix.relative(root, path))
}

const isChart = (path: string): boolean => posix.basename(path) === 'Chart.yaml'

/** The outermost chart above each file: what stands in charts/ is rendered with its parent. */
export async function chartsOf(
  { host, root }: Pick<Place, 'host' | 'root'>,
  paths: readonly string[],
): Promise<readonly string[]> {
  const known = new Map<string, boolean>()
  const hasChart = async (folder: string): Promise<boolean> => {
    const found = known.get(folder) ?? (await host.inspect(posix.join(root, folder, 'Chart.yaml'))) !== undefined
    known.set(folder, found)
    return found
  }
  const charts = new Set<string>()
  for (const path of paths) {
    let outermost: string | undefined
    for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
      if (await hasChart(folder)) outermost = folder
      if (folder === '.') break
    }
    if (outermost !== undefined) charts.add(outermost)
  }
  return [...charts].sort()
}

function isBelow(path: string, folder: string): boolean {
  return folder === '.' || path.startsWith(`${folder}/`)
}

/** A base that an overlay builds on is not deployed by itself, and a component never is. */
async function buildKustomizations(
  place: Place,
  roots: readonly string[],
  touched: ReadonlySet<string>,
  renderer: () => Renders,
): Promise<readonly Rendered[]> {
  const parts: Rendered[] = []
  const reaches: Reach[] = []
  for (const root of roots) {
    const part = await guarded(async () => {
      reaches.push(await reachOf(place, root))
      return NOTHING_RENDERED
    })
    parts.push(part) // what cannot be followed may reach what changed: an error wherever it stands
  }
  const based = new Set(reaches.flatMap(({ others }) => others))
  const isDeployed = ({ root, isComponent }: Reach) => !isComponent && !based.has(root)
  const isTouched = ({ root, files }: Reach) =>
    files.some(({ path }) => touched.has(path)) ||
    [...touched].some((path) => posix.dirname(path) === posix.dirname(root))
  for (const reach of reaches.filter((one) => isDeployed(one) && isTouched(one))) {
    const part = await guarded(() => renderKustomization(renderer(), reach))
    // a change that names a manifest as a patch must not hide it
    const hides = [reach.root, ...reach.others].some((path) => touched.has(path))
    parts.push(hides ? { ...part, replaced: new Map() } : part)
  }
  return parts
}

async function guarded(render: () => Promise<Rendered>): Promise<Rendered> {
  try {
    return await render()
  } catch (error) {
    if (!(error instanceof RenderFault)) throw error
    return { ...NOTHING_RENDERED, diagnostics: [error.diagnostic] }
  }
}

function merged(parts: readonly Rendered[]): Rendered {
  return {
    documents: parts.flatMap(({ documents }) => documents),
    origins: new Map(parts.flatMap(({ origins }) => [...origins])),
    texts: new Map(parts.flatMap(({ texts }) => [...texts])),
    diagnostics: parts.flatMap(({ diagnostics }) => diagnostics),
    replaced: new Map(parts.flatMap(({ replaced }) => [...replaced])),
  }
}
