// The workflow of the loop, run twice: what an agent pushed fails, the agent mends it, and what the workflow pushed passes.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { AgentBranch } from '../__tests__/support/agent-branch.ts'
import { deployment, LIMITS_POLICY } from '../__tests__/support/manifests.ts'
import { removeTemporaryFolders, temporaryFolder } from '../__tests__/support/repository.ts'
import { root, runWorkflows, withOwnAction } from './act.mjs'
import { pinned } from './pinned.ts'

interface Ran {
  readonly status: number | null
  readonly output: string
}

export async function runAgentLoop(act: string, scratch: string, check: Check): Promise<void> {
  const description = pinned('openapi')
  if (description === undefined) {
    console.log('skipped: the loop of an agent asks GitHub, whose description was not fetched (npm run pinned openapi)')
    return
  }
  const loop = await Loop.start(act, scratch, description)
  try {
    const first = await loop.run()
    check('the loop fails on what the agent pushed', first.status !== 0, first)
    check('the agent got the feedback, and what it changed was pushed', loop.pushed() !== undefined, first)
    const second = await loop.run()
    check('the loop passes on what it pushed itself', second.status === 0, second)
    const counted = loop.attempts()
    check('the first commit is one attempt, kept where the author cannot write', counted === 1, second)
  } finally {
    await loop.stop()
  }
}

type Check = (what: string, ok: boolean, ran: Ran) => void

class Loop {
  private readonly act: string
  private readonly scratch: string
  private readonly branch: AgentBranch
  private readonly origin = temporaryFolder()

  static async start(act: string, scratch: string, description: string): Promise<Loop> {
    const workflow = readFileSync(join(root, 'examples/workflows/agent-loop.yml'), 'utf8')
    const branch = await AgentBranch.start(description, {
      'policies/limits.yaml': LIMITS_POLICY,
      '.github/workflows/agent-loop.yml': withOwnAction(workflow),
      '.gitignore': 'dist/\naction.yml\n',
    })
    return new Loop(act, scratch, branch)
  }

  private constructor(act: string, scratch: string, branch: AgentBranch) {
    this.act = act
    this.scratch = scratch
    this.branch = branch
    execFileSync('git', ['init', '--quiet', '--bare', this.origin])
    branch.repository.git('remote', 'add', 'origin', this.origin)
    branch.push({ 'deploy/a.yaml': JSON.stringify(parse(deployment('a')), null, 2) })
    this.branch.repository.git('push', '--quiet', 'origin', `${branch.tipOfBranch}:refs/heads/${branch.name}`)
  }

  async run(): Promise<Ran> {
    const { repository } = this.branch
    repository.checkout(this.branch.tipOfBranch)
    this.layAction()
    const event = join(this.scratch, 'loop.json')
    writeFileSync(event, JSON.stringify({ action: 'synchronize', ...this.branch.event() }))
    const agent = join(root, '__tests__/support/agents/mends-files.mjs')
    const args = ['--var', `AGENT_COMMAND=node ${agent}`, '--env', 'GITHUB_REPOSITORY=octo/shop']
    args.push('--secret', 'GITHUB_TOKEN=ghs_x', '--use-gitignore=false')
    return runWorkflows(this.act, { folder: repository.folder, scratch: this.scratch, event, args })
  }

  /** The commit that the workflow left on the branch. */
  pushed(): string | undefined {
    const head = execFileSync('git', ['rev-parse', this.branch.name], { cwd: this.origin, encoding: 'utf8' }).trim()
    if (head === this.branch.tipOfBranch) return undefined
    this.branch.repository.git('fetch', '--quiet', 'origin', head)
    this.branch.moveTo(head)
    return head
  }

  attempts(): number {
    return this.branch.gitHub.asked.filter(
      ({ method, body }) => method === 'POST' && JSON.stringify(body ?? {}).includes('"conclusion":"failure"'),
    ).length
  }

  async stop(): Promise<void> {
    await this.branch.gitHub.stop()
    removeTemporaryFolders()
  }

  /** The action as it ships, told where GitHub is: act says so itself otherwise. */
  private layAction(): void {
    const { repository, gitHub } = this.branch
    execFileSync('cp', ['-r', join(root, 'dist'), join(root, 'action.yml'), repository.folder])
    const entry = repository.path('dist/index.js')
    const text = readFileSync(entry, 'utf8')
    writeFileSync(entry, `process.env.GITHUB_API_URL = ${JSON.stringify(gitHub.url)};\n${text}`)
  }
}
