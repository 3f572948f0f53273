import type { EventScope } from '../changes/scope.ts'
import type { ExitCode } from '../errors.ts'
import { gate } from '../gate.ts'
import type { Host } from '../host/host.ts'
import { type ActionInputs, readActionInputs } from '../inputs/action-inputs.ts'
import { readEvent } from '../inputs/event.ts'
import { exitCodeOf } from '../verdict/exit-code.ts'
import { type LeaveLine, recorded } from './append-record.ts'
import { withAttempts } from './count-attempts.ts'
import { failureOf } from './failure.ts'
import { publishRun } from './publish-run.ts'
import { settingsOf } from './settings.ts'
import { startEngines } from './start-engines.ts'

/** A job of GitHub Actions: judge what the event changed and publish the verdict everywhere a job can. */
export async function runAction(host: Host): Promise<ExitCode> {
  try {
    const inputs = readActionInputs(host.env)
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
  const judged = await gate({ ...settings, scope, startEngines, advise, ...suggest }, host)
  const attempted = await withAttempts(host, judged, { inputs, event, options: settings.options })
  await publishRun(host, attempted, { inputs, event, leave })
  return exitCodeOf(judged.verdict)
}

/** Events beyond this size do not exist; GitHub caps payloads at 25 MB. */
const MAX_EVENT = 64 * 1024 * 1024

async function eventScope(host: Host, token: string): Promise<EventScope> {
  const { env } = host
  return {
    kind: 'event',
    event: readEvent(env['GITHUB_EVENT_NAME'] ?? '', await eventPayload(host), env['GITHUB_SHA'] ?? ''),
    repository: env['GITHUB_REPOSITORY'] ?? '',
    token,
    workflow: workflowPath(env['GITHUB_WORKFLOW_REF']),
  }
}

/** Empty when there is no file; whether that can be borne depends on the event. */
async function eventPayload(host: Host): Promise<string> {
  const path = host.env['GITHUB_EVENT_PATH'] ?? ''
  return path !== '' && (await host.inspect(path)) !== undefined
    ? (await host.read(path, MAX_EVENT)).toString('utf8')
    : ''
}

/** `owner/name/.github/workflows/gate.yml@refs/heads/main` → `.github/workflows/gate.yml`. */
function workflowPath(ref: string | undefined): string | undefined {
  return /^[^/]+\/[^/]+\/(?<path>.+)@[^@]*$/.exec(ref ?? '')?.groups?.['path']
}
