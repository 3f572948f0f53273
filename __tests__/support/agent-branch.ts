import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ActionRun, action } from './built.ts'
import { LocalGitHub } from './github/server.ts'
import { type Files, Repository, temporaryFolder } from './repository.ts'

interface Done {
  readonly event: 'labeled' | 'unlabeled'
  readonly actor: { readonly login: string }
  readonly created_at: string
  readonly label: { readonly name: string }
}

export interface AgentRun extends ActionRun {
  /** `policy-feedback.json`, as the next step of a workflow finds it. */
  readonly feedback: string
}

export const LABEL = 'policy-gate: needs a person'

/**
 * A branch of an agent and its pull requests, as GitHub keeps book of them: check runs, the branch's activity, comments and
 * events, all by one clock that moves with everything that happens.
 */
export class AgentBranch {
  readonly repository = Repository.create()
  readonly gitHub: LocalGitHub
  /** How often people were asked for a review. */
  reviewsAsked = 0
  author = 'copilot-swe-agent[bot]'
  number = 7
  inputs: Readonly<Record<string, string>> = {}
  env: Readonly<Record<string, string>> = {}
  /** The repository that the branch is in. */
  private fork = 'octo/shop'
  private readonly tip: string
  private readonly ledger: { readonly body: Record<string, unknown>; readonly at: string }[] = []
  private readonly activity: { readonly fork: string; readonly before: string; readonly after: string }[] = []
  private readonly runs: object[] = []
  private readonly events: Done[] = []
  private readonly pulls = new Map<number, { readonly fork: string; readonly sha: string }>()
  private before: string | undefined
  private seconds = 0

  private constructor(gitHub: LocalGitHub, base: Files) {
    this.gitHub = gitHub
    this.tip = this.repository.commit(base)
    this.keepBook()
  }

  static async start(folder: string, base: Files): Promise<AgentBranch> {
    return new AgentBranch(await LocalGitHub.start(folder), base)
  }

  /** A commit on top of what the branch stands at. */
  push(files: Files): string {
    this.repository.checkout(this.head ?? this.tip)
    return this.move(this.repository.commit(files))
  }

  /** A commit that takes the place of all that was on the branch. */
  forcePush(files: Files): string {
    this.repository.checkout(this.tip)
    return this.move(this.repository.commit(files))
  }

  /** Another pull request of the branch: nothing that was said or done at the one before is there. */
  openAnother(): void {
    this.number++
    this.gitHub.comments.length = 0
    this.gitHub.labels.clear()
    this.events.length = 0
    this.before = undefined
    this.pulls.set(this.number, { fork: this.fork, sha: this.head ?? '' })
  }

  /** Somebody else opens a pull request, from a branch of the same name in another repository. */
  openFrom(fork: string, files: Files): void {
    this.fork = fork
    this.openAnother()
    this.push(files)
  }

  /** The pull request is closed and opened again: no commit was pushed. */
  reopen(): void {
    this.before = undefined
  }

  /** Somebody says something at the pull request. */
  say(login: string, body: string, { app, edited = false }: { app?: string; edited?: boolean } = {}): void {
    const type = login.endsWith('[bot]') ? 'Bot' : 'User'
    const { id, user, performed_via_github_app } = this.gitHub.addComment(body, { login, type }, app ?? null)
    const created_at = this.now()
    const updated_at = edited ? this.now() : created_at
    this.gitHub.comments.pop()
    this.gitHub.comments.push({ id, user, body, performed_via_github_app, created_at, updated_at })
  }

  takeLabelOff(login: string): void {
    this.gitHub.labels.delete(LABEL)
    this.note('unlabeled', login)
  }

  /** Judges the branch as it stands. */
  async judge(): Promise<AgentRun> {
    const [ran] = await this.judgeAtOnce(1)
    return ran as AgentRun
  }

  /** Several runs of the same commit at the same time. */
  async judgeAtOnce(times: number): Promise<readonly AgentRun[]> {
    const head = this.tipOfBranch
    const sha = this.repository.checkout(this.tip).merge(head)
    const ran = await Promise.all(Array.from({ length: times }, () => this.run(head, sha)))
    for (const { exitCode } of ran)
      this.runs.unshift({
        id: this.runs.length + 1,
        head_sha: head,
        conclusion: exitCode === 0 ? 'success' : 'failure',
        updated_at: this.now(),
        head_repository: { full_name: this.fork },
      })
    return ran
  }

  private async run(head: string, sha: string): Promise<AgentRun> {
    const temp = join(temporaryFolder(), 'temp')
    mkdirSync(temp)
    const ran = await action(this.repository, {
      event: 'pull_request',
      payload: this.payload(head),
      sha,
      inputs: { 'github-token': 'ghs_x', ...this.inputs },
      env: {
        GITHUB_API_URL: this.gitHub.url,
        GITHUB_JOB: 'gate',
        GITHUB_WORKFLOW: 'p',
        GITHUB_REF: `refs/pull/${this.number}/merge`,
        RUNNER_TEMP: temp,
        ...this.env,
      },
    })
    const feedback = join(temp, 'policy-feedback.json')
    return { ...ran, feedback: existsSync(feedback) ? readFileSync(feedback, 'utf8') : '' }
  }

  /** Judges, and gives what the outputs say: verdict, attempt, whether a person was called in. */
  async outputs(): Promise<readonly (string | undefined)[]> {
    const { outputs } = await this.judge()
    return [outputs['verdict'], outputs['attempt'], outputs['escalated']]
  }

  /** What the branch is called, and where it stands. */
  readonly name = 'copilot/x'

  get tipOfBranch(): string {
    return this.head ?? this.tip
  }

  /** Somebody else pushed this commit to the branch. */
  moveTo(commit: string): void {
    this.move(commit)
  }

  /** The event of the pull request as it stands. */
  event() {
    return this.payload(this.tipOfBranch)
  }

  private get head(): string | undefined {
    return this.ownActivity.at(-1)?.after
  }

  private get ownActivity() {
    return this.activity.filter(({ fork }) => fork === this.fork)
  }

  private move(after: string): string {
    this.before = this.head
    this.activity.push({ fork: this.fork, before: this.head ?? '0'.repeat(40), after })
    this.pulls.set(this.number, { fork: this.fork, sha: after })
    return after
  }

  private payload(head: string) {
    return {
      number: this.number,
      ...(this.before === undefined ? {} : { before: this.before }),
      pull_request: {
        title: 'Add a service',
        user: { login: this.author },
        labels: [...this.gitHub.labels].map((name) => ({ name })),
        base: { sha: this.tip },
        head: { ref: this.name, repo: { full_name: this.fork }, sha: head },
      },
    }
  }

  private keepBook(): void {
    const { routes, labels } = this.gitHub
    routes.push(
      { match: /^POST .*\/check-runs$/, answer: ({ body }) => this.keep(body as Record<string, unknown>) },
      { match: /^GET .*\/commits\/[^/]+\/check-runs$/, answer: ({ path }) => this.kept(path) },
      { match: /^GET .*\/activity$/, answer: ({ path }) => ({ status: 200, data: this.activityAt(path) }) },
      {
        match: /^GET .*\/actions\/workflows\/gate\.yml\/runs$/,
        answer: () => ({ status: 200, data: { total_count: this.runs.length, workflow_runs: this.runs } }),
      },
      { match: /^GET .*\/events$/, answer: () => ({ status: 200, data: this.events }) },
      {
        match: /^GET .*\/pulls$/,
        answer: ({ path }) => ({ status: 200, data: this.pullsAt(path) }),
      },
      {
        match: /^POST .*\/requested_reviewers$/,
        answer: () => {
          this.reviewsAsked++
          return { status: 201, data: {} }
        },
      },
      {
        match: /^POST .*\/labels$/,
        answer: () => {
          if (!labels.has(LABEL)) this.note('labeled', LocalGitHub.bot.login)
          labels.add(LABEL)
          return { status: 200, data: [{ name: LABEL }] }
        },
      },
      {
        match: /^DELETE .*\/labels\/[^/]+$/,
        answer: () => {
          this.takeLabelOff(LocalGitHub.bot.login)
          return { status: 200, data: [] }
        },
      },
    )
  }

  private keep(body: Record<string, unknown>) {
    this.ledger.push({ body, at: this.now() })
    return { status: 201, data: { id: this.ledger.length } }
  }

  private activityAt(path: string): readonly object[] {
    return this.activity.filter(({ fork }) => path.startsWith(`/repos/${fork}/`)).toReversed()
  }

  /** GitHub names a branch with the owner of its repository. */
  private pullsAt(path: string): readonly object[] {
    const [owner] = new URL(path, this.gitHub.url).searchParams.get('head')?.split(':') ?? []
    return [...this.pulls.values()]
      .filter(({ fork }) => fork.startsWith(`${owner}/`))
      .map(({ sha }) => ({ head: { sha } }))
  }

  private kept(path: string) {
    const [, head] = /commits\/([^/]+)\//.exec(path) ?? []
    const check_runs = this.ledger.flatMap(({ body, at }, id) =>
      body['head_sha'] === head
        ? [
            {
              id,
              head_sha: head,
              external_id: body['external_id'],
              completed_at: at,
              app: { slug: 'github-actions' },
              output: body['output'],
            },
          ]
        : [],
    )
    return { status: 200, data: { total_count: check_runs.length, check_runs } }
  }

  private note(event: Done['event'], login: string): void {
    this.events.push({ event, actor: { login }, created_at: this.now(), label: { name: LABEL } })
  }

  private now(): string {
    return new Date(Date.UTC(2026, 0, 2) + this.seconds++ * 1000).toISOString()
  }
}
