import * as core from '@actions/core'
import { exec as run } from '@actions/exec'
import { ToolError } from '../errors.ts'
import type { GitHub } from './github.ts'
import type { ExecOptions, Executed, GitHubAnswer, GitHubRequest, Host, PullRequestFiles } from './host.ts'
import { Machine } from './machine.ts'
import { postJson } from './webhook.ts'

/** A job of GitHub Actions. `root` is the workspace that actions/checkout filled. */
export class ActionsHost extends Machine implements Host {
  readonly isTerminal = false
  readonly postJson = postJson
  readonly uploadArtifact?: NonNullable<Host['uploadArtifact']>
  readonly downloadArtifacts?: NonNullable<Host['downloadArtifacts']>

  constructor(env: NodeJS.ProcessEnv = process.env) {
    super(env['GITHUB_WORKSPACE'] ?? process.cwd(), env)
    if (!hasArtifacts(env)) return
    this.uploadArtifact = upload
    this.downloadArtifacts = download
  }

  override async exec(command: string, args: readonly string[], options: ExecOptions = {}): Promise<Executed> {
    const out: Buffer[] = []
    const err: Buffer[] = []
    const exitCode = await run(command, [...args], {
      cwd: options.cwd ?? this.root,
      env: { ...withoutInputs(this.env), ...options.env },
      ...(options.stdin === undefined ? {} : { input: options.stdin }),
      silent: true,
      ignoreReturnCode: true,
      listeners: { stdout: (chunk) => void out.push(chunk), stderr: (chunk) => void err.push(chunk) },
    }).catch((cause: unknown) => {
      throw notRun(command, cause)
    })
    return { exitCode, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString('utf8') }
  }

  print(text: string): void {
    process.stdout.write(text)
  }

  warn(text: string): void {
    process.stderr.write(text)
  }

  async summary(markdown: string): Promise<void> {
    // Runners before the job summary existed, and local ones, give no file: the log has everything.
    if (this.env['GITHUB_STEP_SUMMARY']) await core.summary.addRaw(markdown).write()
  }

  output(name: string, value: string): void {
    core.setOutput(name, value)
  }

  /** The client is large and hardly ever needed: it is loaded when it is. */
  async pullRequestFiles(token: string, repository: string, number: number): Promise<PullRequestFiles> {
    const { pullRequestFiles } = await import('./github.ts')
    return pullRequestFiles(token, repository, number)
  }

  async askGitHub(token: string, request: GitHubRequest): Promise<GitHubAnswer> {
    return (await this.gitHub(token)).ask(request)
  }

  async gitHubLogin(token: string): Promise<string | undefined> {
    return (await this.gitHub(token)).login()
  }

  private readonly clients = new Map<string, GitHub>()

  private async gitHub(token: string): Promise<GitHub> {
    const { GitHub } = await import('./github.ts')
    const known = this.clients.get(token) ?? new GitHub(token)
    this.clients.set(token, known)
    return known
  }
}

/** The runner gives actions a token for the run's artifacts; GitHub Enterprise Server does not know this service. */
function hasArtifacts(env: NodeJS.ProcessEnv): boolean {
  const server = new URL(env['GITHUB_SERVER_URL'] || 'https://github.com').hostname
  const isServed = server === 'github.com' || server.endsWith('.ghe.com')
  return isServed && Boolean(env['ACTIONS_RUNTIME_TOKEN']) && Boolean(env['ACTIONS_RESULTS_URL'])
}

/** The client is large and needed once: it is loaded then. */
const upload: NonNullable<Host['uploadArtifact']> = async (...asked) =>
  (await import('./artifacts.ts')).uploadArtifact(...asked)

const download: NonNullable<Host['downloadArtifacts']> = async (...asked) =>
  (await import('./artifacts.ts')).downloadArtifacts(...asked)

/** What programs need to know. Inputs are ours alone, and one of them is a token. */
function withoutInputs(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const entries = Object.entries(env).filter(([name, value]) => value !== undefined && !name.startsWith('INPUT_'))
  return Object.fromEntries(entries) as Record<string, string>
}

function notRun(command: string, cause: unknown): ToolError {
  const what = `${command} could not be run: ${cause instanceof Error ? cause.message : String(cause)}`
  const remedy = `install ${command} on the runner, or use a runner that has it`
  return new ToolError({ code: 'host.program', what, remedy }, { cause })
}
