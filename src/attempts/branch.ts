import * as z from 'zod/mini'
import type { GitHubAnswer, GitHubRequest } from '../host/host.ts'
import type { ChangeRequest } from '../model/change-request.ts'

/** Asks GitHub with the run's token. */
export type Ask = (request: GitHubRequest) => Promise<GitHubAnswer>

/** Where attempts are counted: the repository (`/repos/owner/name`, encoded) and what asks for the change. */
export interface Subject {
  readonly ask: Ask
  readonly repository: string
  readonly request: ChangeRequest
  /** The login that we write as, such as `github-actions[bot]`. */
  readonly login: string
  /** Which gate this is: several may judge one pull request. */
  readonly gate: string
}

const activities = z.array(z.object({ before: z.string(), after: z.string() }))
const pulls = z.array(z.object({ head: z.object({ sha: z.string() }) }))
const commits = z.array(z.object({ sha: z.string(), commit: z.object({ message: z.string() }) }))

/** Asks for something to read; undefined where GitHub refuses it, or gives something else. */
export async function listed<Schema extends z.core.$ZodType>(
  ask: Ask,
  path: string,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  const answer = await ask({ method: 'GET', path })
  if (answer.kind === 'refused') return undefined
  const { success, data } = z.safeParse(schema, answer.data)
  return success ? data : undefined
}

/** Messages of the commits that are asked to be merged. */
export async function messagesOf({ ask, repository, request }: Subject): Promise<readonly string[]> {
  const found = await listed(ask, `${repository}/pulls/${request.number}/commits?per_page=100`, commits)
  return (found ?? []).map(({ commit }) => commit.message)
}

/**
 * Commits that the branch has stood at, this one first. The activity of a branch is GitHub's own book-keeping: it keeps what a
 * force-push threw away, and goes on when another pull request is opened from the same branch.
 */
export async function headsOf({ ask, repository, request }: Subject): Promise<readonly string[]> {
  const [owner = '', name = ''] = request.repository.split('/').map(encodeURIComponent)
  const ref = encodeURIComponent(`refs/heads/${request.branch}`)
  const head = `${owner}:${encodeURIComponent(request.branch)}`
  const moved = await listed(ask, `/repos/${owner}/${name}/activity?ref=${ref}&per_page=100`, activities)
  const asked = await listed(ask, `${repository}/pulls?head=${head}&state=all&per_page=20`, pulls)
  const seen = [
    request.head,
    request.before,
    ...(moved ?? []).flatMap(({ after, before }) => [after, before]),
    ...(asked ?? []).map((pull) => pull.head.sha),
  ]
  return distinct(seen.filter((sha) => sha !== undefined && isCommit(sha)) as string[])
}

export function distinct(words: readonly string[]): readonly string[] {
  return [...new Set(words)]
}

/** Where a branch begins or ends GitHub writes zeros. */
const isCommit = (sha: string): boolean => /^[0-9a-f]{40,64}$/.test(sha) && !/^0+$/.test(sha)
