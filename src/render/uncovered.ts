import { posix } from 'node:path'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Origin } from './rendered.ts'
import type { ValuesSets } from './values-sets.ts'

/** Values files that a chart was not rendered with. */
export function notCovered(folder: string, { left, dropped }: ValuesSets): readonly Diagnostic[] {
  const file = posix.join(folder, 'Chart.yaml')
  const of = (paths: readonly string[]) => `the chart ${folder} was not rendered with ${paths.join(', ')}`
  const fault: Diagnostic = {
    level: 'error',
    code: 'render.too-many-values',
    message: `${of(dropped)}: there are more values files than a chart is rendered with, and the change touches these`,
    file,
    remedy: 'name the sets of values that it is deployed with as `charts` in the configuration',
    blame: 'user',
  }
  const note: Diagnostic = { level: 'note', code: 'render.values-not-covered', message: of(left), file, blame: 'user' }
  return [...(dropped.length === 0 ? [] : [fault]), ...(left.length === 0 ? [] : [note])]
}

/** Templates of the change that make nothing with any set of values. Parts for others make nothing by themselves. */
export function notRendered(
  folder: string,
  templates: readonly string[],
  origins: ReadonlyMap<string, Origin>,
  touched: ReadonlySet<string>,
): readonly Diagnostic[] {
  const heard = new Set([...origins.values()].map(({ source }) => source))
  const isPart = (path: string) => /^(?:_|NOTES\.txt$)/.test(posix.basename(path))
  const silent = templates.filter((path) => touched.has(path) && !heard.has(path) && !isPart(path))
  return silent.map((file) => ({
    level: 'note',
    code: 'render.template-not-covered',
    message: `${file} makes nothing with any set of values that the chart ${folder} was rendered with`,
    file,
    remedy: 'name a set of values that turns it on as `charts` in the configuration',
    blame: 'user',
  }))
}
