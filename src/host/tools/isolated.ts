import type { Ran } from '../../model/ran.ts'
import type { CommandSetting, Host } from '../host.ts'

type Limits = Pick<CommandSetting, 'timeoutSeconds' | 'maxOutput' | 'maxLastWords'>

/** Runs a tool in a folder that is its home as well: no configuration of the machine, and no token, gets to it. */
export async function runIsolated(
  host: Pick<Host, 'run'>,
  folder: string,
  command: readonly [string, ...string[]],
  limits: Limits,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const home = { HOME: folder, USERPROFILE: folder }
  const ended = await host.run(command, '', { ...limits, cwd: folder, isolated: true, env: { ...home, ...env } })
  switch (ended.kind) {
    case 'ended':
      return ended.signal === ''
        ? { kind: 'ended', exitCode: ended.exitCode, stdout: ended.stdout.toString('utf8'), stderr: ended.lastWords }
        : { kind: 'broken', message: `it was ended by ${ended.signal}` }
    case 'timeout':
      return { kind: 'broken', message: `it took longer than ${limits.timeoutSeconds} seconds` }
    case 'too-much':
      return { kind: 'broken', message: `it printed more than ${limits.maxOutput} bytes` }
    case 'not-started':
      return { kind: 'broken', message: ended.message }
  }
}
