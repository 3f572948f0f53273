import { Git } from '../host/git.ts'
import type { Host } from '../host/host.ts'
import type { Options } from '../inputs/options.ts'
import { ASKS_NOTHING, type ClusterAsks } from '../model/cluster-asks.ts'
import type { SourceFile } from '../model/source.ts'
import type { Comparison } from './comparison.ts'
import { classByName, mayHoldOneOf, mayHoldResource } from './detect.ts'
import { commitTree, workTree } from './trusted-tree.ts'

/** How many files are read at a time: what nobody asks for is let go before the next are read. */
const AT_A_TIME = 256

/**
 * The repository's own manifests that policies may look up in the cluster. They come from where the policies come from,
 * the `trusted` base or what is checked out: a change must not bring the ConfigMap that allows it, nor the labels of a
 * namespace. Where nobody is distrusted, what is `judged` counts as well: standard input, renderings, files of elsewhere.
 */
export async function repositoryManifests(
  host: Host,
  trusted: Comparison['trusted'],
  options: Options,
  { everything, words }: ClusterAsks = ASKS_NOTHING,
  judged: readonly SourceFile[] = [],
): Promise<readonly SourceFile[]> {
  if (!everything && words.length === 0) return []
  const tree = trusted === undefined ? await workTree(host, []) : await commitTree(new Git(host), trusted.base)
  const paths = (await tree.find('.')).filter((path) => classByName(path) === 'configuration')
  const isAsked = (text: string) => mayHoldResource(text) && (everything || mayHoldOneOf(text, words))
  const known = new Set(paths)
  const found = trusted === undefined ? judged.filter(({ path, text }) => !known.has(path) && isAsked(text)) : []
  for (let at = 0; at < paths.length; at += AT_A_TIME) {
    const some = paths.slice(at, at + AT_A_TIME)
    for (const [index, file] of (await tree.read(some, options['max-file-size'])).entries())
      if (file.kind === 'text' && isAsked(file.text)) found.push({ path: some[index] ?? '', text: file.text })
  }
  return found
}
