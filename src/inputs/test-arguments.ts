import { ConfigError } from '../errors.ts'
import { ARGV_SOURCE } from './argv.ts'
import { parseFlags } from './flags.ts'
import { suggestion } from './nearest.ts'
import { parseOptions } from './options.ts'

export const TEST_FORMATS = ['text', 'json', 'junit'] as const

export type TestFormat = (typeof TEST_FORMATS)[number]

/** The command line of `test`, validated. */
export interface TestArguments {
  readonly help: boolean
  readonly folders: readonly string[]
  readonly format: TestFormat
  readonly output: string | undefined
  readonly allowVacuous: boolean
  readonly coverage: boolean
  readonly timeoutSeconds: number
  /** Bytes. */
  readonly maxFileSize: number
}

const FLAGS = {
  format: { type: 'string' },
  output: { type: 'string', short: 'o' },
  'allow-vacuous': { type: 'boolean' },
  coverage: { type: 'boolean' },
  timeout: { type: 'string' },
  'max-file-size': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

export function parseTestArguments(argv: readonly string[]): TestArguments {
  const { values, positionals } = parseFlags('test', argv, FLAGS)
  const {
    help = false,
    format = 'text',
    output,
    'allow-vacuous': allowVacuous = false,
    coverage = false,
    ...limits
  } = values
  if (!isFormat(format)) throw badFormat(format)
  if (!help && positionals.length === 0) throw noFolder()
  const { timeout, 'max-file-size': maxFileSize } = parseOptions({ ...limits }, ARGV_SOURCE)
  return { help, folders: positionals, format, output, allowVacuous, coverage, timeoutSeconds: timeout, maxFileSize }
}

const isFormat = (word: string): word is TestFormat => (TEST_FORMATS as readonly string[]).includes(word)

function badFormat(format: string): ConfigError {
  return new ConfigError({
    code: 'config.bad-value',
    what: `--format cannot be ${JSON.stringify(format)}`,
    where: { input: '--format' },
    remedy: suggestion(format, TEST_FORMATS),
  })
}

function noFolder(): ConfigError {
  return new ConfigError({
    code: 'config.no-folder',
    what: 'no folder was named',
    where: { input: 'DIR' },
    remedy: 'name at least one folder that holds test suites, such as `policy-gate test policies`',
  })
}
