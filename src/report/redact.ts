import type { Locator } from '../documents/locate.ts'
import { maskSecrets } from '../documents/secret-text.ts'
import { Secrets } from '../documents/secrets.ts'
import type { Advice, Expectation } from '../model/advice.ts'
import type { Approval } from '../model/approval.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { ExceptionEntry } from '../model/exception.ts'
import type { Finding } from '../model/finding.ts'
import type { PolicyChange } from '../model/policy-change.ts'
import type { Result } from '../model/result.ts'
import type { Suggestion } from '../model/suggestion.ts'
import type { Verdict } from '../model/verdict.ts'
import { excerptOf } from './excerpt.ts'
import { REDACTED, type Shown } from './shown.ts'

/**
 * The one place where secrets are taken out: credentials in the sources of findings, what looks like one anywhere,
 * and the same values where an engine repeats them.
 */
export function redact(verdict: Verdict, locator: Locator): Shown {
  const secrets = new Secrets(locator)
  const opaque = opaqueFiles(verdict.findings)
  const shown = new Map(verdict.findings.map(({ result }) => [result, redactResult(result, secrets)]))
  const findings = verdict.findings.map((finding) => redactFinding(finding, shown, secrets))
  return {
    verdict: {
      ...verdict,
      findings,
      results: verdict.results.map((result) => shown.get(result) ?? redactUnseen(result)),
      diagnostics: verdict.diagnostics.map(redactDiagnostic),
      ...(verdict.exceptions === undefined ? {} : { exceptions: verdict.exceptions.map(redactException) }),
      ...(verdict.policyChanges === undefined ? {} : { policyChanges: verdict.policyChanges.map(redactPolicyChange) }),
      ...(verdict.suggestions === undefined ? {} : { suggestions: verdict.suggestions.filter(holdsNoSecret) }),
    },
    excerpt: (location) =>
      opaque.has(location.file) ? undefined : excerptOf(location, locator.linesOf(location.file), secrets),
    [REDACTED]: true,
  }
}

/** People paste whatever explains why: what looks like a credential in it is masked as anywhere. */
function redactException(entry: ExceptionEntry): ExceptionEntry {
  const { justification, ticket, approver, approval } = entry
  return {
    ...entry,
    ...(justification === undefined ? {} : { justification: maskSecrets(justification) }),
    ...(ticket === undefined ? {} : { ticket: maskSecrets(ticket) }),
    ...(approver === undefined ? {} : { approver: maskSecrets(approver) }),
    ...(approval === undefined ? {} : { approval: redactApproval(approval) }),
  }
}

function redactPolicyChange(change: PolicyChange): PolicyChange {
  return change.approval === undefined ? change : { ...change, approval: redactApproval(change.approval) }
}

const redactApproval = (approval: Approval): Approval => ({ ...approval, reason: maskSecrets(approval.reason) })

/** A suggestion is applied as it is: with a secret masked in it, it would break the file. */
const holdsNoSecret = ({ text, reason }: Suggestion): boolean =>
  [text, reason].every((words) => maskSecrets(words) === words)

/**
 * A plan of Terraform is one long line that holds every sensitive value in clear, far from the mark that says so: nothing
 * of its text is shown. The engine masks these values in messages.
 */
function opaqueFiles(findings: readonly Finding[]): ReadonlySet<string> {
  const plans = findings.map(({ result }) => result.document).filter(({ content }) => content?.startsWith('terraform-'))
  return new Set(plans.map(({ file }) => file))
}

function redactFinding(finding: Finding, shown: ReadonlyMap<Result, Result>, secrets: Secrets): Finding {
  const known = secrets.of(finding.result.document)
  const result = shown.get(finding.result) ?? redactResult(finding.result, secrets)
  return {
    ...finding,
    result,
    ...(finding.path === undefined ? {} : { path: known.maskPath(finding.path) }),
    ...(finding.advice === undefined ? {} : { advice: redactAdvice(finding.advice, (text) => known.mask(text)) }),
  }
}

/** A remedy that would repeat a secret is left out: masked it would be wrong, and whole it would be told. */
function redactAdvice({ expectation, remedy }: Advice, mask: (text: string) => string): Advice {
  const edits = JSON.stringify(remedy?.edits ?? [])
  const isClean = mask(edits) === edits
  return {
    ...(expectation === undefined ? {} : { expectation: redactExpectation(expectation, mask) }),
    ...(remedy === undefined || !isClean ? {} : { remedy }),
  }
}

function redactExpectation(expectation: Expectation, mask: (text: string) => string): Expectation {
  const values = expectation.values.map((value) => (typeof value === 'string' ? mask(value) : value))
  return { ...expectation, text: mask(expectation.text), values }
}

function redactResult(result: Result, secrets: Secrets): Result {
  const { document, paths } = result
  const known = secrets.of(document)
  return {
    ...result,
    message: known.mask(result.message),
    paths: paths.map((path) => known.maskPath(path)),
    document: { ...document, resource: { ...document.resource, name: known.mask(document.resource.name) } },
  }
}

/** Of what passed nothing is quoted, so its document need not be read for it. */
function redactUnseen(result: Result): Result {
  const { document } = result
  const resource = { ...document.resource, name: maskSecrets(document.resource.name) }
  return { ...result, message: maskSecrets(result.message), paths: [], document: { ...document, resource } }
}

function redactDiagnostic(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, message: maskSecrets(diagnostic.message) }
}
