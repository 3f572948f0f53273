import type { DiagnosticLevel } from '../model/diagnostic.ts'
import type { Severity } from '../model/policy.ts'
import { fingerprints } from '../verdict/fingerprint.ts'
import { jsonText } from './json-text.ts'
import { type Ranked, worstFirst } from './order.ts'
import type { Shown } from './shown.ts'
import { visible } from './visible.ts'
import { headline, policyAndRule, resourceName, statusNote, whyNotCounted } from './wording.ts'

// GitLab's code quality report, https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.

const SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
  info: 'info',
}

/** A list of findings, worst first, each with a fingerprint that outlives its line. What does not count is `info`. */
export function gitlab({ verdict }: Shown): string {
  const ranked = worstFirst(verdict)
  const prints = fingerprints(ranked.map(({ finding }) => finding))
  const issues = ranked.map((one) => issueOf(one, prints.get(one.finding) ?? ''))
  return jsonText([...verdict.diagnostics.filter(({ level }) => level === 'error').map(ofDiagnostic), ...issues])
}

function issueOf({ finding, level }: Ranked, print: string) {
  const { result, location } = finding
  const notes = [statusNote(finding), whyNotCounted(finding)].filter((words) => words !== '')
  const about = notes.length === 0 ? '' : ` (${notes.join('; ')})`
  return {
    type: 'issue',
    check_name: visible(policyAndRule(finding)),
    description: visible(`${headline(result.message)} ${resourceName(result.document.resource)}${about}`),
    categories: ['Security'],
    severity: severityOf(level, result.policy.severity),
    fingerprint: print,
    location: { path: location.file, lines: { begin: location.line, end: location.line } },
  }
}

function severityOf(level: DiagnosticLevel, severity: Severity): string {
  return level === 'note' ? 'info' : SEVERITIES[severity]
}

/** GitLab takes an issue only at a place: what has none is shown at the configuration of the run. */
function ofDiagnostic({ code, message, file = '.', line = 1 }: Shown['verdict']['diagnostics'][number]) {
  return {
    type: 'issue',
    check_name: code,
    description: visible(message),
    categories: ['Security'],
    severity: 'blocker',
    fingerprint: `${code}:${file}:${line}`,
    location: { path: file, lines: { begin: line, end: line } },
  }
}
