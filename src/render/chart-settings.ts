import { posix } from 'node:path'
import { belongsTo, cleanEntry } from '../changes/gate-inputs.ts'
import { isGlob } from '../inputs/globs.ts'
import type { Options } from '../inputs/options.ts'
import type { ChartSetting } from '../inputs/sections/charts.ts'
import type { Diagnostic } from '../model/diagnostic.ts'

/** What the configuration says of a chart, and the key that it says it by. */
export interface ChosenSetting {
  readonly key: string
  readonly setting: ChartSetting
}

/** Of several that match, the last one counts, and it alone. */
export function settingOf(charts: Options['charts'], folder: string): ChosenSetting | undefined {
  const found = Object.entries(charts).findLast(([key]) => isMeant(key, folder))
  return found === undefined ? undefined : { key: found[0], setting: found[1] }
}

function isMeant(key: string, folder: string): boolean {
  return isGlob(key) ? belongsTo(key)(folder) : cleanEntry(key) === folder
}

/** Where the charts that the configuration names by their folder would be. */
export function namedCharts({ charts }: Pick<Options, 'charts'>): readonly string[] {
  return Object.keys(charts)
    .filter((key) => !isGlob(key))
    .map((key) => posix.join(key, 'Chart.yaml'))
}

/** The charts that use one of the files as a values file from outside of their folder. */
export function chartsWithValues(
  charts: Options['charts'],
  folders: readonly string[],
  changed: ReadonlySet<string>,
): readonly string[] {
  return folders.filter((folder) =>
    Object.values(settingOf(charts, folder)?.setting.sets ?? {}).some(({ values }) =>
      values.some((path) => changed.has(posix.join(folder, path))),
    ),
  )
}

/** A misspelt folder would leave its chart to the default, unseen. */
export function withoutChart(charts: Options['charts'], folders: readonly string[]): readonly Diagnostic[] {
  return Object.keys(charts)
    .filter((key) => !folders.some((folder) => isMeant(key, folder)))
    .map((key) => ({
      level: 'warning',
      code: 'render.chart-not-found',
      message: `the configuration names the chart ${key}, and there is none`,
      remedy: 'name the folder of a Chart.yaml, from the root of the repository; charts below others belong to them',
      blame: 'user',
    }))
}
