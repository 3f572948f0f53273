import { basename } from 'node:path'
import { maskSecrets } from '../documents/secret-text.ts'
import { ConfigError, EXIT, type ExitCode, ToolError } from '../errors.ts'
import type { CommandEnd, Host } from '../host/host.ts'
import { decodeText, readTextFile } from '../host/text-file.ts'
import { ARGV_SOURCE } from '../inputs/argv.ts'
import { JUDGING_HELP } from '../inputs/judging-flags.ts'
import { type LoopArguments, parseLoopArguments } from '../inputs/loop-arguments.ts'
import { type LoopEnd, type Question, loop as takeTurns } from '../loop.ts'
import { attemptLine } from '../report/attempts.ts'
import { inertInLog } from '../report/escape-command.ts'
import { REPORTERS } from '../report/formats.ts'
import { recordEntry } from '../report/record.ts'
import type { Shown } from '../report/shown.ts'
import { taskEscalation } from '../report/task-escalation.ts'
import { text } from '../report/text.ts'
import { visible, visibleLine } from '../report/visible.ts'
import { verdictLine } from '../report/wording.ts'
import { exitCodeOf } from '../verdict/exit-code.ts'
import { appendRecord } from './append-record.ts'
import { printed } from './output.ts'
import { type Settings, settingsOf } from './settings.ts'
import { startEngines } from './start-engines.ts'

const HELP = `Usage: policy-gate loop [options] -- COMMAND [ARGUMENT…]

Runs a command that writes manifests, judges what it wrote, and runs it again with what is wrong, until the policies are
satisfied or the attempts are used up. COMMAND gets its task on standard input and answers on standard output, with
manifests as they are or in fenced blocks of Markdown. It is run without a shell, with this environment as it is, and
POLICY_GATE_ATTEMPT beside it. An answer that satisfies the policies is printed.

Options:
  --max-attempts N      attempts before a person has to go on (default: 3)
  --command-timeout S   seconds for one answer (default: 600)
  --prompt FILE         the task (default: standard input)
  -o, --output FILE     write the answer to a file, when it passed
  --report FORMAT=FILE  write a report of the last attempt to a file; may be given again
  --record FILE         append a line for each attempt to a file
${JUDGING_HELP}
Exit codes: 0 the answer passes, 1 the attempts are used up, 2 as for check, 3 the command or an engine failed
`

/** A command and the gate take turns. */
export async function loop(argv: readonly string[], host: Host): Promise<ExitCode> {
  const given = parseLoopArguments(argv)
  if (given.help) return printed(host, HELP)
  const { raw, config } = given
  const settings = await settingsOf(host, { kind: 'stdin' }, { raw, source: ARGV_SOURCE, config })
  const ended = await takeTurns(
    {
      run: { ...settings, startEngines },
      task: await taskText(given, settings, host),
      of: given.maxAttempts,
      author: { kind: 'agent', name: basename(given.command[0]), sign: 'command' },
      ask: (question) => ask(given, settings, question, host),
      judged: (shown) => tell(shown, given, host),
    },
    host,
  )
  return end(ended, given, host)
}

async function tell(shown: Shown, { reports, record }: LoopArguments, host: Host): Promise<void> {
  const context = { at: host.now().toISOString() }
  for (const { format, path } of reports) await host.write(path, REPORTERS[format](shown, context, false))
  await appendRecord(host, record, recordEntry(shown, context))
  const { attempt } = shown.verdict
  if (attempt !== undefined && attempt.next !== 'stop_and_escalate')
    host.warn(inertInLog(`${attemptLine(attempt)} ${visibleLine(verdictLine(shown.verdict))}\n`))
}

async function end({ answer, shown }: LoopEnd, { output }: LoopArguments, host: Host): Promise<ExitCode> {
  const { verdict } = shown
  if (verdict.attempt?.next === 'done') {
    if (output === undefined) host.print(answer)
    else await host.write(output, answer)
    return EXIT.pass
  }
  host.warn(verdict.attempt === undefined ? text(shown) : taskEscalation(shown, verdict.attempt))
  return verdict.attempt === undefined ? exitCodeOf(verdict) : EXIT.violations
}

async function taskText({ prompt }: LoopArguments, { options }: Settings, host: Host): Promise<string> {
  const limit = options['max-file-size']
  const file =
    prompt === undefined
      ? decodeText('<stdin>', await host.stdin(limit))
      : await readTextFile(host, prompt, [await host.realPath('/')], limit)
  if (file.kind === 'text' && file.text.trim() !== '') return file.text
  throw new ConfigError({
    code: 'loop.no-task',
    what: file.kind === 'refused' ? file.diagnostic.message : 'there is no task for the command',
    where: { input: prompt ?? 'standard input' },
    remedy: 'pipe the task in, or name a file with --prompt',
  })
}

async function ask(
  { command, commandTimeout }: LoopArguments,
  { options }: Settings,
  { prompt, number }: Question,
  host: Host,
): Promise<string> {
  const maxOutput = options['max-file-size']
  const env = { POLICY_GATE_ATTEMPT: String(number) }
  const ended = await host.run(command, prompt, { timeoutSeconds: commandTimeout, maxOutput, env })
  if (ended.kind !== 'ended' || ended.exitCode !== 0) throw failed(command[0], ended, { commandTimeout, maxOutput })
  const answer = decodeText('<stdin>', ended.stdout)
  if (answer.kind === 'text') return answer.text
  throw failed(command[0], { ...ended, lastWords: 'its answer is not text in UTF-8' }, { commandTimeout, maxOutput })
}

interface Limits {
  readonly commandTimeout: number
  readonly maxOutput: number
}

/** A command that broke gave no answer: there is nothing to judge, and no attempt to count. */
function failed(command: string, ended: CommandEnd, limits: Limits): ToolError {
  return new ToolError({
    code: 'loop.command-failed',
    what: `${command} gave no answer: ${reasonOf(ended, limits)}`,
    where: { input: 'COMMAND' },
    ...(ended.kind === 'ended' && ended.lastWords.trim() !== ''
      ? { cause: maskSecrets(visible(ended.lastWords.trim())) }
      : {}),
    remedy:
      'run the command by itself: it has to read the task on standard input, answer on standard output and exit with 0',
  })
}

function reasonOf(ended: CommandEnd, { commandTimeout, maxOutput }: Limits): string {
  switch (ended.kind) {
    case 'ended':
      return ended.signal === '' ? `it exited with ${ended.exitCode}` : `it was ended by ${ended.signal}`
    case 'timeout':
      return `it took longer than ${commandTimeout} s (--command-timeout) and was stopped`
    case 'too-much':
      return `it wrote more than ${maxOutput} bytes (--max-file-size) and was stopped`
    case 'not-started':
      return `it could not be started: ${ended.message}`
  }
}
