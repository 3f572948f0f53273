import type { Finding } from '../model/finding.ts'
import { fingerprint } from '../verdict/fingerprint.ts'
import { isViolation } from '../verdict/level.ts'
import type { Context } from './context.ts'
import type { Shown } from './shown.ts'
import { headline, resourceName, whyNotCounted } from './wording.ts'

/** The shape of a line; it changes only when a reader of the old one would be misled. */
const VERSION = 1

/** What a run leaves for later: what was judged, by which policies, what failed, and what was let through. */
export function recordEntry({ verdict }: Shown, { at, gate, runUrl }: Context): Readonly<Record<string, unknown>> {
  const { outcome, summary, violations, failOn, engines, counts, changes, attempt, findings } = verdict
  return {
    version: VERSION,
    at: at ?? null,
    gate: gate ?? null,
    run: runUrl ?? null,
    verdict: outcome,
    summary,
    failOn,
    commits: { base: changes.base ?? null, head: changes.head ?? null },
    engines,
    counts,
    violations,
    attempt: attempt === undefined ? null : { number: attempt.number, of: attempt.of, author: attempt.author },
    findings: findings.map((finding) => ofFinding(finding, isViolation(finding, failOn))),
    diagnostics: verdict.diagnostics.map(({ level, code }) => ({ level, code })),
  }
}

function ofFinding(finding: Finding, counted: boolean) {
  const { result, location, marks } = finding
  return {
    id: fingerprint(finding),
    policy: result.policy.name,
    policyFile: `${result.policy.file}:${result.policy.line}`,
    rule: result.rule,
    status: result.status,
    severity: result.policy.severity,
    resource: resourceName(result.document.resource),
    file: location.file,
    line: location.line,
    message: headline(result.message),
    counted,
    exception: marks.exception ?? null,
    reason: whyNotCounted(finding),
  }
}
