import { posix } from 'node:path'
import type { RenderFile } from '../engines/render/renderer.ts'

/**
 * Finds the file of a template that Helm names as CHART/charts/SUBCHART/templates/x.yaml. A subchart stands in a folder of any
 * name; where that is not certain, and where it is in an archive, the chart's own file stands for it. `files` are relative to the
 * chart, what is found is not.
 */
export function templateFiles(folder: string, files: readonly RenderFile[]): (source: string) => string {
  const paths = new Set(files.map(({ path }) => path))
  const found = new Map<string, string>()
  const find = (own: string): string => {
    if (paths.has(own)) return own
    const [file, ...others] = [...paths].filter((path) => isAlike(path.split('/'), own.split('/')))
    return file === undefined || others.length > 0 ? 'Chart.yaml' : file
  }
  return (source) => {
    const own = source.slice(source.indexOf('/') + 1)
    const file = found.get(own) ?? find(own)
    found.set(own, file)
    return posix.join(folder, file)
  }
}

/** Everything but the names of folders in charts/. */
function isAlike(path: readonly string[], own: readonly string[]): boolean {
  return path.length === own.length && own.every((part, at) => part === path[at] || isChartName(own, at))
}

function isChartName(own: readonly string[], at: number): boolean {
  return at % 2 === 1 && own.slice(0, at).every((part, before) => before % 2 === 1 || part === 'charts')
}
