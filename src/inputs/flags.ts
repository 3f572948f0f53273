import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { ConfigError } from '../errors.ts'
import { suggestion } from './nearest.ts'

/** Takes the command line of a command apart; a flag it does not have is a ConfigError. */
export function parseFlags<Flags extends ParseArgsOptionsConfig>(
  command: string,
  argv: readonly string[],
  flags: Flags,
) {
  try {
    return parseArgs({ args: [...argv], options: flags, strict: true, allowPositionals: true })
  } catch (error) {
    throw badArgument(command, error as Error, Object.keys(flags))
  }
}

/** A command that was given other words than it takes; `what` says which it takes. */
export function misused(command: string, what: string): ConfigError {
  return new ConfigError({
    code: 'config.bad-flag',
    what,
    where: { input: 'command line' },
    remedy: `run \`policy-gate ${command} --help\``,
  })
}

function badArgument(command: string, { message }: Error, flags: readonly string[]): ConfigError {
  const [, flag] = /'(-[^' ]*)/.exec(message) ?? []
  const unknown = message.startsWith('Unknown option')
  const names = flags.map((name) => `--${name}`)
  return new ConfigError({
    code: unknown ? 'config.unknown-flag' : 'config.bad-flag',
    what: unknown ? `${flag} is not an option of this command` : message,
    where: { input: flag ?? 'command line' },
    remedy: unknown
      ? suggestion(flag ?? '', names)
      : `run \`policy-gate ${command} --help\` for what each option takes`,
  })
}
