import type { Shown } from './shown.ts'

/** What the action hands to later steps. `report` is the path of the JSON report, empty when none was written. */
export interface Outputs {
  readonly verdict: string
  readonly violations: string
  readonly report: string
  /** JSON, as `counts` in the report. */
  readonly counts: string
}

export function outputs({ verdict }: Shown, report: string): Outputs {
  return {
    verdict: verdict.outcome,
    violations: String(verdict.violations),
    report,
    counts: JSON.stringify(verdict.counts),
  }
}
