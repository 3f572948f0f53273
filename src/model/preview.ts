import type { FindingMark } from './attempt.ts'
import type { Outcome } from './verdict.ts'

/** What the verdict would be with the policies, configuration, exceptions and baseline that the change brings. */
export interface Preview {
  readonly outcome: Outcome
  readonly violations: number
  /** Violations that would go, and those that would come. */
  readonly fewer: readonly FindingMark[]
  readonly more: readonly FindingMark[]
}
