import type { Comparison } from '../changes/comparison.ts'
import { Git } from '../host/git.ts'
import type { Host } from '../host/host.ts'
import type { Options } from '../inputs/options.ts'
import type { Finding } from '../model/finding.ts'

type Lines = ReadonlyMap<string, readonly (readonly [first: number, last: number])[]>

/** The lines that a change touches in the files that have findings, where it is asked for. */
export async function changedLines(
  host: Host,
  { changes, root }: Comparison,
  options: Options,
  findings: readonly Finding[],
): Promise<Lines> {
  const { base, head, files, source } = changes
  if (source === 'pull-request-api') return new Map() // the base is not here: whole files count
  if (options.scope !== 'changed-lines' || base === undefined || head === undefined) return new Map()
  const git = new Git(host, root)
  const modified = new Set(files.filter(({ status }) => status === 'modified').map(({ path }) => path))
  const wanted = [...new Set(findings.map(({ location }) => location.file))].filter((path) => modified.has(path))
  const found = new Map<string, readonly (readonly [number, number])[]>()
  for (const path of wanted) found.set(path, await git.changedLines(base, head, path))
  return found
}
