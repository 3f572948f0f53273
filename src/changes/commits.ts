import { ToolError } from '../errors.ts'
import type { Git } from '../host/git.ts'

const REMOTE = 'origin'

/** How far a shallow clone is deepened in search of a common ancestor, before it is completed. */
const DEEPEN_STEPS = ['--deepen=50', '--deepen=500', '--unshallow'] as const

/** A commit that is needed and cannot be had. The pull-request API may know what it would have shown. */
export class MissingCommit extends ToolError {}

/** Makes sure that a commit is here, fetching it by id where the clone is shallow. */
export async function ensureCommit(git: Git, id: string, role: string): Promise<string> {
  const present = await git.commit(id)
  if (present !== undefined) return present
  const reason = (await git.hasRemote(REMOTE)) ? await fetchOne(git, id) : 'the repository has no remote `origin`'
  const fetched = await git.commit(id)
  if (fetched === undefined) throw missing(role, id, reason)
  return fetched
}

/** The newest commit that both have, deepening a shallow clone as far as it takes. */
export async function commonAncestor(git: Git, base: string, head: string): Promise<string> {
  const here = await git.mergeBase(base, head)
  if (here !== undefined) return here
  if ((await git.isShallow()) && (await git.hasRemote(REMOTE))) {
    for (const step of DEEPEN_STEPS) {
      await git.fetch(REMOTE, [base, head], step)
      const found = await git.mergeBase(base, head)
      if (found !== undefined) return found
    }
  }
  throw missing('common ancestor of base and head', `${base}...${head}`, 'their histories do not meet in this clone')
}

/** A complete clone would be made shallow by `--depth`. */
async function fetchOne(git: Git, id: string): Promise<string> {
  const depth = (await git.isShallow()) ? ['--depth=1'] : []
  const { exitCode, stderr } = await git.fetch(REMOTE, [id], ...depth)
  return exitCode === 0 ? 'the remote did not send it' : (stderr.trim().split('\n').at(-1) ?? '')
}

function missing(role: string, id: string, cause: string): MissingCommit {
  return new MissingCommit({
    code: 'changes.missing-commit',
    what: `the ${role} (${id}) is not in this clone and could not be fetched`,
    cause,
    remedy: 'give actions/checkout `fetch-depth: 0`, or let it keep its credentials (`persist-credentials: true`)',
  })
}
