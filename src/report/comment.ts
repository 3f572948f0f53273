import type { Verdict } from '../model/verdict.ts'
import { fingerprint } from '../verdict/fingerprint.ts'
import { isViolation } from '../verdict/level.ts'
import { attemptPart, deltaText, type Step, shortCommit, stepOf, timeline } from './attempts.ts'
import { type CommentState, commentMarker, nextState, type PastRun, writeState } from './comment-state.ts'
import { escalationPart } from './escalation.ts'
import { markdown } from './markdown.ts'
import type { Shown } from './shown.ts'

/** GitHub refuses a comment above 65,536 characters. Bytes are counted, which are never fewer. */
const LIMIT = 65_000

export interface CommentSetting {
  /** Which of the gates of a pull request this is: each has a comment of its own. */
  readonly key: string
  /** Number and attempt of the workflow run. */
  readonly run: CommentState['run']
  readonly head: string
  readonly blobUrl?: string
  readonly runUrl?: string
  /** What the comment that stands there remembers. */
  readonly previous?: CommentState | undefined
}

/** The body of the one comment of a gate: marker, verdict, history, findings, and what the next run has to know. */
export function comment(shown: Shown, setting: CommentSetting): string {
  const { verdict } = shown
  const state = nextState(setting.previous, {
    head: setting.head,
    verdict: verdict.outcome,
    violations: verdict.violations,
    open: verdict.findings.filter((finding) => isViolation(finding, verdict.failOn)).map(fingerprint),
    run: setting.run,
  })
  const edges = [commentMarker(setting.key), footer(setting), writeState(state)] as const
  const room = LIMIT - edges.reduce((sum, part) => sum + Buffer.byteLength(part, 'utf8') + 2, 0)
  const body = markdown(isAfterLast(verdict) ? withoutFindings(shown) : shown, {
    lead: lead(verdict, state),
    folded: verdict.outcome === 'pass',
    elsewhere: 'the job summary',
    limit: room,
    ...(setting.blobUrl === undefined ? {} : { blobUrl: setting.blobUrl }),
  })
  return `${edges[0]}\n${body}\n${edges[1]}\n\n${edges[2]}\n`
}

/** A person has the case: what an agent pushes after that is judged, and gets no new feedback. */
function isAfterLast({ attempt }: Verdict): boolean {
  return attempt?.escalated === true && attempt.number > attempt.of
}

function withoutFindings(shown: Shown): Shown {
  return { ...shown, verdict: { ...shown.verdict, findings: [] } }
}

/** A pass without anything to tell needs no comment, unless one stands there that says otherwise. */
export function isWorthAComment({ outcome, findings, attempt, policyChanges }: Verdict): boolean {
  const isTold = findings.length > 0 || policyChanges !== undefined
  return outcome !== 'pass' || isTold || (attempt !== undefined && attempt.number > 1)
}

function lead(verdict: Verdict, { runs }: CommentState): string[] {
  const { attempt } = verdict
  const [steps, head] = attempt === undefined ? [runs.map(ofRun), 'Commit'] : [attempt.history.map(stepOf), 'Attempt']
  const delta = runs.at(-1)?.delta
  const since = delta === undefined ? [] : [`**Since the commit before: ${deltaText(delta)}.**`]
  const line = attempt === undefined ? since : [attemptPart(attempt), ...escalationPart(verdict)]
  if (steps.length < 2) return line
  return [...line, `<details><summary>History</summary>\n\n${timeline(steps, head)}\n\n</details>`]
}

function ofRun({ head, verdict, violations, delta }: PastRun): Step {
  return { label: `${shortCommit(head)} ${verdict}`, violations, ...(delta === undefined ? {} : { delta }) }
}

function footer({ head, runUrl }: CommentSetting): string {
  const page = runUrl === undefined ? '' : `, [the whole report](${runUrl})`
  return `<sub>Judged at ${shortCommit(head)}${page}. This comment is edited in place.</sub>`
}
