import type { Comparison } from '../changes/comparison.ts'
import { commitTree, type Tree } from '../changes/trusted-tree.ts'
import { Git } from '../host/git.ts'
import type { Host } from '../host/host.ts'
import { CODE_OWNERS_FILES, codeOwners, MAX_CODE_OWNERS, type OwnersOf } from './code-owners.ts'

/**
 * Who may approve a change to a file: its owners by the CODEOWNERS of the trusted commit, and those that the trusted
 * configuration names for all of the gate. A change that makes somebody an owner makes them one for the next change.
 */
export async function ownersAt(host: Host, commit: string, configured: readonly string[]): Promise<OwnersOf> {
  const byFile = await readCodeOwners(await commitTree(new Git(host), commit))
  return (path) => distinct([...byFile(path), ...configured])
}

/** Who may approve what a run judges. Where the work tree is trusted there is nothing to approve. */
export async function ownersOf(host: Host, { trusted }: Comparison, configured: readonly string[]): Promise<OwnersOf> {
  return trusted === undefined ? () => configured : ownersAt(host, trusted.base, configured)
}

export async function readCodeOwners(tree: Tree): Promise<OwnersOf> {
  for (const file of CODE_OWNERS_FILES) {
    if (!(await tree.find(file)).includes(file)) continue
    const [read] = await tree.read([file], MAX_CODE_OWNERS)
    return read?.kind === 'text' ? codeOwners(read.text) : () => []
  }
  return () => []
}

/** Logins and names of teams are the same in any case. */
function distinct(owners: readonly string[]): readonly string[] {
  return [...new Map(owners.map((owner) => [owner.toLowerCase(), owner])).values()]
}
