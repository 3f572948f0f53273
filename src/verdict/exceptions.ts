import type { ExceptionEntry, ExceptionProblem, ExceptionState } from '../model/exception.ts'
import type { Finding } from '../model/finding.ts'
import type { PolicyInfo } from '../model/policy.ts'
import type { Result, Status } from '../model/result.ts'
import { plain, problemsOf } from './exception-problems.ts'
import { targetsResult } from './exception-targets.ts'
import { coverOf, type ExceptionRules, type WrittenException } from './written-exception.ts'

/** Findings with their marks, and the register of every exception. */
export interface Excepted {
  readonly findings: readonly Finding[]
  readonly exceptions: readonly ExceptionEntry[]
  /** Results that an engine let through by what does not count, as they are without it. */
  readonly results: ReadonlyMap<Result, Result>
}

/** What an exception can let through. A rule that could not be judged has said nothing that could be excused. */
const EXCUSABLE: Readonly<Record<Status, boolean>> = { pass: false, fail: true, warn: true, error: false, skip: false }

interface Judged {
  readonly written: WrittenException
  readonly problems: readonly ExceptionProblem[]
  readonly state: ExceptionState
  readonly covered: ReadonlySet<Finding>
}

/** Marks what exceptions let through, and what they would let through if they counted. Nothing is taken away. */
export function markExceptions(
  findings: readonly Finding[],
  written: readonly WrittenException[],
  policies: readonly PolicyInfo[],
  rules: ExceptionRules,
): Excepted {
  const judged = written.map((one) => judge(one, findings, policies, rules))
  const marked = findings.map((finding) => mark(finding, judged))
  const changed = marked.flatMap(({ result }, at): [Result, Result][] => {
    const before = findings[at]?.result
    return before === undefined || before === result ? [] : [[before, result]]
  })
  return { findings: marked, exceptions: judged.map(entryOf), results: new Map(changed) }
}

function judge(
  written: WrittenException,
  findings: readonly Finding[],
  policies: readonly PolicyInfo[],
  rules: ExceptionRules,
): Judged {
  const covered = new Set(findings.filter((finding) => covers(written, finding)))
  const problems = [...problemsOf(written, rules, policies)]
  if (!problems.includes('weak-justification') && quotes(written, covered)) problems.push('weak-justification')
  return { written, problems, state: stateOf(written, problems), covered }
}

/** What the policy says of the finding is no reason to let it through. */
function quotes({ justification = '' }: WrittenException, covered: ReadonlySet<Finding>): boolean {
  const text = plain(justification)
  return text !== '' && [...covered].some(({ result }) => plain(result.message).includes(text))
}

export function stateOf(
  { isNew, approval }: Pick<WrittenException, 'isNew' | 'approval'>,
  problems: readonly ExceptionProblem[],
): ExceptionState {
  if (problems.length > 0) return 'rejected'
  return isNew && approval === undefined ? 'pending' : 'active'
}

/** An engine that applies exceptions itself says which one it applied. */
function covers({ id, targets, selects }: WrittenException, { result }: Finding): boolean {
  if (result.exception !== undefined) return result.exception === id || result.exception.startsWith(`${id}[`)
  return EXCUSABLE[result.status] && targets.some((target) => targetsResult(target, result)) && selects(result.document)
}

function mark(found: Finding, judged: readonly Judged[]): Finding {
  const mine = judged.filter(({ covered }) => covered.has(found))
  const finding = mine.some(isOwnClaim) ? { ...found, marks: { ...found.marks, inScope: true } } : found
  const active = activeOf(finding, mine)
  if (active !== undefined) return { ...finding, marks: { ...finding.marks, exception: active.written.id } }
  const { exception: _, ...marks } = finding.marks
  const [claim] = mine
  const claimed = claim === undefined ? {} : { claimed: claim.written.id }
  return { ...finding, result: withoutException(finding.result), marks: { ...marks, ...claimed } }
}

/** A change that asks to be let through touches what it asks for, whatever its scope counts. */
function isOwnClaim({ written: { form, isNew } }: Judged): boolean {
  return form === 'annotation' && isNew
}

/** Where an engine applied several together, nobody can say which one it needed: all have to count. */
function activeOf({ result }: Finding, mine: readonly Judged[]): Judged | undefined {
  const active = mine.filter(({ state }) => state === 'active')
  return result.exception !== undefined && active.length < mine.length ? undefined : active[0]
}

/** What an engine let through by an exception that does not count, or that nobody knows, is the failure it was before. */
function withoutException(result: Result): Result {
  if (result.exception === undefined) return result
  const { exception: _, ...rest } = result
  const isWarning = result.policy.engine === 'rego' && result.enforcement === 'audit'
  return { ...rest, status: isWarning ? 'warn' : 'fail' }
}

function entryOf({ written, problems, state, covered }: Judged): ExceptionEntry {
  const { id, form, file, line, justification, expires, ticket, approver, approval, targets } = written
  return {
    id,
    form,
    file,
    line,
    covers: targets.map(coverOf),
    ...(justification === undefined ? {} : { justification }),
    ...(expires === undefined ? {} : { expires }),
    ...(ticket === undefined ? {} : { ticket }),
    ...(approver === undefined ? {} : { approver }),
    state,
    problems,
    ...(approval === undefined ? {} : { approval }),
    uses: covered.size,
  }
}
