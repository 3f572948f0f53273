import type { Attempt, AttemptRecord, AttemptSource, Author, FindingMark, NextStep } from '../model/attempt.ts'
import type { Outcome, Verdict } from '../model/verdict.ts'
import { policyAndRule, resourceName } from '../report/wording.ts'
import { fingerprints } from '../verdict/fingerprint.ts'
import { isViolation } from '../verdict/level.ts'

/** What has to be kept of a verdict, so that a later one can be compared with it. */
export interface Judged {
  /** The commit, or the digest of an answer where there is no commit. */
  readonly head: string
  readonly outcome: Outcome
  /** What decided the verdict. There may be more than there are marks, where marks were kept in too small a place. */
  readonly violations: number
  readonly marks: readonly FindingMark[]
}

export interface AttemptSetting {
  /** How many attempts there may be. */
  readonly of: number
  readonly author: Author
  readonly source: AttemptSource
  /** A person was called in, and has not given the agent new attempts yet. */
  readonly escalated?: boolean
}

/** A verdict as a later one will remember it. It has to be a verdict that may be shown: its names are kept. */
export function judgedOf(head: string, { outcome, violations, findings, failOn }: Verdict): Judged {
  const ids = fingerprints(findings)
  const deciding = findings.filter((finding) => isViolation(finding, failOn))
  const marks = deciding.map((finding) => ({
    id: ids.get(finding) ?? '',
    rule: policyAndRule(finding),
    resource: resourceName(finding.result.document.resource),
  }))
  return { head, outcome, violations, marks }
}

/** Each head once, as it was judged last, where it stood first: to judge the same commit again is no attempt. */
export function distinctHeads(states: readonly Judged[]): readonly Judged[] {
  return [...new Map(states.map((state) => [state.head, state])).values()]
}

/**
 * The attempts that led to the last of `states`, which are in order and all count: whoever gives them leaves out what is
 * no attempt (a run of which the gate could not judge anything). A pass is none either, except as the end.
 */
export function attemptFrom(
  states: readonly Judged[],
  { of, author, source, escalated = false }: AttemptSetting,
): Attempt {
  const history = within(recordsOf(states), of)
  const number = history.at(-1)?.number ?? 0
  return { number, of, author, source, history, next: nextStep(states.at(-1), number, of, escalated), escalated }
}

function nextStep(last: Judged | undefined, number: number, of: number, escalated: boolean): NextStep {
  if (last === undefined || (last.outcome === 'pass' && last.violations === 0)) return 'done'
  return escalated || number >= of ? 'stop_and_escalate' : 'fix'
}

function recordsOf(states: readonly Judged[]): readonly AttemptRecord[] {
  const records: AttemptRecord[] = []
  const seen = new Set<string>()
  states.forEach((state, index) => {
    const isCounted = state.outcome !== 'pass' || index === states.length - 1
    if (isCounted) records.push({ number: records.length + 1, ...compared(state, states[index - 1], seen) })
    for (const { id } of state.marks) seen.add(id)
  })
  return records
}

/** A finding is new, still there, or back after it had been gone. */
function compared(
  { head, violations, marks }: Judged,
  before: Judged | undefined,
  seen: ReadonlySet<string>,
): Omit<AttemptRecord, 'number'> {
  const now = new Set(marks.map(({ id }) => id))
  const earlier = new Set(before?.marks.map(({ id }) => id))
  return {
    head,
    violations,
    resolved: (before?.marks ?? []).filter(({ id }) => !now.has(id)),
    added: marks.filter(({ id }) => !seen.has(id)),
    back: marks.filter(({ id }) => seen.has(id) && !earlier.has(id)),
    left: marks.filter(({ id }) => earlier.has(id)),
  }
}

/** What came after the last attempt is told as one: it is judged, and not counted. */
function within(records: readonly AttemptRecord[], of: number): readonly AttemptRecord[] {
  const last = records.at(-1)
  return last === undefined || records.length <= of ? records : [...records.slice(0, of), { ...last, number: of + 1 }]
}
