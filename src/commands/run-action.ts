import type { ExitCode } from '../errors.ts'
import { gate } from '../gate.ts'
import type { Host } from '../host/host.ts'
import { type ActionInputs, readActionInputs } from '../inputs/action-inputs.ts'
import { exitCodeOf } from '../verdict/exit-code.ts'
import { type LeaveLine, recorded } from './append-record.ts'
import { withAttempts } from './count-attempts.ts'
import { eventScope } from './event-scope.ts'
import { failureOf } from './failure.ts'
import { leavePart } from './leave-part.ts'
import { mergeOf } from './merge-of.ts'
import { publishRun } from './publish-run.ts'
import { settingsOf } from './settings.ts'
import { startEngines } from './start-engines.ts'

/** A job of GitHub Actions: judge what the event changed and publish the verdict everywhere a job can. */
export async function runAction(host: Host): Promise<ExitCode> {
  try {
    const inputs = readActionInputs(host.env)
    if (inputs.shard !== undefined) return await leavePart(host, inputs, inputs.shard)
    return await recorded(host, inputs.record, (leave) => judge(host, inputs, leave))
  } catch (error) {
    const { exitCode, text: words, annotation } = failureOf(error)
    host.print(`${words}${annotation}\n`)
    host.output('verdict', 'error')
    return exitCode
  }
}

async function judge(host: Host, inputs: ActionInputs, leave: LeaveLine): Promise<ExitCode> {
  const scope = await eventScope(host, inputs.token)
  const settings = await settingsOf(host, scope, inputs.given)
  const { event } = scope
  const suggest = inputs.publication.suggestions === 'true' ? ({ suggest: 'determined' } as const) : {}
  const advise = event.kind === 'pull-request'
  const judged = await gate({ ...settings, scope, startEngines, advise, ...suggest, ...mergeOf(host, inputs) }, host)
  const attempted = await withAttempts(host, judged, { inputs, event, options: settings.options })
  await publishRun(host, attempted, { inputs, event, leave })
  return exitCodeOf(judged.verdict)
}
