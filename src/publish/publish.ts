import type { CheckRun } from '../report/check-run.ts'
import type { Review } from '../report/review.ts'
import type { Note } from './note.ts'
import type { Place } from './place.ts'
import { publishCheckRun } from './publish-check-run.ts'
import { type CommentPlan, publishComment } from './publish-comment.ts'
import { type EscalationPlan, endEscalation, publishEscalation } from './publish-escalation.ts'
import { publishRecord, type RecordPlan } from './publish-record.ts'
import { publishReview } from './publish-review.ts'
import { publishSarif } from './publish-sarif.ts'

/** Everything of a run that GitHub is asked to show. What is absent is not wanted, or there is nothing of it. */
export interface Publication {
  readonly checkRun?: CheckRun | undefined
  readonly comment?: CommentPlan | undefined
  readonly review?: Review | undefined
  readonly sarif?: { write(results: number): string; readonly results: number } | undefined
  readonly record?: RecordPlan | undefined
  readonly escalation?: EscalationPlan | undefined
  /** A label that is to be taken off. */
  readonly over?: string | undefined
  readonly runUrl?: string | undefined
}

export interface Published {
  readonly notes: readonly Note[]
  /** Whether the check run took the annotations that the job has no room for. */
  readonly hasCheckRun: boolean
}

/** Publishes one thing after the other. Nothing is thrown: what fails becomes a note, and the rest goes on. */
export async function publish(
  place: Place,
  { checkRun, comment, review, sarif, record, escalation, over, runUrl }: Publication,
): Promise<Published> {
  const run =
    checkRun && (await attempt('The check run was not written', () => publishCheckRun(place, checkRun, runUrl)))
  const notes = [
    run,
    comment && (await attempt('The comment was not written', () => publishComment(place, comment))),
    review && (await attempt('The suggestions were not written', () => publishReview(place, review))),
    sarif && (await attempt('Code scanning got nothing', () => publishSarif(place, sarif.write, sarif.results))),
    record && (await attempt('The record was not pushed', () => publishRecord(place, record))),
  ]
  if (escalation !== undefined) notes.push(...(await called(place, escalation)))
  if (over !== undefined) notes.push(await attempt('The label was not taken off', () => endEscalation(place, over)))
  return { notes: notes.filter((note) => note !== undefined), hasCheckRun: checkRun !== undefined && run === undefined }
}

/** Several things are asked for here, and each may fail. */
async function called(place: Place, plan: EscalationPlan): Promise<readonly (Note | undefined)[]> {
  const notes: (Note | undefined)[] = []
  const failed = await attempt('Nobody was called in', async () => {
    notes.push(...(await publishEscalation(place, plan)))
    return undefined
  })
  return [...notes, failed]
}

/** Even a bug of ours in publishing must not change a verdict, or hide it. */
export async function attempt(what: string, run: () => Promise<Note | undefined>): Promise<Note | undefined> {
  try {
    return await run()
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { what, why, instead: 'The job summary and the JSON report say the same.' }
  }
}
