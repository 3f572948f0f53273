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
    process.on(signal, () => void stop(signal, code))
  }
  // Left to Node, an error that nobody caught would exit with 1, which means violations.
  process.on('uncaughtException', (error) => die(error.stack ?? String(error), EXIT.internal))
  void program().then((code) => {
    process.exitCode = code
  })
}

/** What is still to be said when a signal stops the run. */
export type LastWords = (signal: string) => Promise<void>

const waiting = new Set<LastWords>()

/** The runner kills what does not end a few seconds after it was told to. */
const MOST_MILLISECONDS = 2000

/** Returns what takes it back. */
export function beforeStop(lastWords: LastWords): () => void {
  waiting.add(lastWords)
  return () => void waiting.delete(lastWords)
}

/** A second signal finds nothing to wait for. What goes wrong in the last words changes no exit code. */
async function stop(signal: string, code: number): Promise<never> {
  const words = [...waiting]
  waiting.clear()
  const late = new Promise((done) => setTimeout(done, MOST_MILLISECONDS))
  await Promise.race([Promise.allSettled(words.map((say) => say(signal))), late])
  return die(`stopped by ${signal} before there was a verdict`, code)
}

function die(words: string, code: number): never {
  process.stderr.write(`error: ${words}\n`)
  process.exit(code)
}
