import type { DiagnosticLevel } from '../model/diagnostic.ts'
import type { Finding } from '../model/finding.ts'
import type { Enforcement } from '../model/policy.ts'
import type { FailOn } from '../model/verdict.ts'

/** Which failures decide, by what the policy's author wants of them. */
const DECIDES: Readonly<Record<FailOn, Readonly<Record<Enforcement, boolean>>>> = {
  enforce: { enforce: true, audit: false },
  audit: { enforce: true, audit: true },
  none: { enforce: false, audit: false },
}

/** In scope, neither excepted nor known nor there before: it counts where its policy counts. */
export function isOpen({ marks }: Finding): boolean {
  return marks.inScope && marks.exception === undefined && marks.baselined !== true && marks.existing !== true
}

/** A failure that fails the gate. `warn` is an engine's own word for what must not. */
export function isViolation(finding: Finding, failOn: FailOn): boolean {
  switch (finding.result.status) {
    case 'fail':
      return isOpen(finding) && finding.marks.mild !== true && DECIDES[failOn][finding.result.enforcement]
    case 'warn':
    case 'error':
    case 'pass':
    case 'skip':
      return false
  }
}

/** How loudly a finding is shown: `error` for what decides, `note` for what was marked as not counting. */
export function levelOf(finding: Finding, failOn: FailOn): DiagnosticLevel {
  switch (finding.result.status) {
    case 'error':
      return 'error'
    case 'fail':
      if (isViolation(finding, failOn)) return 'error'
      return isOpen(finding) ? 'warning' : 'note'
    case 'warn':
      return isOpen(finding) ? 'warning' : 'note'
    case 'pass':
    case 'skip':
      return 'note'
  }
}
