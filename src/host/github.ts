import { getOctokit } from '@actions/github'
import { ToolError } from '../errors.ts'
import type { PullRequestFiles } from './host.ts'

/** Asks GitHub what a pull request changes. The list ends at 3,000 files; `total` says how many there are. */
export async function pullRequestFiles(token: string, repository: string, number: number): Promise<PullRequestFiles> {
  const [owner = '', repo = ''] = repository.split('/')
  const { rest, paginate } = getOctokit(token)
  try {
    const { data } = await rest.pulls.get({ owner, repo, pull_number: number })
    const listed = await paginate(rest.pulls.listFiles, { owner, repo, pull_number: number, per_page: 100 })
    const files = listed.map(({ filename, status, previous_filename }) => ({
      path: filename,
      status,
      ...(previous_filename === undefined ? {} : { previousPath: previous_filename }),
    }))
    return { head: data.head.sha, total: data.changed_files, files }
  } catch (cause) {
    throw notAnswered(cause)
  }
}

function notAnswered(cause: unknown): ToolError {
  return new ToolError(
    {
      code: 'github.failed',
      what: `GitHub did not say which files the pull request changes: ${(cause as Error).message}`,
      remedy: 'give actions/checkout `fetch-depth: 0`, or the action a `github-token` that may read pull requests',
    },
    { cause },
  )
}
