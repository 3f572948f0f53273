import type { Host } from '../host/host.ts'
import type { ActionInputs } from '../inputs/action-inputs.ts'
import type { Event } from '../inputs/event.ts'
import { type Note, noteText } from '../publish/note.ts'
import { attempt, type Publication, type Published, publish } from '../publish/publish.ts'
import { publishArtifact } from '../publish/publish-artifact.ts'
import { annotations } from '../report/annotations.ts'
import { checkRun, checkRunName } from '../report/check-run.ts'
import { comment, isWorthAComment } from '../report/comment.ts'
import { inertInLog } from '../report/escape-command.ts'
import { prose } from '../report/escape-markdown.ts'
import { REPORTERS } from '../report/formats.ts'
import { outputs } from '../report/outputs.ts'
import { review } from '../report/review.ts'
import { MOST_RESULTS, sarif } from '../report/sarif.ts'
import { summary } from '../report/summary.ts'
import { text } from '../report/text.ts'
import { visibleLine } from '../report/visible.ts'
import type { LeaveLine } from './append-record.ts'
import { artifactPlan } from './artifact-plan.ts'
import type { Attempted } from './count-attempts.ts'
import { escalationOf } from './escalation-plan.ts'
import { contextOf, gateKey, gateName, placeOf, runOrder } from './job.ts'
import { recordPlan } from './record-plan.ts'
import { type Told, tell } from './told.ts'

interface Job {
  readonly inputs: ActionInputs
  readonly event: Event
  /** Continues the record. */
  readonly leave: LeaveLine
}

/**
 * Tells a verdict everywhere a job can: first what needs nobody (files, log, outputs), then GitHub, then what depends on
 * what GitHub took. The verdict stands before any of it.
 */
export async function publishRun(host: Host, attempted: Attempted, job: Job): Promise<void> {
  const { inputs } = job
  const { shown } = attempted
  const context = contextOf(host, shown)
  const told = tell(shown, context)
  await host.write(inputs.report, told.report)
  await host.write(inputs.feedback, told.feedback)
  for (const { format, path } of inputs.reports) await host.write(path, REPORTERS[format](shown, context, false))
  const unrecorded = await attempt('The record was not continued', async () => {
    await job.leave(told.entry())
    return undefined
  })
  host.print(text(shown))
  for (const [name, value] of Object.entries(outputs(shown, inputs.report, inputs.feedback))) host.output(name, value)
  for (const [name, value] of Object.entries(shown.verdict.counts)) host.output(name, String(value))
  const { notes: refused, hasCheckRun } = await onGitHub(host, attempted, told, job)
  const unattached = await attempt('The reports were not attached as an artifact', async () => {
    const plan = await artifactPlan(host, told, inputs)
    return plan && publishArtifact(host, plan)
  })
  const notes = [unrecorded, ...attempted.notes, ...refused, unattached].filter((note) => note !== undefined)
  const elsewhere = hasCheckRun ? `The check run "${visibleLine(checkRunName(gateName(host)))}"` : undefined
  for (const annotation of annotations(shown, elsewhere)) host.print(`${annotation}\n`)
  for (const note of notes) host.print(inertInLog(`note: ${visibleLine(noteText(note))}\n`))
  await host.summary(`${summary(shown, context)}${notesPart(notes)}`)
}

async function onGitHub(host: Host, attempted: Attempted, told: Told, { inputs, event }: Job): Promise<Published> {
  const place = placeOf(host, inputs.token, event)
  return place === undefined
    ? { notes: [], hasCheckRun: false }
    : publish(place, publicationOf(host, attempted, told, { inputs, event }))
}

/** What GitHub is asked to show, by what the workflow wants. */
function publicationOf(
  host: Host,
  attempted: Attempted,
  told: Told,
  { inputs, event }: Pick<Job, 'inputs' | 'event'>,
): Publication {
  const { publication } = inputs
  const { shown, context } = told
  const { verdict } = shown
  return {
    ...escalationOf(host, attempted, context),
    runUrl: context.runUrl,
    checkRun: publication['check-run'] === 'auto' ? checkRun(shown, gateName(host)) : undefined,
    comment:
      publication.comment === 'auto' && event.kind === 'pull-request'
        ? commentOf(host, told, inputs, event.head)
        : undefined,
    review: publication.suggestions === 'true' ? review(verdict.suggestions ?? []) : undefined,
    sarif:
      publication['upload-sarif'] === 'true'
        ? { write: (results) => sarif(shown, { ...context, results }), results: MOST_RESULTS }
        : undefined,
    record: recordPlan(host, told, publication['record-branch']),
  }
}

function commentOf(host: Host, { shown, context }: Told, inputs: ActionInputs, head: string): Publication['comment'] {
  const setting = { ...context, key: gateKey(host, inputs), run: runOrder(host), head }
  return {
    key: setting.key,
    run: setting.run,
    isNew: isWorthAComment(shown.verdict),
    body: (previous) => comment(shown, { ...setting, previous }),
  }
}

function notesPart(notes: readonly Note[]): string {
  if (notes.length === 0) return ''
  return `\n### Not shown everywhere\n\n${notes.map((note) => `- ${prose(noteText(note))}`).join('\n')}\n`
}
