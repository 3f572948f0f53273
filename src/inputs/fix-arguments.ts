import { parseFlags } from './flags.ts'
import { JUDGING_FLAGS, type RawOptions } from './judging-flags.ts'

/** The command line of `fix`, taken apart. */
export interface FixArguments {
  readonly help: boolean
  readonly paths: readonly string[]
  readonly write: boolean
  readonly examples: boolean
  readonly config: string | undefined
  readonly raw: RawOptions
}

const FLAGS = {
  ...JUDGING_FLAGS,
  paths: { type: 'string', multiple: true },
  write: { type: 'boolean' },
  examples: { type: 'boolean' },
} as const

export function parseFixArguments(argv: readonly string[]): FixArguments {
  const { values, positionals } = parseFlags('fix', argv, FLAGS)
  const { help = false, write = false, examples = false, config, ...raw } = values
  return { help, paths: positionals.length === 0 ? ['.'] : positionals, write, examples, config, raw: { ...raw } }
}
