import { EXIT, type ExitCode } from '../errors.ts'

/** What a shell reports of a program that a signal ended. */
const SIGNALLED = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

/**
 * Runs a program from its start to its exit code. Until there is a verdict the code is that of a failure, so that
 * no way to die early (a signal, an event loop that runs dry) looks like a pass.
 */
export function live(program: () => Promise<ExitCode>): void {
  process.exitCode = EXIT.internal
  for (const [signal, code] of Object.entries(SIGNALLED)) {
    process.once(signal, () => die(`stopped by ${signal} before there was a verdict`, code))
  }
  // Left to Node, an error that nobody caught would exit with 1, which means violations.
  process.on('uncaughtException', (error) => die(error.stack ?? String(error), EXIT.internal))
  void program().then((code) => {
    process.exitCode = code
  })
}

function die(words: string, code: number): never {
  process.stderr.write(`error: ${words}\n`)
  process.exit(code)
}
