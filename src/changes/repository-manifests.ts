import { Git } from '../host/git.ts'
import type { Host } from '../host/host.ts'
import type { Options } from '../inputs/options.ts'
import type { SourceFile } from '../model/source.ts'
import type { Comparison } from './comparison.ts'
import { classByName, mayHoldResource } from './detect.ts'
import { commitTree, workTree } from './trusted-tree.ts'

/**
 * The repository's own manifests, for policies that look objects up in the cluster. They come from where the policies
 * come from: a change must not bring the ConfigMap that allows it.
 */
export async function repositoryManifests(
  host: Host,
  comparison: Comparison,
  options: Options,
): Promise<readonly SourceFile[]> {
  const { trusted } = comparison
  const tree = trusted === undefined ? await workTree(host, []) : await commitTree(new Git(host), trusted.base)
  const paths = (await tree.find('.')).filter((path) => classByName(path) === 'configuration')
  const read = await tree.read(paths, options['max-file-size'])
  return read.flatMap((file, index) =>
    file.kind === 'text' && mayHoldResource(file.text) ? [{ path: paths[index] ?? '', text: file.text }] : [],
  )
}
