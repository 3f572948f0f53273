import type { Approval } from './approval.ts'

/** How an exception is written down. All forms say the same things. */
export type ExceptionForm = 'policy-exception' | 'configuration' | 'annotation' | 'conftest'

/**
 * `active` counts; `pending` is what this change itself adds and no owner has approved; `rejected` lacks what an
 * exception needs, and does not count either.
 */
export type ExceptionState = 'active' | 'pending' | 'rejected'

/** What is wrong with an exception. */
export type ExceptionProblem =
  | 'no-justification'
  | 'weak-justification'
  | 'no-expiry'
  | 'bad-expiry'
  | 'expired'
  | 'too-long'
  | 'over-broad'
  | 'not-exemptable'
  | 'names-nothing'

/** An exception of the register: every one that was found, whether or not it counts. All its texts are untrusted. */
export interface ExceptionEntry {
  /** How findings and people refer to it: `namespace/name`, `exceptions[2]`, `annotation of Kind namespace/name`. */
  readonly id: string
  readonly form: ExceptionForm
  readonly file: string
  /** From 1. */
  readonly line: number
  /** `policy` or `policy/rule`. */
  readonly covers: readonly string[]
  readonly justification?: string
  /** The last day on which it counts, `YYYY-MM-DD`. */
  readonly expires?: string
  readonly ticket?: string
  /** Who is said to have approved it; nothing of it is checked. */
  readonly approver?: string
  readonly state: ExceptionState
  readonly problems: readonly ExceptionProblem[]
  /** Who approved it for this very commit, where it had to be asked. */
  readonly approval?: Approval
  /** Findings that it lets through, or would let through if it counted. */
  readonly uses: number
}
