import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import type { Repository } from './repository.ts'
import { temporaryFolder } from './repository.ts'

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
export const DIST = join(ROOT, 'dist')

/** The runtime that `using: node24` means, from the npm package of that name. */
export const NODE24 = join(ROOT, 'node_modules/node/bin/node')

/** The Node that the machine has: in scripts of npm, `node` is the one above. */
const MACHINE_NODE = process.env['npm_node_execpath'] ?? process.execPath

export interface Ran {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

interface Program {
  readonly args: readonly string[]
  readonly cwd: string
  readonly node?: string
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string | Buffer
  readonly onStart?: (child: ChildProcess) => void
}

export function run({ args, cwd, node = MACHINE_NODE, env = {}, stdin = '', onStart }: Program): Promise<Ran> {
  return new Promise((done) => {
    const child = spawn(node, args, { cwd, env: { PATH: process.env['PATH'] ?? '', ...env } })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (chunk) => {
      stdout += chunk
    })
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    child.stdin.on('error', () => {})
    child.stdin.end(stdin)
    child.on('close', (exitCode) => done({ exitCode, stdout, stderr }))
    onStart?.(child)
  })
}

/** The command line as it is shipped. */
export function cli(cwd: string, args: readonly string[], more: Partial<Program> = {}): Promise<Ran> {
  return run({ args: [join(DIST, 'cli/index.js'), ...args], cwd, ...more })
}

export interface ActionRun extends Ran {
  readonly annotations: readonly string[]
  /** The log without annotations. */
  readonly log: string
  readonly summary: string
  readonly outputs: Readonly<Record<string, string>>
  readonly report: string
}

export interface ActionSetting {
  readonly event: string
  readonly payload: unknown
  readonly sha: string
  readonly inputs?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly dist?: string
  readonly onStart?: (child: ChildProcess) => void
}

/** The action as the runner runs it: inputs with action.yml's defaults, files for the event, summary and outputs. */
export async function action(repository: Repository, setting: ActionSetting): Promise<ActionRun> {
  const temporary = temporaryFolder()
  const file = (name: string) => join(temporary, name)
  mkdirSync(file('temp'))
  writeFileSync(file('event.json'), JSON.stringify(setting.payload))
  for (const name of ['summary', 'output']) writeFileSync(file(name), '')
  const env = {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: setting.event,
    GITHUB_EVENT_PATH: file('event.json'),
    GITHUB_OUTPUT: file('output'),
    GITHUB_REPOSITORY: 'octo/shop',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: setting.sha,
    GITHUB_STEP_SUMMARY: file('summary'),
    GITHUB_WORKFLOW_REF: 'octo/shop/.github/workflows/gate.yml@refs/heads/main',
    GITHUB_WORKSPACE: repository.folder,
    HOME: temporary,
    RUNNER_TEMP: file('temp'),
    ...inputVariables(setting.inputs ?? {}),
    ...setting.env,
  }
  const args = [join(setting.dist ?? DIST, 'index.js')]
  const { onStart } = setting
  const ran = await run({ args, cwd: repository.folder, node: NODE24, env, ...(onStart && { onStart }) })
  const report = file('temp/policy-gate-report.json')
  const lines = ran.stdout.split('\n')
  const isCommand = (line: string) => /^::(error|warning|notice) /.test(line)
  return {
    ...ran,
    annotations: lines.filter(isCommand),
    log: lines.filter((line) => !isCommand(line) && !line.startsWith('::add-mask::')).join('\n'),
    summary: readFileSync(file('summary'), 'utf8'),
    outputs: outputsIn(readFileSync(file('output'), 'utf8').replaceAll(temporary, '<temp>')),
    report: existsSync(report) ? readFileSync(report, 'utf8') : '',
  }
}

const ACTION = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as {
  inputs: Record<string, { default?: string }>
  outputs: Record<string, unknown>
}

export const DECLARED = { inputs: Object.keys(ACTION.inputs), outputs: Object.keys(ACTION.outputs) }

function inputVariables(given: Readonly<Record<string, string>>): Record<string, string> {
  const defaults = Object.fromEntries(Object.entries(ACTION.inputs).map(([name, input]) => [name, input.default ?? '']))
  const all = { ...defaults, 'github-token': '', ...given }
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]))
}

/** `name<<delimiter`, the value's lines, `delimiter`. */
function outputsIn(text: string): Record<string, string> {
  const outputs: Record<string, string> = {}
  for (const [, name = '', , value = ''] of text.matchAll(/^([^\n<]+)<<(\S+)\n(.*?)\n\2$/gms)) outputs[name] = value
  return outputs
}

/** What differs between builds of the engine and between machines. */
export function stable(text: string): string {
  return text.replaceAll(/sha256:[0-9a-f]{64}/g, 'sha256:<digest>')
}
