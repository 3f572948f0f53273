import type { GitHubAnswer } from '../host/host.ts'
import type { Note } from './note.ts'
import { type Fallback, type Place, refused } from './place.ts'

/** Who is called in at a pull request, and how. */
export interface EscalationPlan {
  readonly label: string
  readonly reviewers: readonly string[]
  readonly teams: readonly string[]
  readonly assignees: readonly string[]
  /** Tells a webhook; absent where there is none. */
  readonly notify?: (() => Promise<GitHubAnswer>) | undefined
  /** People were called in before: only the label is put back. */
  readonly isCalled: boolean
  /** This is the attempt that used the last one up. Where the label cannot be set, nothing else tells the first time. */
  readonly isLast: boolean
}

const LABEL: Fallback = {
  what: 'The label for a person was not set',
  instead: 'The job summary and the output `escalated` say that one is needed.',
  permission: 'pull-requests: write',
}

/** Sets the label, which does nothing where it is set, and calls people in once. */
export async function publishEscalation(place: Place, plan: EscalationPlan): Promise<readonly Note[]> {
  if (place.pull === undefined) return []
  const path = `${place.repository}/issues/${place.pull}/labels`
  const labelled = await place.ask({ method: 'POST', path, body: { labels: [plan.label] } })
  const notes = labelled.kind === 'refused' ? [refused(labelled, LABEL)] : []
  const isFirst = !plan.isCalled && (labelled.kind === 'answered' || plan.isLast)
  return isFirst ? [...notes, ...(await call(place, plan))] : notes
}

async function call(place: Place, { reviewers, teams, assignees, notify }: EscalationPlan): Promise<readonly Note[]> {
  const { ask, repository, pull } = place
  const notes: (Note | undefined)[] = []
  if (reviewers.length + teams.length > 0) {
    const path = `${repository}/pulls/${pull}/requested_reviewers`
    const body = { reviewers: [...reviewers], team_reviewers: [...teams] }
    notes.push(noteOf(await ask({ method: 'POST', path, body }), 'A review was not requested'))
  }
  if (assignees.length > 0) {
    const path = `${repository}/issues/${pull}/assignees`
    notes.push(noteOf(await ask({ method: 'POST', path, body: { assignees: [...assignees] } }), 'Nobody was assigned'))
  }
  if (notify !== undefined) notes.push(notified(await notify()))
  return notes.filter((note) => note !== undefined)
}

function noteOf(answer: GitHubAnswer, what: string): Note | undefined {
  return answer.kind === 'refused' ? refused(answer, { ...LABEL, what }) : undefined
}

/** What a webhook answers may repeat its address, which is a secret: only the status is told. */
function notified(answer: GitHubAnswer): Note | undefined {
  if (answer.kind === 'answered') return undefined
  const why = answer.status === 0 ? 'it did not answer in time' : `it answered ${answer.status}`
  return { what: 'The webhook of `notify-url` was not told', why, instead: LABEL.instead }
}

/** Takes the label off again, once an owner has given new attempts in another way. */
export async function endEscalation(place: Place, label: string): Promise<undefined> {
  if (place.pull === undefined) return undefined
  const path = `${place.repository}/issues/${place.pull}/labels/${encodeURIComponent(label)}`
  await place.ask({ method: 'DELETE', path })
  return undefined
}
