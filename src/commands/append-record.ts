import { ConfigError, ToolError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import { MAX_RECORD, nextLine } from '../record/chain.ts'
import type { JudgedEntry, UnjudgedEntry } from '../record/entry-schema.ts'
import { unjudgedEntry } from '../report/record.ts'
import { runContext } from './job.ts'

/** Continues a record by one line. Nothing is done where no record is wanted: `path` is empty. */
export async function appendRecord(host: Host, path: string, entry: JudgedEntry | UnjudgedEntry): Promise<void> {
  if (path === '') return
  const known = await recordText(host, path)
  await host.write(path, known + nextLine(known, entry))
}

/** What a record holds so far: nothing, where it is still to begin. */
export async function recordText(host: Host, path: string): Promise<string> {
  const info = await host.inspect(path)
  if (info === undefined) return ''
  if (info.size > MAX_RECORD) throw new Error(`${path} is too large to be continued; begin another`)
  return (await host.read(path, MAX_RECORD)).toString('utf8')
}

/** Leaves the line of a run that came to a verdict. */
export type LeaveLine = (entry: JudgedEntry) => Promise<void>

/** Runs what leaves its own line; where it is stopped or fails before it did, a line says so. */
export async function recorded<Answer>(
  host: Host,
  path: string,
  run: (leave: LeaveLine) => Promise<Answer>,
): Promise<Answer> {
  const leaveWithout = (reason: Unjudged) => appendRecord(host, path, unjudgedEntry(reason, runContext(host)))
  const takeBack = host.onStop((signal) =>
    leaveWithout({
      verdict: 'incomplete',
      code: 'stopped',
      summary: `stopped by ${signal} before there was a verdict`,
    }),
  )
  try {
    return await run((entry) => {
      takeBack()
      return appendRecord(host, path, entry)
    })
  } catch (error) {
    // A record that cannot be continued must not hide why the run failed.
    await leaveWithout(unjudged(error)).catch(() => undefined)
    throw error
  } finally {
    takeBack()
  }
}

type Unjudged = Pick<UnjudgedEntry, 'verdict' | 'code' | 'summary'>

function unjudged(error: unknown): Unjudged {
  const isKnown = error instanceof ConfigError || error instanceof ToolError
  const { code, what } = isKnown ? error.detail : { code: 'internal', what: 'a bug of Policy Gate ended the run' }
  return { verdict: 'error', code, summary: what }
}
