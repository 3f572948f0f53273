import type { Attempt, AttemptSource, Author } from '../model/attempt.ts'
import type { Verdict } from '../model/verdict.ts'
import { authorOf, type Signs } from './authors.ts'
import { distinct, headsOf, messagesOf, type Subject } from './branch.ts'
import { attemptNow, type Past, sinceReset } from './count.ts'
import { type Entry, entryOf } from './entry.ts'
import { type Judged, judgedOf } from './history.ts'
import { addEntry, type Kept, type Ledger, readLedger } from './ledger.ts'
import { failedRuns, type Workflow } from './runs.ts'
import { type IsOwner, lastReset, readTalk, type Talk } from './talk.ts'

export interface Setting {
  readonly signs: Signs
  /** How many attempts there are. */
  readonly of: number
  /** The label of those that need a person. */
  readonly label: string
  /** Who may give new attempts, as people read it. */
  readonly owners: readonly string[]
  readonly isOwner: IsOwner
  readonly workflow: Workflow
}

/** What could not be read or kept, in the words of a note. */
interface Trouble {
  readonly what: string
  readonly why: string
  readonly instead: string
  readonly remedy: string
}

export interface Counted {
  /** Undefined for people, and where nothing was judged. */
  readonly attempt?: Attempt
  /** Whether people were called in before, and not answered yet. */
  readonly isCalled: boolean
  /** Whether our label stands there although an owner gave new attempts. */
  readonly isOver: boolean
  readonly troubles: readonly Trouble[]
}

const NOTHING: Counted = { isCalled: false, isOver: false, troubles: [] }

/**
 * Counts the attempts of an agent at a change, from what GitHub itself has written down: nothing that the author of the change
 * can write takes an attempt back. The verdict is there before, and is remembered before it is counted, so that of
 * runs at the same time the last one sees them all.
 */
export async function countAttempts(subject: Subject, verdict: Verdict, setting: Setting): Promise<Counted> {
  const author = await whoAsks(subject, setting.signs)
  if (author.kind === 'person') return NOTHING
  const talk = await readTalk(subject, setting.label)
  const now = judgedOf(subject.request.head, verdict)
  const { past, source, reset, troubles } = await remembered(subject, now, talk, setting)
  const attempt = attemptNow(sinceReset(past, reset), now, { of: setting.of, author, source })
  const called = talk.called.map((at) => ({ at }))
  const isCalled = sinceReset(called, reset).length > 0
  return {
    ...(attempt === undefined ? {} : { attempt: withCase(attempt, subject, setting) }),
    isCalled,
    isOver: called.length > 0 && !isCalled && attempt?.escalated !== true,
    troubles,
  }
}

/** Commits are asked for only where nothing else gives an agent away. */
async function whoAsks(subject: Subject, signs: Signs): Promise<Author> {
  const author = authorOf(subject.request, [], signs)
  return author.kind === 'person' ? authorOf(subject.request, await messagesOf(subject), signs) : author
}

function withCase(attempt: Attempt, { request }: Subject, { label, owners }: Setting): Attempt {
  return attempt.escalated ? { ...attempt, escalation: { task: request.title, label, owners } } : attempt
}

interface Remembered {
  readonly past: readonly Past[]
  readonly source: AttemptSource
  readonly reset: string | undefined
  readonly troubles: readonly Trouble[]
}

async function remembered(subject: Subject, now: Judged, talk: Talk, setting: Setting): Promise<Remembered> {
  const before = await ledgerOf(subject, talk)
  const asked = await lastReset(talk, subject.request.login, setting.isOwner)
  const reset = latest([asked, ...before.ledger.entries.map(({ since }) => since)])
  if (before.ledger.refused !== undefined) return fromRuns(subject, talk, setting, reset, before.ledger.refused)
  const entry = wanted(before.ledger.entries, entryOf(now, before.heads, reset), reset)
  if (entry === undefined) return { past: before.ledger.entries, source: 'checks', reset, troubles: [] }
  const added = await addEntry(subject, entry)
  if (added.kind === 'refused') return fromRuns(subject, talk, setting, reset, added, before.ledger.entries)
  const after = await ledgerOf(subject, talk)
  return { past: after.ledger.entries, source: 'checks', reset, troubles: [] }
}

async function ledgerOf(subject: Subject, talk: Talk): Promise<{ ledger: Ledger; heads: readonly string[] }> {
  const heads = distinct([...(await headsOf(subject)), ...talk.remembered.map(({ head }) => head)])
  return { ledger: await readLedger(subject, heads), heads }
}

/** A verdict is kept unless it is kept already; a change that never broke a policy leaves no trace. */
function wanted(known: readonly Kept[], entry: Entry | undefined, reset: string | undefined): Entry | undefined {
  const counting = sinceReset(known, reset)
  if (entry === undefined || (entry.outcome === 'pass' && counting.length === 0)) return undefined
  const last = counting.findLast(({ head }) => head === entry.head)
  return last?.outcome === entry.outcome && idsOf(last) === idsOf(entry) ? undefined : entry
}

const idsOf = ({ marks }: Entry): string => JSON.stringify(marks.map(({ id }) => id).sort())

async function fromRuns(
  subject: Subject,
  talk: Talk,
  { workflow }: Setting,
  reset: string | undefined,
  { status }: NonNullable<Ledger['refused']>,
  known: readonly Past[] = [],
): Promise<Remembered> {
  const runs = await failedRuns(subject, workflow, talk)
  const have = new Set(known.map(({ head }) => head))
  const past = [...known, ...(runs ?? []).filter(({ head }) => !have.has(head))]
  const trouble = {
    what: 'Attempts could not be kept in check runs',
    why: `GitHub refused with ${status}`,
    instead:
      runs === undefined
        ? 'Nor does GitHub show the runs of the workflow: only this attempt is known.'
        : 'They are counted from the runs of the workflow; a run that failed for another reason counts, too.',
    remedy: `give the job \`checks: write\`${runs === undefined ? ' (or `actions: read`)' : ''}, which forks and Dependabot cannot have`,
  }
  return { past, source: 'runs', reset, troubles: [trouble] }
}

function latest(times: readonly (string | undefined)[]): string | undefined {
  const known = times.filter((time) => time !== undefined)
  return known.toSorted((one, other) => Date.parse(one) - Date.parse(other)).at(-1)
}
