import { ToolError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import type { ChangeSet, ChangeStatus } from '../model/change.ts'
import type { EventScope } from './scope.ts'

/** GitHub's list of a pull request's files ends here, without saying so. */
const API_LIMIT = 3000

const STATUS: Readonly<Record<string, ChangeStatus>> = {
  added: 'added',
  copied: 'added',
  modified: 'modified',
  changed: 'modified',
  renamed: 'renamed',
  removed: 'deleted',
}

/**
 * What a pull request changes when git cannot tell. Believed only when it is complete and speaks of the very
 * commit that the event is about.
 */
export async function changesFromApi(
  host: Host,
  { repository, token }: EventScope,
  event: { readonly number: number; readonly base: string; readonly head: string },
  unavailable: ToolError,
): Promise<ChangeSet> {
  if (host.pullRequestFiles === undefined || token === '') throw unavailable
  const answer = await host.pullRequestFiles(token, repository, event.number)
  if (answer.head !== event.head) throw moved(event.head, answer.head)
  if (answer.total > API_LIMIT || answer.files.length !== answer.total)
    throw incomplete(answer.files.length, answer.total)
  const files = answer.files.map(({ status, ...file }) => ({ ...file, status: STATUS[status] ?? 'modified' }))
  return { source: 'pull-request-api', base: event.base, head: event.head, files }
}

function incomplete(listed: number, total: number): ToolError {
  return new ToolError({
    code: 'changes.incomplete',
    what: `GitHub lists ${listed} of the ${total} files that the pull request changes`,
    cause: `its list ends at ${API_LIMIT} files`,
    remedy: 'give actions/checkout `fetch-depth: 0`, so that git can say what changed',
  })
}

function moved(expected: string, found: string): ToolError {
  return new ToolError({
    code: 'changes.head-moved',
    what: `the pull request moved from ${expected} to ${found} while the gate ran`,
    remedy: 'wait for the run of the newer commit, or run this one again',
  })
}
