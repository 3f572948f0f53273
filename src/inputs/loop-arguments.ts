import * as z from 'zod/mini'
import { ConfigError } from '../errors.ts'
import { parseFlags } from './flags.ts'
import { JUDGING_FLAGS, type RawOptions } from './judging-flags.ts'
import { parseReportFile, type ReportFile } from './report-files.ts'

/** The command line of `loop`, validated but for the options that are those of every command. */
export interface LoopArguments {
  readonly help: boolean
  readonly command: readonly [string, ...string[]]
  readonly maxAttempts: number
  /** Seconds that the command may take for one answer. */
  readonly commandTimeout: number
  /** A file with the task; undefined for standard input. */
  readonly prompt: string | undefined
  readonly output: string | undefined
  readonly reports: readonly ReportFile[]
  /** Empty for none. */
  readonly record: string
  readonly config: string | undefined
  readonly raw: RawOptions
}

const FLAGS = {
  ...JUDGING_FLAGS,
  'max-attempts': { type: 'string' },
  'command-timeout': { type: 'string' },
  prompt: { type: 'string' },
  output: { type: 'string', short: 'o' },
  report: { type: 'string', multiple: true },
  record: { type: 'string' },
} as const

export function parseLoopArguments(argv: readonly string[]): LoopArguments {
  const split = argv.indexOf('--')
  const { values, positionals } = parseFlags('loop', split < 0 ? argv : argv.slice(0, split), FLAGS)
  const { help = false, config, prompt, output, report = [], record = '', ...rest } = values
  const { 'max-attempts': attempts = '3', 'command-timeout': seconds = '600', ...raw } = rest
  const command = split < 0 ? [] : argv.slice(split + 1)
  if (!help && (command.length === 0 || positionals.length > 0)) throw noCommand(positionals)
  return {
    help,
    command: command as unknown as LoopArguments['command'],
    maxAttempts: whole('--max-attempts', attempts, 100),
    commandTimeout: whole('--command-timeout', seconds, 21_600),
    prompt,
    output,
    reports: report.map((words) => parseReportFile(words, { input: '--report' })),
    record,
    config,
    raw: { ...raw },
  }
}

/** A whole number from 1 that an option takes. */
export function whole(option: string, text: string, most: number): number {
  const parsed = z
    .int()
    .check(z.minimum(1), z.maximum(most))
    .safeParse(/^\d{1,6}$/.test(text) ? Number(text) : text)
  if (parsed.success) return parsed.data
  throw new ConfigError({
    code: 'config.bad-value',
    what: `the option ${option} cannot be ${JSON.stringify(text)}`,
    where: { input: option },
    remedy: `it takes a whole number from 1 to ${most}`,
  })
}

function noCommand([first]: readonly string[]): ConfigError {
  return new ConfigError({
    code: 'config.no-command',
    what: first === undefined ? 'no command was named' : `${JSON.stringify(first)} is no option of this command`,
    where: { input: 'COMMAND' },
    remedy: 'put the command that writes manifests last, behind --: `policy-gate loop -- my-agent --print`',
  })
}
