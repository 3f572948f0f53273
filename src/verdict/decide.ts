import type { BaselineState } from '../model/baseline.ts'
import type { ChangeSet } from '../model/change.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { DocumentRef, SkippedFile } from '../model/document.ts'
import type { ExceptionEntry } from '../model/exception.ts'
import type { Finding } from '../model/finding.ts'
import type { PolicyInfo } from '../model/policy.ts'
import type { PolicyChange } from '../model/policy-change.ts'
import type { Result, Status } from '../model/result.ts'
import type { Suggestion } from '../model/suggestion.ts'
import type { Counts, EngineVersion, FailOn, Outcome, Verdict } from '../model/verdict.ts'
import { isViolation } from './level.ts'
import { policyChangeDiagnostics } from './policy-change-diagnostics.ts'

/** Everything a run found out, complete: the decision is made from it and from nothing else. */
export interface Evidence {
  readonly findings: readonly Finding[]
  /** Every result of every engine, passes and skips too. */
  readonly results: readonly Result[]
  readonly documents: readonly DocumentRef[]
  readonly diagnostics: readonly Diagnostic[]
  readonly skipped: readonly SkippedFile[]
  readonly policies: readonly PolicyInfo[]
  readonly engines: Readonly<Record<string, EngineVersion>>
  readonly changes: ChangeSet
  readonly suggestions?: readonly Suggestion[]
  readonly baseline?: BaselineState | undefined
  /** Every exception that was found. */
  readonly exceptions?: readonly ExceptionEntry[]
  /** What the change does to its own judges. */
  readonly policyChanges?: readonly PolicyChange[]
}

export interface DecideOptions {
  readonly failOn: FailOn
  /** Keep every result in the verdict, for reports that list passes. */
  readonly allResults?: boolean
  /** A change of what judges fails until it is approved. */
  readonly requireApproval?: boolean
}

/** The only place where an outcome is decided. Errors come first: a gate that could not judge must not pass. */
export function decide(evidence: Evidence, options: DecideOptions): Verdict {
  const { findings, policies, engines, changes, skipped, policyChanges = [] } = evidence
  const diagnostics = [
    ...evidence.diagnostics,
    ...nothingGiven(evidence),
    ...unjudged(evidence),
    ...policyChangeDiagnostics(policyChanges),
  ]
  const violations = findings.filter((finding) => isViolation(finding, options.failOn)).length
  const errors = countErrors(diagnostics, evidence.results)
  const unapproved = options.requireApproval === true ? countUnapproved(policyChanges) : 0
  const outcome: Outcome = errors > 0 ? 'error' : violations + unapproved > 0 ? 'fail' : 'pass'
  const counts = countAll(evidence)
  return {
    outcome,
    summary: summarise(outcome, {
      counts,
      errors,
      violations,
      unapproved,
      findings: findings.length,
      failOn: options.failOn,
    }),
    counts,
    violations,
    findings,
    results: options.allResults === true ? evidence.results : [],
    diagnostics,
    skipped,
    policies,
    engines,
    changes,
    failOn: options.failOn,
    ...(evidence.suggestions === undefined ? {} : { suggestions: evidence.suggestions }),
    ...(evidence.baseline === undefined ? {} : { baseline: evidence.baseline }),
    ...(evidence.exceptions === undefined || evidence.exceptions.length === 0
      ? {}
      : { exceptions: evidence.exceptions }),
    ...(policyChanges.length === 0 ? {} : { policyChanges }),
  }
}

function countUnapproved(policyChanges: readonly PolicyChange[]): number {
  return policyChanges.filter(({ approval }) => approval === undefined).length
}

function countErrors(diagnostics: readonly Diagnostic[], results: readonly Result[]): number {
  const failed = results.filter(({ status }) => status === 'error').length
  return failed + diagnostics.filter(({ level }) => level === 'error').length
}

/** A pull request may change no manifest; who pipes a text in to have it judged means that there is one. */
function nothingGiven({ changes, documents, diagnostics, skipped }: Evidence): readonly Diagnostic[] {
  if (changes.source !== 'stdin' || documents.length > 0) return []
  if (diagnostics.some(({ level }) => level === 'error')) return []
  const seen = skipped.flatMap(({ detail }) => (detail === undefined ? [] : [detail])).slice(0, 5)
  return [
    {
      level: 'error',
      code: 'input.no-manifest',
      message: `standard input holds nothing that the policies can judge${seen.length === 0 ? '' : `, only ${seen.join(', ')}`}`,
      remedy: 'give a manifest as it is, or in Markdown between ```yaml and ```',
      blame: 'user',
    },
  ]
}

/** The last net: documents that no rule could judge are not documents that passed. */
function unjudged({ documents, policies }: Evidence): readonly Diagnostic[] {
  if (documents.length === 0 || countRules(policies) > 0) return []
  return [
    {
      level: 'error',
      code: 'policies.none',
      message: `no rule was loaded, so none of the ${documents.length} documents was judged`,
      remedy: 'check `policies`: it must name files that hold validation policies',
      blame: 'user',
    },
  ]
}

function countAll({ documents, policies, results }: Evidence): Counts {
  const counted: Record<Status, number> = { pass: 0, fail: 0, warn: 0, error: 0, skip: 0 }
  for (const { status } of results) counted[status]++
  return {
    files: new Set(documents.map(({ file }) => file)).size,
    documents: new Set(documents.map(({ file, index, root }) => JSON.stringify([file, index, root]))).size,
    policies: new Set(
      policies.map(({ engine, kind, namespace, name, file }) => JSON.stringify([engine, kind, namespace, name, file])),
    ).size,
    rules: countRules(policies),
    ...counted,
  }
}

function countRules(policies: readonly PolicyInfo[]): number {
  return policies.reduce((sum, { rules }) => sum + rules.filter(({ judged }) => judged).length, 0)
}

interface Tally {
  readonly counts: Counts
  readonly errors: number
  readonly violations: number
  readonly unapproved: number
  readonly findings: number
  readonly failOn: FailOn
}

function summarise(outcome: Outcome, tally: Tally): string {
  const judged = `${count(tally.counts.documents, 'document')} in ${count(tally.counts.files, 'file')}`
  const by = `${count(tally.counts.rules, 'rule')} of ${count(tally.counts.policies, 'policy', 'policies')}`
  switch (outcome) {
    case 'error':
      return `not judged completely: ${count(tally.errors, 'error')}${also(tally.violations, 'violation')}`
    case 'fail':
      return `${count(tally.violations, 'violation')} in ${judged}, judged by ${by}${unapprovedText(tally)}`
    case 'pass':
      if (tally.counts.documents === 0) return '0 documents in scope: nothing that changed is judged by a policy'
      return `no violation in ${judged}, judged by ${by}${unfailing(tally)}`
  }
}

function unapprovedText({ unapproved }: Tally): string {
  return unapproved === 0 ? '' : `; ${count(unapproved, 'policy change')} that no owner has approved`
}

function unfailing({ findings, failOn }: Tally): string {
  if (findings === 0) return ''
  return `; ${count(findings, 'finding')} that ${findings === 1 ? 'does' : 'do'} not fail the gate (fail-on: ${failOn})`
}

const also = (n: number, noun: string): string => (n === 0 ? '' : ` and ${count(n, noun)}`)

function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`
}
