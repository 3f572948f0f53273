import { EXIT, type ExitCode } from '../errors.ts'
import type { Host } from '../host/host.ts'

/** https://no-color.org, and never into a file or a pipe. */
export function wantsColour({ env, isTerminal }: Host): boolean {
  return isTerminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb'
}

export function printed(host: Host, words: string): ExitCode {
  host.print(words)
  return EXIT.pass
}
