import { setTimeout as sleep } from 'node:timers/promises'
import { getOctokit } from '@actions/github'
import { ToolError } from '../errors.ts'
import { delayAfter, type Failed } from './github-delay.ts'
import type { GitHubAnswer, GitHubRequest, PullRequestFiles } from './host.ts'

/** Seconds that all requests of a run together may spend waiting for GitHub: a verdict must not wait for a comment. */
const PATIENCE = 120

/** One request may take this long, in milliseconds. */
const TIMEOUT = 30_000

/** GitHub's interface with one token. What it refuses is a value; what it is too busy for is asked again. */
export class GitHub {
  private readonly octokit: ReturnType<typeof getOctokit>
  private readonly pause: (milliseconds: number) => Promise<unknown>
  private patience = PATIENCE
  private known: Promise<string | undefined> | undefined

  constructor(token: string, pause: (milliseconds: number) => Promise<unknown> = sleep) {
    this.octokit = getOctokit(token)
    this.pause = pause
  }

  async ask(request: GitHubRequest): Promise<GitHubAnswer> {
    for (let tries = 1; ; tries++) {
      const answer = await this.try(request)
      if (answer.kind === 'answered') return answer
      const delay = delayAfter(answer, tries, Date.now() / 1000)
      if (delay === undefined || delay > this.patience)
        return { kind: 'refused', status: answer.status, message: answer.message }
      this.patience -= delay
      await this.pause(delay * 1000)
    }
  }

  /** GraphQL answers this for every kind of token; REST does not for those of apps, GITHUB_TOKEN among them. */
  login(): Promise<string | undefined> {
    this.known ??= this.octokit
      .graphql<{ viewer: { login: string } }>('{ viewer { login } }')
      .then(({ viewer }) => viewer.login)
      .catch(() => undefined)
    return this.known
  }

  private async try({
    method,
    path,
    body,
  }: GitHubRequest): Promise<Failed | Extract<GitHubAnswer, { kind: 'answered' }>> {
    const signal = AbortSignal.timeout(TIMEOUT)
    try {
      const { status, data } = await this.octokit.request(`${method} ${path}`, {
        ...(body === undefined ? {} : { data: body }),
        request: { signal },
      })
      return { kind: 'answered', status, data }
    } catch (error) {
      return failureOf(error)
    }
  }
}

function failureOf(error: unknown): Failed {
  const { status, message, response } = error as Error & {
    readonly status?: number
    readonly response?: { readonly headers: Readonly<Record<string, string | undefined>> }
  }
  // octokit gives 500 to a request that got no answer at all
  return {
    kind: 'failed',
    status: response === undefined ? 0 : (status ?? 0),
    message,
    headers: response?.headers ?? {},
  }
}

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
