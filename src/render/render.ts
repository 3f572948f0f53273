import { posix } from 'node:path'
import type { Comparison } from '../changes/comparison.ts'
import type { Renders } from '../engines/render/renderer.ts'
import { atCommit } from '../host/commit-files.ts'
import type { Host } from '../host/host.ts'
import { pathFilter } from '../inputs/globs.ts'
import type { Options } from '../inputs/options.ts'
import type { SourceFile } from '../model/source.ts'
import { broughtBy, chartsOf, isTemplatePath } from './chart-folders.ts'
import { chartsWithValues, namedCharts, settingOf, withoutChart } from './chart-settings.ts'
import { renderChart } from './charts.ts'
import { type Before, deployed } from './deployed.ts'
import { type Place, RenderFault } from './files.ts'
import { isKustomization, type Reach, reachOf, renderKustomization } from './kustomizations.ts'
import { NOTHING_RENDERED, type Rendered } from './rendered.ts'
import { type Tree, throughLinks, treeOf } from './tree.ts'

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
  const isHere = (path: string) => !posix.isAbsolute(path) && !path.startsWith('..') && path !== '-'
  const paths = changes.files.flatMap(({ path, previousPath = path }) => [path, previousPath]).filter(isHere)
  if (changes.source === 'stdin' || paths.length === 0) return NOTHING_RENDERED
  const isWhole = changes.source !== 'arguments'
  const tree: Tree = isWhole ? await treeOf(place) : { files: paths, links: [] }
  const changed = throughLinks(new Set(paths), tree.links)
  const isWanted = pathFilter(options.paths)
  const touched = new Set([...changed].filter(isWanted))

  const isNew = broughtBy(changes)
  const named = Object.keys(options.charts).length > 0 ? [...tree.files.filter(isChart), ...namedCharts(options)] : []
  const inConfiguration = await chartsOf(place, named, isNew)
  const byValues = chartsWithValues(options.charts, inConfiguration, changed)
  const charts = [...new Set([...(await chartsOf(place, [...touched], isNew)), ...byValues])].sort()
  const isTemplate = (path: string) => charts.some((folder) => isTemplatePath(folder, path))
  const roots = tree.files.filter((path) => isKustomization(path) && isWanted(path) && !isTemplate(path))
  const before = { place: baseOf(place, comparison), isNew }
  return merged([
    ...(await renderCharts(place, charts, changed, configured, renderer)),
    ...(await buildKustomizations(place, roots, touched, before, renderer)),
    { ...NOTHING_RENDERED, texts: textOf(configured.file, changed) },
    { ...NOTHING_RENDERED, diagnostics: isWhole ? withoutChart(options.charts, inConfiguration) : [] },
  ])
}

const isChart = (path: string): boolean => posix.basename(path) === 'Chart.yaml'

/** The same place as the change found it. Where GitHub listed the change, its base is not here. */
function baseOf(place: Place, { changes: { base, source } }: Comparison): Before['place'] {
  if (base === undefined) return undefined
  return async () =>
    source === 'pull-request-api' ? undefined : { ...place, host: await atCommit(place.host, place.root, base) }
}

/** Where the change has another configuration than the one that counts, its lines are others. */
function textOf(file: SourceFile | undefined, changed: ReadonlySet<string>): ReadonlyMap<string, string> {
  return new Map(file === undefined || changed.has(file.path) ? [] : [[file.path, file.text]])
}

async function renderCharts(
  place: Place,
  charts: readonly string[],
  changed: ReadonlySet<string>,
  { options, file }: Configured,
  renderer: () => Renders,
): Promise<readonly Rendered[]> {
  const parts: Rendered[] = []
  for (const folder of charts) {
    const deployed = { folder, chosen: settingOf(options.charts, folder), configuration: file?.path, touched: changed }
    parts.push(await guarded(() => renderChart(renderer(), place, deployed)))
  }
  return parts
}

async function buildKustomizations(
  place: Place,
  roots: readonly string[],
  touched: ReadonlySet<string>,
  before: Before,
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
  for (const reach of await deployed(reaches, touched, before)) {
    const part = await guarded(() => renderKustomization(renderer(), reach))
    // a change that names a manifest as a patch must not hide it
    const hides = reach.files.some(({ path }) => isKustomization(path) && touched.has(path))
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
