import type { Attempt } from '../model/attempt.ts'
import type { ExceptionEntry } from '../model/exception.ts'
import type { Finding } from '../model/finding.ts'
import type { PolicyChange } from '../model/policy-change.ts'
import type { JudgedEntry, UnjudgedEntry } from '../record/entry-schema.ts'
import { fingerprint } from '../verdict/fingerprint.ts'
import { isViolation } from '../verdict/level.ts'
import type { Context } from './context.ts'
import type { Shown } from './shown.ts'
import { headline, resourceName, whyNotCounted } from './wording.ts'

/** What a run leaves for later: what was judged, by which policies, what failed, and what was let through. */
export function recordEntry({ verdict }: Shown, context: Context): JudgedEntry {
  const { outcome, summary, violations, failOn, engines, counts, changes, attempt, findings } = verdict
  return {
    ...ofRun(context),
    verdict: outcome,
    summary,
    failOn,
    commits: { base: changes.base ?? null, head: changes.head ?? null },
    engines: { ...engines },
    policies: verdict.policies.map(({ name, file, rules }) => ({ name, file, rules: rules.length })),
    counts: { ...counts },
    violations,
    attempt: attempt === undefined ? null : ofAttempt(attempt),
    findings: findings.map((finding) => ofFinding(finding, isViolation(finding, failOn))),
    exceptions: (verdict.exceptions ?? []).map(ofException),
    policyChanges: (verdict.policyChanges ?? []).map(ofPolicyChange),
    diagnostics: verdict.diagnostics.map(({ level, code }) => ({ level, code })),
  }
}

/** What a run leaves that came to no verdict. */
export function unjudgedEntry(
  { verdict, code, summary }: Pick<UnjudgedEntry, 'verdict' | 'code' | 'summary'>,
  context: Context,
): UnjudgedEntry {
  return { ...ofRun(context), verdict, code, summary }
}

function ofRun({ at, gate, runUrl, change }: Context) {
  return { version: 1, at: at ?? null, gate: gate ?? null, run: runUrl ?? null, change: change ?? null } as const
}

function ofAttempt({ number, of, author, escalated, history }: Attempt): JudgedEntry['attempt'] {
  const { resolved = [], added = [], back = [], left = [] } = history.at(-1) ?? {}
  const steps = { resolved: resolved.length, added: added.length + back.length, left: left.length }
  return { number, of, author, escalated, ...steps }
}

function ofFinding(finding: Finding, counted: boolean): JudgedEntry['findings'][number] {
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

function ofException(entry: ExceptionEntry): JudgedEntry['exceptions'][number] {
  const { id, state, covers, justification = null, expires = null, uses, approval } = entry
  return { id, state, covers, justification, expires, uses, approval: approval ?? null }
}

function ofPolicyChange({ kind, path, status, approval }: PolicyChange): JudgedEntry['policyChanges'][number] {
  return { kind, path, status, approval: approval ?? null }
}
