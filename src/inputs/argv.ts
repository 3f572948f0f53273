import { ConfigError } from '../errors.ts'
import type { Format } from '../model/format.ts'
import type { Shard } from '../model/shard.ts'
import { misused, parseFlags } from './flags.ts'
import type { OptionKey, Source } from './options.ts'
import { badFormat, isFormat, parseReportFile, type ReportFile } from './report-files.ts'
import { parseShard } from './shard.ts'
import { TOOL_FLAGS } from './tool-settings.ts'

/** What to judge: a difference, named paths, or standard input. */
export type Target =
  | { readonly kind: 'changed'; readonly range: string }
  | { readonly kind: 'paths'; readonly paths: readonly string[] }
  | { readonly kind: 'stdin' }

/** Which reports are wanted, and where. */
export interface ReportArguments {
  readonly format: Format
  readonly output: string | undefined
  /** Reports beside the one that is printed. */
  readonly reports: readonly ReportFile[]
}

/** The command line of what judges, taken apart but not yet validated as options. */
interface JudgingArguments extends ReportArguments {
  readonly help: boolean
  readonly target: Target
  readonly config: string | undefined
  readonly raw: Partial<Record<OptionKey, unknown>>
}

export interface CheckArguments extends JudgingArguments {
  /** Only the documents of this shard are judged, and a part is written in the place of a report. */
  readonly shard: Shard | undefined
}

export interface MergeArguments extends JudgingArguments {
  /** Files, folders and globs. */
  readonly parts: readonly string[]
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

const CHECK_FLAGS = { ...FLAGS, shard: { type: 'string' } } as const
const MERGE_FLAGS = { ...FLAGS, parts: { type: 'string', multiple: true } } as const

export const ARGV_SOURCE: Source = {
  noun: 'option',
  name: (key) => `--${key}`,
  where: ([key]) => ({ input: `--${key}` }),
  allowed: Object.keys(FLAGS).map((flag) => `--${flag}`),
}

export function parseCheckArguments(argv: readonly string[]): CheckArguments {
  const { values, positionals } = parseFlags('check', argv, CHECK_FLAGS)
  const { shard: words, ...rest } = values
  const shard = words === undefined ? undefined : parseShard(words, { input: '--shard' })
  for (const flag of ['format', 'report'] as const)
    if (shard !== undefined && rest[flag] !== undefined) throw contradiction(`--shard and --${flag}`)
  return { ...judgingArguments(rest, positionals), shard }
}

export function parseMergeArguments(argv: readonly string[]): MergeArguments {
  const { values, positionals } = parseFlags('merge', argv, MERGE_FLAGS)
  const { parts = [], ...rest } = values
  if (parts.length === 0 && rest.help !== true)
    throw misused('merge', '`merge` takes the parts of the shards: --parts PATH')
  return { ...judgingArguments(rest, positionals), parts }
}

type Flags = ReturnType<typeof parseFlags<typeof FLAGS>>['values']

function judgingArguments(values: Flags, positionals: readonly string[]): JudgingArguments {
  const { help = false, config, changed, format = 'text', output, report = [], ...raw } = values
  if (!isFormat(format)) throw badFormat(format, { input: '--format' })
  const reports = report.map((words) => parseReportFile(words, { input: '--report' }))
  return { help, target: targetOf(changed, positionals), config, format, output, reports, raw: { ...raw } }
}

function targetOf(changed: string | undefined, positionals: readonly string[]): Target {
  const stdin = positionals.includes('-')
  if (changed !== undefined && positionals.length > 0) throw contradiction('--changed and a PATH')
  if (stdin && positionals.length > 1) throw contradiction('- and another PATH')
  if (changed !== undefined) return { kind: 'changed', range: changed }
  if (stdin) return { kind: 'stdin' }
  return { kind: 'paths', paths: positionals.length === 0 ? ['.'] : positionals }
}

function contradiction(both: string): ConfigError {
  return new ConfigError({
    code: 'config.contradiction',
    what: `${both} cannot be given together`,
    where: { input: 'command line' },
    remedy: 'give one of them',
  })
}
