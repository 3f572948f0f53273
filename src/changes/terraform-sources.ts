import { isAbsolute, join, posix } from 'node:path'
import type { Host } from '../host/host.ts'
import { readTextFile } from '../host/text-file.ts'
import type { Options } from '../inputs/options.ts'
import type { Result } from '../model/result.ts'
import type { SourceFile } from '../model/source.ts'
import type { Comparison } from './comparison.ts'
import { walk } from './walk.ts'

/** More files than a repository of Terraform has: beyond this, places are found in the plan. */
const MOST = 5_000

/**
 * The sources of Terraform that findings may be shown in. A plan does not say where it was made, so they are those of the
 * whole repository, or what stands beside a file that was named. What cannot be read is no error: nothing is judged by it.
 */
export async function terraformSources(
  host: Host,
  comparison: Comparison,
  options: Options,
  results: readonly Result[],
): Promise<readonly SourceFile[]> {
  const shown = results.filter(({ status }) => status !== 'pass' && status !== 'skip')
  const own = shown.filter(({ document }) => document.format === 'hcl2').map(({ document }) => document.file)
  const planned = shown
    .filter(({ document }) => document.content === 'terraform-plan')
    .map(({ document }) => document.file)
  const folders = planned.length === 0 ? [] : foldersOf(comparison, planned)
  const boundaries = [...comparison.boundaries, ...(await Promise.all(folders.map((path) => host.realPath(path))))]
  const found = await Promise.all(folders.map((folder) => walk(host, folder, boundaries)))
  const wanted = [
    ...new Set([
      ...own,
      ...found
        .flat()
        .filter(isSource)
        .map((path) => named(comparison, path)),
    ]),
  ]
  const read = wanted.slice(0, MOST).map(async (path) => {
    const place = isAbsolute(path) ? path : join(comparison.root, path)
    const file = await readTextFile(host, place, boundaries, options['max-file-size'])
    return file.kind === 'text' ? [{ path, text: file.text }] : []
  })
  return (await Promise.all(read)).flat()
}

function foldersOf({ changes, root }: Comparison, plans: readonly string[]): readonly string[] {
  if (changes.source !== 'arguments') return [root]
  const folders = new Set(plans.map((plan) => posix.dirname(plan)))
  return folders.has('.') ? ['.'] : [...folders]
}

/** `.terraform` holds other people's modules, as they were downloaded. */
function isSource(path: string): boolean {
  return /\.(?:tf|tofu)$/.test(path) && !path.split('/').includes('.terraform')
}

/** As the files of the change are named: relative to the root of the comparison. */
function named({ changes, root }: Comparison, path: string): string {
  return changes.source !== 'arguments' && path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path
}
