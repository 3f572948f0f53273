import type { Comparison } from '../changes/comparison.ts'
import type { Source } from '../changes/sources.ts'
import { commitTree } from '../changes/trusted-tree.ts'
import { Git } from '../host/git.ts'
import type { Host } from '../host/host.ts'
import type { Options } from '../inputs/options.ts'

/** The files that Rego judged, as they stood at the base, by the names that they have now. */
export async function baseTexts(
  host: Host,
  { changes, root }: Comparison,
  options: Options,
  sources: readonly Source[],
): Promise<ReadonlyMap<string, string>> {
  const ofRego = new Set(sources.filter(({ engine }) => engine === 'rego').map(({ path }) => path))
  const compared = changes.files.filter(({ path, status }) => ofRego.has(path) && COMPARED.has(status))
  if (changes.base === undefined || compared.length === 0) return new Map()
  const tree = await commitTree(new Git(host, root), changes.base)
  const paths = compared.map(({ path, previousPath }) => previousPath ?? path)
  const read = await tree.read(paths, options['max-file-size'])
  return new Map(
    compared.flatMap(({ path }, at) => {
      const file = read[at]
      return file?.kind === 'text' ? [[path, file.text]] : []
    }),
  )
}

const COMPARED: ReadonlySet<string> = new Set(['modified', 'renamed', 'mode-changed'])
