import type { Shown } from './shown.ts'

/** What the action hands to later steps. `report` is the path of the JSON report, empty when none was written. */
export interface Outputs {
  readonly verdict: string
  readonly violations: string
  readonly report: string
  /** Path of the feedback for agents. */
  readonly feedback: string
  /** Which attempt of an agent this is; empty where attempts are not counted. */
  readonly attempt: string
  /** `true` once the attempts are used up and a person was called in. */
  readonly escalated: string
  /** JSON, as `counts` in the report. */
  readonly counts: string
}

export function outputs({ verdict }: Shown, report: string, feedback: string): Outputs {
  return {
    verdict: verdict.outcome,
    violations: String(verdict.violations),
    report,
    feedback,
    attempt: verdict.attempt === undefined ? '' : String(verdict.attempt.number),
    escalated: String(verdict.attempt?.escalated === true),
    counts: JSON.stringify(verdict.counts),
  }
}
