import { posix } from 'node:path'
import type { ChangeSet } from '../model/change.ts'
import type { Place } from './files.ts'

/**
 * The charts that each file may be a part of: Helm reads all files below a Chart.yaml. What stands in charts/ is rendered with
 * its parent; a chart anywhere else below another is one of its own.
 */
export async function chartsOf(
  { host, root }: Pick<Place, 'host' | 'root'>,
  paths: readonly string[],
  isNew: (path: string) => boolean = () => false,
): Promise<readonly string[]> {
  const known = new Map<string, boolean>()
  const hasChart = async (folder: string): Promise<boolean> => {
    const found = known.get(folder) ?? (await host.inspect(posix.join(root, chartIn(folder)))) !== undefined
    known.set(folder, found)
    return found
  }
  /** A parent that comes with the change is no reason to leave out what was a chart of its own before. */
  const isPart = async (folder: string): Promise<boolean> => {
    const parent = parentOf(folder)
    if (parent === undefined || !(await hasChart(parent))) return false
    return isNew(chartIn(folder)) || !isNew(chartIn(parent))
  }
  const charts = new Set<string>()
  for (const folder of new Set(paths.flatMap(foldersAbove)))
    if ((await hasChart(folder)) && !(await isPart(folder))) charts.add(folder)
  return [...charts].sort()
}

const chartIn = (folder: string): string => posix.join(folder, 'Chart.yaml')

/** Helm leaves out what begins with a dot or an underscore. */
function parentOf(folder: string): string | undefined {
  const charts = posix.dirname(folder)
  return posix.basename(charts) === 'charts' && !/^[._]/.test(posix.basename(folder))
    ? posix.dirname(charts)
    : undefined
}

export function foldersAbove(path: string): readonly string[] {
  const folder = posix.dirname(path)
  return folder === '.' ? ['.'] : [folder, ...foldersAbove(folder)]
}

/** Files that the change brings, under whatever name they stood before. */
export function broughtBy({ files }: ChangeSet): (path: string) => boolean {
  const brought = new Set(
    files.filter(({ status }) => status === 'added' || status === 'renamed').map(({ path }) => path),
  )
  return (path) => brought.has(path)
}

/** A template of a chart or of the charts in it; what stands in a folder of that name elsewhere is not rendered. */
export const isTemplatePath = (folder: string, path: string): boolean =>
  /^(?:charts\/[^/]+\/)*templates\//.test(posix.relative(folder, path))
