import type { EventScope } from '../changes/scope.ts'
import type { Host } from '../host/host.ts'
import { readEvent } from '../inputs/event.ts'

/** Events beyond this size do not exist; GitHub caps payloads at 25 MB. */
const MAX_EVENT = 64 * 1024 * 1024

/** The event that started the job, and what the runner says of it. */
export async function eventScope(host: Host, token: string): Promise<EventScope> {
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
