import { posix } from 'node:path'
import type { RenderFile } from '../engines/render/renderer.ts'
import type { ChartSetting } from '../inputs/sections/charts.ts'
import type { NodePath } from '../model/position.ts'
import type { ChosenSetting } from './chart-settings.ts'
import { kindOf, type Place, RenderFault, readAll } from './files.ts'

/** Each set is a whole rendering. */
const MOST_SETS = 20

/** One way a chart is deployed: files of values on top of its own, and values on top of those. */
export interface ValuesSet {
  readonly label: string
  /** The strongest last. Paths are relative to the root, as all that is read. */
  readonly files: readonly RenderFile[]
  readonly assignments: readonly Assignment[]
}

interface Assignment {
  /** As `--set-json` takes it. */
  readonly text: string
  /** Where it stands in the configuration. */
  readonly path: NodePath
}

/** The sets that a chart is rendered with, and values files that none of them uses. */
export interface ValuesSets {
  readonly sets: readonly ValuesSet[]
  readonly left: readonly string[]
  /** Files that the change touches, and that would have been sets if there were fewer. */
  readonly dropped: readonly string[]
}

/** The sets of the configuration; without any, the chart's own values, and each `values*.yaml` beside it on top of them. */
export async function valuesSets(
  place: Place,
  folder: string,
  files: readonly RenderFile[],
  chosen: ChosenSetting | undefined,
  touched: ReadonlySet<string>,
): Promise<ValuesSets> {
  const beside = files.filter(({ path }) => /^values.*\.ya?ml$/.test(posix.relative(folder, path)))
  const others = beside.filter(({ path }) => posix.relative(folder, path) !== 'values.yaml')
  const sets = await (chosen?.setting.sets === undefined
    ? defaultSets(folder, others, touched)
    : configuredSets(place, folder, files, chosen.key, chosen.setting.sets))
  const kept = sets.slice(0, MOST_SETS)
  const used = new Set(kept.flatMap((set) => set.files).map(({ path }) => path))
  const tooMany = sets.slice(MOST_SETS).flatMap((set) => set.files.map(({ path }) => path))
  const dropped = tooMany.filter((path) => touched.has(path))
  const known = [...others.map(({ path }) => path), ...looseValues(folder, files)]
  const left = [...new Set(known)].filter((path) => !used.has(path) && !dropped.includes(path))
  return { sets: kept, left, dropped }
}

/** What looks like values of the chart besides its own, in whatever folder that is not another chart's. */
function looseValues(folder: string, files: readonly RenderFile[]): readonly string[] {
  const paths = files.map(({ path }) => path)
  const charts = paths.filter((path) => posix.basename(path) === 'Chart.yaml').map((path) => posix.dirname(path))
  const isOfOther = (path: string) => charts.some((chart) => chart !== folder && path.startsWith(`${chart}/`))
  return paths.filter((path) => LOOSE_VALUES.test(posix.relative(folder, path)) && !isOfOther(path))
}

const LOOSE_VALUES = /^(?!charts\/|templates\/|values\.yaml$)(?:.+\/)?[^/]*values[^/]*\.ya?ml$/

/** What the change touches comes first, where not all can be rendered. */
function defaultSets(
  folder: string,
  others: readonly RenderFile[],
  touched: ReadonlySet<string>,
): readonly ValuesSet[] {
  const own = { label: 'values.yaml', files: [], assignments: [] }
  const label = (path: string) => `values.yaml + ${posix.relative(folder, path)}`
  const sets = others.map((file) => ({ label: label(file.path), files: [file], assignments: [] }))
  if (sets.length < MOST_SETS) return [own, ...sets]
  const isTouched = ({ files: [file] }: ValuesSet) => file !== undefined && touched.has(file.path)
  return [own, ...sets.filter(isTouched), ...sets.filter((set) => !isTouched(set))]
}

async function configuredSets(
  place: Place,
  folder: string,
  files: readonly RenderFile[],
  key: string,
  sets: NonNullable<ChartSetting['sets']>,
): Promise<readonly ValuesSet[]> {
  const own = new Map(files.map((file) => [file.path, file]))
  const found: ValuesSet[] = []
  for (const [label, { values, set }] of Object.entries(sets)) {
    const read: RenderFile[] = []
    for (const path of values.map((value) => posix.join(folder, value)))
      read.push(own.get(path) ?? (await outside(place, folder, label, path)))
    const assignments = Object.entries(set).map(([name, value]) => ({
      text: `${name}=${JSON.stringify(value)}`,
      path: ['charts', key, 'sets', label, 'set', name],
    }))
    found.push({ label, files: read, assignments })
  }
  return found
}

/** A values file that another folder has. Where it is missing, what is deployed is not known. */
async function outside(place: Place, folder: string, label: string, path: string): Promise<RenderFile> {
  const owner = `the chart ${folder}`
  if (path.startsWith('..') || (await kindOf(place, path)) !== 'file') {
    const what = `${path}, a values file of the set ${label} of ${owner}, is not there`
    const remedy = 'put the file there, or correct `charts` in the configuration: values files are named from the chart'
    throw new RenderFault('render.values-missing', what, path, remedy)
  }
  const [file] = await readAll(place, owner, [path])
  return file as RenderFile
}
