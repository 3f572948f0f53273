import { isAbsolute } from 'node:path'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import * as z from 'zod'
import { Task } from '../attempts/task.ts'
import { ConfigError, EXIT, type ExitCode } from '../errors.ts'
import { gate } from '../gate.ts'
import type { Host } from '../host/host.ts'
import { withStdin } from '../host/overlay.ts'
import { isWithin } from '../host/text-file.ts'
import { ARGV_SOURCE } from '../inputs/argv.ts'
import { parseFlags } from '../inputs/flags.ts'
import { JUDGING_FLAGS, JUDGING_HELP } from '../inputs/judging-flags.ts'
import { whole } from '../inputs/loop-arguments.ts'
import { agent } from '../report/agent.ts'
import { explanation } from '../report/explain.ts'
import type { Shown } from '../report/shown.ts'
import { VERSION } from '../version.ts'
import { failureOf } from './failure.ts'
import { printed } from './output.ts'
import { policyBook, policyNamed } from './policy-book.ts'
import { type Settings, settingsOf } from './settings.ts'
import { startEngines } from './start-engines.ts'

const HELP = `Usage: policy-gate mcp [options]

Serves the gate to agents by the Model Context Protocol on standard input and output: check_manifest, check_files,
suggest_fix, list_policies, explain_policy. Only files below the current folder are read, and nothing is written.

Options:
  --max-attempts N      attempts for each task (default: 3)
${JUDGING_HELP}`

/** An agent that asks about more tasks than this has made them up to be given new attempts. */
const MOST_TASKS = 1000

const MOST_PATHS = 1000

const manifest = z
  .string()
  .min(1)
  .max(1024 * 1024)
const task = z.string().min(1).max(200).default('default').describe('names the task, for which attempts are counted')
const name = z.string().min(1).max(300)
const paths = z.array(z.string().min(1).max(4096)).min(1).max(MOST_PATHS)

export async function mcp(argv: readonly string[], host: Host): Promise<ExitCode> {
  const { values, positionals } = parseFlags('mcp', argv, { ...JUDGING_FLAGS, 'max-attempts': { type: 'string' } })
  const { help = false, config, 'max-attempts': attempts = '3', ...raw } = values
  if (help) return printed(host, HELP)
  if (positionals.length > 0) throw noOperand(positionals[0] as string)
  const settings = await settingsOf(host, { kind: 'stdin' }, { raw: { ...raw }, source: ARGV_SOURCE, config })
  await serve(new Tools(host, settings, whole('--max-attempts', attempts, 100)))
  return EXIT.pass
}

/** Until the client closes its end. */
async function serve(tools: Tools): Promise<void> {
  const server = new McpServer({ name: 'policy-gate', version: VERSION })
  const register = <Shape extends z.ZodRawShape>(
    tool: string,
    description: string,
    inputSchema: Shape,
    run: (given: z.output<z.ZodObject<Shape>>) => Promise<string>,
  ) =>
    server.registerTool(tool, { description, inputSchema: z.strictObject(inputSchema) }, ((given: never) =>
      answered(() => run(given))) as never)
  register('check_manifest', 'Judges a manifest, or an answer with fenced manifests.', { manifest, task }, (given) =>
    tools.manifest(given.manifest, given.task),
  )
  register('check_files', 'Judges files or folders below the root.', { paths, task }, (given) =>
    tools.files(given.paths, given.task),
  )
  register(
    'suggest_fix',
    'Tells remedies for a manifest that were judged again. Counts no attempt.',
    { manifest },
    (given) => tools.manifest(given.manifest, undefined),
  )
  register('list_policies', 'Lists the policies that judge.', {}, () => tools.list())
  register('explain_policy', 'Tells what a policy wants, and why.', { policy: name }, (given) =>
    tools.explain(given.policy),
  )
  const closed = new Promise<void>((done) => process.stdin.once('end', done).once('close', done))
  await server.connect(new StdioServerTransport())
  await closed
  await server.close()
}

/** What could not be judged is an error of the tool, in the words of the command line. */
async function answered(run: () => Promise<string>) {
  try {
    return { content: [{ type: 'text' as const, text: await run() }] }
  } catch (error) {
    return { isError: true, content: [{ type: 'text' as const, text: failureOf(error).text }] }
  }
}

class Tools {
  private readonly host: Host
  private readonly settings: Settings
  private readonly of: number
  private readonly tasks = new Map<string, Task>()

  constructor(host: Host, settings: Settings, of: number) {
    this.host = host
    this.settings = settings
    this.of = of
  }

  async manifest(text: string, task: string | undefined): Promise<string> {
    const run = { ...this.settings, scope: { kind: 'stdin' }, startEngines, advise: true } as const
    const shown = await gate(run, withStdin(this.host, text))
    return agent(task === undefined ? shown : this.counted(shown, text, task))
  }

  async files(paths: readonly string[], task: string): Promise<string> {
    for (const path of paths) await this.assertInside(path)
    const run = { ...this.settings, scope: { kind: 'paths', paths }, startEngines, advise: true } as const
    return agent(this.counted(await gate(run, this.host), JSON.stringify(paths), task))
  }

  async list(): Promise<string> {
    const { policies } = await policyBook(this.settings, this.host)
    const listed = policies.map(explanation).map(({ rules, ...policy }) => ({ ...policy, rules: rules.length }))
    return JSON.stringify(listed, null, 2)
  }

  async explain(policy: string): Promise<string> {
    return JSON.stringify(explanation(policyNamed(policy, await policyBook(this.settings, this.host))), null, 2)
  }

  private counted(shown: Shown, answer: string, name: string): Shown {
    const known = this.tasks.get(name)
    if (known === undefined && this.tasks.size >= MOST_TASKS) throw tooMany()
    const task = known ?? new Task(this.of, { kind: 'agent', name: 'an MCP client', sign: 'command' })
    this.tasks.set(name, task)
    return task.judged(shown, answer)
  }

  /** Also where a link leads: a path that leaves the root could show files of this machine. */
  private async assertInside(path: string): Promise<void> {
    const root = await this.host.realPath('.')
    if (isAbsolute(path) || path.includes('\0')) throw outside(path)
    const real = await this.host.realPath(path).catch(() => undefined)
    if (real === undefined || !isWithin(real, root)) throw outside(path)
  }
}

function outside(path: string): ConfigError {
  return new ConfigError({
    code: 'input.not-found',
    what: `there is no file or folder ${JSON.stringify(path.slice(0, 300))} below the root`,
    where: { input: 'paths' },
    remedy: 'name files by their paths relative to the folder that the server was started in',
  })
}

function tooMany(): ConfigError {
  return new ConfigError({
    code: 'config.bad-value',
    what: `more than ${MOST_TASKS} tasks were named`,
    where: { input: 'task' },
    remedy: 'give the name of the task that you work on each time',
  })
}

function noOperand(word: string): ConfigError {
  return new ConfigError({
    code: 'config.bad-flag',
    what: `${JSON.stringify(word)} is no option of this command`,
    where: { input: 'command line' },
    remedy: 'run `policy-gate mcp --help`',
  })
}
