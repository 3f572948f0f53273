import { parseArgs } from 'node:util'
import { ConfigError } from '../errors.ts'
import type { Format } from '../model/format.ts'
import { suggestion } from './nearest.ts'
import type { OptionKey, Source } from './options.ts'
import { badFormat, isFormat, parseReportFile, type ReportFile } from './report-files.ts'
import { TOOL_FLAGS } from './tool-settings.ts'

/** What to judge: a difference, named paths, or standard input. */
export type Target =
  | { readonly kind: 'changed'; readonly range: string }
  | { readonly kind: 'paths'; readonly paths: readonly string[] }
  | { readonly kind: 'stdin' }

/** The command line of `check`, taken apart but not yet validated as options. */
export interface CheckArguments {
  readonly help: boolean
  readonly target: Target
  readonly config: string | undefined
  readonly format: Format
  readonly output: string | undefined
  /** Reports beside the one that is printed. */
  readonly reports: readonly ReportFile[]
  readonly raw: Partial<Record<OptionKey, unknown>>
}

const FLAGS = {
  policies: { type: 'string', multiple: true },
  builtin: { type: 'string', multiple: true },
  paths: { type: 'string', multiple: true },
  config: { type: 'string' },
  changed: { type: 'string' },
  format: { type: 'string' },
  output: { type: 'string', short: 'o' },
  report: { type: 'string', multiple: true },
  'all-results': { type: 'boolean' },
  'fail-on': { type: 'string' },
  'fail-on-severity': { type: 'string' },
  scope: { type: 'string' },
  baseline: { type: 'string' },
  values: { type: 'string', short: 'f' },
  set: { type: 'string', multiple: true },
  'user-info': { type: 'string', short: 'u' },
  context: { type: 'string' },
  plans: { type: 'string', multiple: true },
  'rego-paths': { type: 'string', multiple: true },
  parsers: { type: 'string', multiple: true },
  namespaces: { type: 'string', multiple: true },
  data: { type: 'string', multiple: true },
  combine: { type: 'boolean' },
  'allow-builtins': { type: 'string', multiple: true },
  timeout: { type: 'string' },
  'max-file-size': { type: 'string' },
  ...TOOL_FLAGS,
  help: { type: 'boolean', short: 'h' },
} as const

const FLAG_NAMES = Object.keys(FLAGS).map((flag) => `--${flag}`)

export const ARGV_SOURCE: Source = {
  noun: 'option',
  name: (key) => `--${key}`,
  where: ([key]) => ({ input: `--${key}` }),
  allowed: FLAG_NAMES,
}

export function parseCheckArguments(argv: readonly string[]): CheckArguments {
  const { values, positionals } = parse(argv)
  const { help = false, config, changed, format = 'text', output, report = [], ...raw } = values
  if (!isFormat(format)) throw badFormat(format, { input: '--format' })
  const reports = report.map((words) => parseReportFile(words, { input: '--report' }))
  return { help, target: targetOf(changed, positionals), config, format, output, reports, raw: { ...raw } }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: FLAGS, strict: true, allowPositionals: true })
  } catch (error) {
    throw badArgument(error as Error)
  }
}

function targetOf(changed: string | undefined, positionals: readonly string[]): Target {
  const stdin = positionals.includes('-')
  if (changed !== undefined && positionals.length > 0) throw contradiction('--changed and a PATH')
  if (stdin && positionals.length > 1) throw contradiction('- and another PATH')
  if (changed !== undefined) return { kind: 'changed', range: changed }
  if (stdin) return { kind: 'stdin' }
  return { kind: 'paths', paths: positionals.length === 0 ? ['.'] : positionals }
}

function badArgument({ message }: Error): ConfigError {
  const [, flag] = /'(-[^' ]*)/.exec(message) ?? []
  const unknown = message.startsWith('Unknown option')
  return new ConfigError({
    code: unknown ? 'config.unknown-flag' : 'config.bad-flag',
    what: unknown ? `${flag} is not an option of this command` : message,
    where: { input: flag ?? 'command line' },
    remedy: unknown ? suggestion(flag ?? '', FLAG_NAMES) : 'run `policy-gate check --help` for what each option takes',
  })
}

function contradiction(both: string): ConfigError {
  return new ConfigError({
    code: 'config.contradiction',
    what: `${both} cannot be given together`,
    where: { input: 'command line' },
    remedy: 'give one of them',
  })
}
