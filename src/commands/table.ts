import { ConfigError, EXIT, type ExitCode } from '../errors.ts'
import type { Host } from '../host/host.ts'
import { suggestion } from '../inputs/nearest.ts'
import { VERSION } from '../version.ts'
import { check } from './check.ts'
import { failureOf } from './failure.ts'

interface Command {
  readonly summary: string
  readonly run: (argv: readonly string[], host: Host) => Promise<ExitCode>
}

/** Every command of the CLI; a new one is a file beside this and a line here. */
const COMMANDS: Readonly<Record<string, Command>> = {
  baseline: {
    summary: 'write the violations that are there today, which then do not count',
    run: async (argv, host) => (await import('./baseline.ts')).baseline(argv, host),
  },
  check: { summary: 'judge files, a difference between commits, or standard input', run: check },
  exceptions: {
    summary: 'write the exceptions that count for the cluster',
    run: async (argv, host) => (await import('./exceptions.ts')).exceptions(argv, host),
  },
  explain: {
    summary: 'tell what a policy wants, and why',
    run: async (argv, host) => (await import('./explain.ts')).explain(argv, host),
  },
  init: {
    summary: 'write the configuration and the workflow for what stands in a repository',
    run: async (argv, host) => (await import('./init.ts')).init(argv, host),
  },
  mcp: {
    summary: 'serve the gate to agents by the Model Context Protocol',
    run: async (argv, host) => (await import('./mcp.ts')).mcp(argv, host),
  },
  fix: {
    summary: 'mend manifests where a policy says how',
    run: async (argv, host) => (await import('./fix.ts')).fix(argv, host),
  },
  loop: {
    summary: 'let an agent mend its manifests by what the policies say, for a number of attempts',
    run: async (argv, host) => (await import('./loop.ts')).loop(argv, host),
  },
  merge: {
    summary: 'decide from what the shards of a run found out',
    run: async (argv, host) => (await import('./merge.ts')).merge(argv, host),
  },
  params: {
    summary: 'write the parameters of policies for the cluster',
    run: async (argv, host) => (await import('./params.ts')).params(argv, host),
  },
  parity: {
    summary: 'compare what the cluster enforces with what the gate does',
    run: async (argv, host) => (await import('./parity.ts')).parity(argv, host),
  },
  record: {
    summary: 'tell whether a record was tampered with',
    run: async (argv, host) => (await import('./record.ts')).record(argv, host),
  },
  stats: {
    summary: 'tell what records say of policies, authors and attempts',
    run: async (argv, host) => (await import('./stats.ts')).stats(argv, host),
  },
  test: {
    summary: 'run the test suites of policies',
    run: async (argv, host) => (await import('./test.ts')).test(argv, host),
  },
}

/** Runs the command that the first word names. Nothing is thrown: a failure is an exit code and its explanation. */
export async function runCommand(argv: readonly string[], host: Host): Promise<ExitCode> {
  try {
    return await dispatch(argv, host)
  } catch (error) {
    const { exitCode, text } = failureOf(error)
    host.warn(text)
    return exitCode
  }
}

async function dispatch([name = '--help', ...argv]: readonly string[], host: Host): Promise<ExitCode> {
  if (name === '--help' || name === '-h' || name === 'help') return say(host, help())
  if (name === '--version') return say(host, `${VERSION}\n`)
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined) throw unknownCommand(name)
  return command.run(argv, host)
}

function help(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length))
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
  return `Usage: policy-gate COMMAND [options]\n\nCommands:\n${lines.join('\n')}\n\nEach command explains itself with --help.\n`
}

function say(host: Host, words: string): ExitCode {
  host.print(words)
  return EXIT.pass
}

function unknownCommand(name: string): ConfigError {
  return new ConfigError({
    code: 'config.unknown-command',
    what: `there is no command ${JSON.stringify(name)}`,
    where: { input: 'command line' },
    remedy: suggestion(name, Object.keys(COMMANDS)),
  })
}
