import type { EventScope } from '../changes/scope.ts'
import type { ExitCode } from '../errors.ts'
import { gate } from '../gate.ts'
import type { Host } from '../host/host.ts'
import { readActionInputs } from '../inputs/action-inputs.ts'
import { readEvent } from '../inputs/event.ts'
import { annotations } from '../report/annotations.ts'
import type { Context } from '../report/context.ts'
import { REPORTERS } from '../report/formats.ts'
import { json } from '../report/json.ts'
import { outputs } from '../report/outputs.ts'
import type { Shown } from '../report/shown.ts'
import { summary } from '../report/summary.ts'
import { text } from '../report/text.ts'
import { exitCodeOf } from '../verdict/exit-code.ts'
import { failureOf } from './failure.ts'
import { startEngine } from './start-engine.ts'

/** A job of GitHub Actions: judge what the event changed and publish the verdict everywhere a job can. */
export async function runAction(host: Host): Promise<ExitCode> {
  try {
    const { options, report, reports, token } = readActionInputs(host.env)
    const shown = await gate({ options, scope: await eventScope(host, token), startEngine }, host)
    await publish(host, shown, report)
    for (const { format, path } of reports)
      await host.write(path, REPORTERS[format](shown, contextOf(host, shown), false))
    return exitCodeOf(shown.verdict)
  } catch (error) {
    const { exitCode, text: words, annotation } = failureOf(error)
    host.print(`${words}${annotation}\n`)
    host.output('verdict', 'error')
    return exitCode
  }
}

async function publish(host: Host, shown: Shown, report: string): Promise<void> {
  await host.write(report, json(shown))
  host.print(text(shown))
  for (const annotation of annotations(shown)) host.print(`${annotation}\n`)
  for (const [name, value] of Object.entries(outputs(shown, report))) host.output(name, value)
  for (const [name, value] of Object.entries(shown.verdict.counts)) host.output(name, String(value))
  const { blobUrl } = contextOf(host, shown)
  await host.summary(summary(shown, blobUrl === undefined ? {} : { blobUrl }))
}

/** What the runner says of the job. Where a commit was judged, its files have a page. */
function contextOf(host: Host, { verdict }: Shown): Context {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = host.env
  const { GITHUB_WORKFLOW: workflow, GITHUB_JOB: job } = host.env
  const at = host.now().toISOString()
  const gate = [workflow, job].filter((name) => name !== undefined && name !== '').join('/')
  const named = { at, ...(gate === '' ? {} : { gate }) }
  if (server === undefined || repository === undefined) return named
  const repositoryUrl = `${server}/${repository}`
  const { head } = verdict.changes
  return {
    ...named,
    repositoryUrl,
    ...(head === undefined ? {} : { blobUrl: `${repositoryUrl}/blob/${head}` }),
    ...(run === undefined ? {} : { runUrl: `${repositoryUrl}/actions/runs/${run}` }),
  }
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
