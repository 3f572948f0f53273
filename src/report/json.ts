import type { Finding } from '../model/finding.ts'
import type { Location } from '../model/position.ts'
import type { Result } from '../model/result.ts'
import type { Verdict } from '../model/verdict.ts'
import type { JsonReport, JsonResult } from './json-schema.ts'
import type { Shown } from './shown.ts'

/** The report as a value. With every result kept in the verdict, passes and skips are listed too. */
export function jsonReport({ verdict }: Shown): JsonReport {
  const { outcome, summary, violations, failOn, engines, counts, diagnostics, skipped, changes } = verdict
  return {
    version: 1,
    verdict: outcome,
    summary,
    violations,
    failOn,
    engines,
    counts,
    changes: { ...changes, files: changes.files.length },
    results: allResults(verdict),
    diagnostics,
    skipped,
    ...judgementOf(verdict),
    truncated: false,
  }
}

/** What was let through, and what the change does to its own judges; each is there only where there is something to say. */
function judgementOf({ exceptions, policyChanges, preview, baseline }: Verdict): Partial<JsonReport> {
  return {
    ...(exceptions === undefined ? {} : { exceptions }),
    ...(policyChanges === undefined ? {} : { policyChanges }),
    ...(preview === undefined ? {} : { preview }),
    ...(baseline === undefined ? {} : { baseline }),
  }
}

/** The report as text: JSON keeps control characters escaped, so that a terminal does not obey them. */
export function json(shown: Shown): string {
  return `${JSON.stringify(jsonReport(shown), null, 2).replace(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, escaped)}\n`
}

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

function allResults({ results, findings }: Verdict): readonly JsonResult[] {
  if (results.length === 0) return findings.map(ofFinding)
  const found = new Map(findings.map((finding) => [finding.result, finding]))
  return results.map((result) => ofFinding(found.get(result) ?? unmarked(result)))
}

/** What passed has no place of its own: it is its document, from the first line. */
function unmarked(result: Result): Finding {
  const { file, line, endLine } = result.document
  const location: Location = {
    file,
    line,
    column: 1,
    endLine: Math.max(line, endLine),
    endColumn: 1,
    precision: 'document',
  }
  return { result, location, marks: { inScope: true } }
}

function ofFinding({ result, location, marks, path }: Finding): JsonResult {
  const { policy, document, rule, status, enforcement, message } = result
  const { apiVersion, kind, namespace, name } = document.resource
  const exception = marks.exception ?? result.exception
  return {
    engine: policy.engine,
    policy: policy.name,
    rule,
    status,
    severity: policy.severity,
    ...(policy.category === undefined ? {} : { category: policy.category }),
    enforcement,
    message,
    resource: { apiVersion, kind, namespace, name },
    location,
    path: path ?? null,
    policySource: { file: policy.file, line: policy.line },
    inScope: marks.inScope,
    ...(exception === undefined ? {} : { exception }),
    ...(marks.claimed === undefined ? {} : { claimed: marks.claimed }),
    ...(marks.baselined === undefined ? {} : { baselined: marks.baselined }),
    ...(marks.existing === undefined ? {} : { existing: marks.existing }),
    ...(marks.mild === undefined ? {} : { mild: marks.mild }),
    ...(policy.remedy === undefined ? {} : { remedy: policy.remedy }),
  }
}
