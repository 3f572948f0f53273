import { Git } from '../host/git.ts'
import type { Host } from '../host/host.ts'
import { pathFilter } from '../inputs/globs.ts'
import type { Options } from '../inputs/options.ts'
import type { ChangeStatus } from '../model/change.ts'
import type { SourceFile } from '../model/source.ts'
import type { Comparison } from './comparison.ts'
import { mayHoldResource } from './detect.ts'
import { commitTree } from './trusted-tree.ts'

/**
 * Reads what changed or was removed as it stands at the base: an admission controller sees an update with the object it
 * replaces, and a removal with the object that goes. Without a base everything is new. The names of these files end in `@`
 * and the commit, to tell them from what stands there now.
 */
export async function readBaseVersions(
  host: Host,
  comparison: Comparison,
  options: Options,
): Promise<readonly SourceFile[]> {
  const { base, files } = comparison.changes
  if (base === undefined || comparison.changes.source === 'pull-request-api') return [] // that base is not here
  const isWanted = pathFilter(options.paths)
  const paths = files
    .filter(({ status, path }) => !NOT_COMPARED.has(status) && isWanted(path))
    .map(({ path, previousPath }) => previousPath ?? path)
  if (paths.length === 0) return []
  const tree = await commitTree(new Git(host), base)
  const known = new Set((await Promise.all(paths.map((path) => tree.find(path)))).flat())
  const wanted = paths.filter((path) => known.has(path))
  const read = await tree.read(wanted, options['max-file-size'])
  return read.flatMap((file, index) =>
    file.kind === 'text' && mayHoldResource(file.text)
      ? [{ path: `${wanted[index]}@${base.slice(0, 7)}`, text: file.text }]
      : [],
  )
}

/** What is new has no base, and what is as it was (`present`) is its own. */
const NOT_COMPARED: ReadonlySet<ChangeStatus> = new Set(['added', 'submodule', 'present'])
