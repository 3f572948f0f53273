import type { Diagnostic } from '../../src/model/diagnostic.ts'
import type { DocumentRef } from '../../src/model/document.ts'
import type { Finding, Marks } from '../../src/model/finding.ts'
import type { PolicyInfo } from '../../src/model/policy.ts'
import type { Location } from '../../src/model/position.ts'
import type { Result } from '../../src/model/result.ts'
import type { Evidence } from '../../src/verdict/decide.ts'
import type { Touched } from '../../src/verdict/scope.ts'
import type { ExceptionRules, WrittenException } from '../../src/verdict/written-exception.ts'

export function policy(over: Partial<PolicyInfo> = {}): PolicyInfo {
  return {
    id: 0,
    engine: 'kyverno',
    kind: 'ClusterPolicy',
    name: 'require-limits',
    namespace: '',
    file: 'policies/limits.yaml',
    line: 1,
    enforcement: 'enforce',
    severity: 'medium',
    rules: [{ name: 'check', kind: 'validate', judged: true }],
    ...over,
  }
}

/** A change as far as its scope matters. */
export function touched(over: Partial<Touched> = {}): Touched {
  const changes = { source: 'git', files: [{ path: 'k8s/pod.yaml', status: 'modified' }] } as const
  return { changes, scope: 'changed-resources', unchanged: new Set(), lines: new Map(), ...over }
}

export function document(over: Partial<DocumentRef> = {}): DocumentRef {
  const resource = { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'web' }
  return {
    engine: 'kyverno',
    handle: 0,
    file: 'k8s/pod.yaml',
    index: 0,
    root: [],
    line: 1,
    endLine: 9,
    resource,
    ...over,
  }
}

export function result(over: Partial<Result> = {}): Result {
  return {
    policy: policy(),
    rule: 'check',
    document: document(),
    status: 'fail',
    message: 'limits are required',
    enforcement: 'enforce',
    paths: [],
    pathProven: false,
    ...over,
  }
}

export function finding(
  over: Partial<Result> = {},
  marks: Partial<Marks> = {},
  place: Partial<Location> = {},
): Finding {
  const made = result(over)
  const location: Location = {
    file: made.document.file,
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 5,
    precision: 'exact',
    ...place,
  }
  return { result: made, location, marks: { inScope: true, ...marks } }
}

export function diagnostic(over: Partial<Diagnostic> = {}): Diagnostic {
  return { level: 'error', code: 'policy.unparsable', message: 'it does not parse', blame: 'user', ...over }
}

/** Evidence in which everything is in order; the results are those of the findings, unless others are given. */
export function evidence(over: Partial<Evidence> = {}): Evidence {
  const findings = over.findings ?? []
  return {
    findings,
    results: findings.map((one) => one.result),
    documents: [document()],
    diagnostics: [],
    skipped: [],
    policies: [policy()],
    engines: { kyverno: { version: '1.19.1', digest: 'sha256:00' } },
    changes: { source: 'git', files: [{ path: 'k8s/pod.yaml', status: 'modified' }] },
    ...over,
  }
}

/** The day on which exceptions are judged. */
export const TODAY = '2026-03-10'

export const RULES: ExceptionRules = { minJustification: 20, maxDays: 90, allowBroad: false, today: TODAY }

/** An exception in which everything is in order, for the policy and the document of `finding()`. */
export function written(over: Partial<WrittenException> = {}): WrittenException {
  return {
    id: 'exceptions[0]',
    form: 'configuration',
    file: '.github/policy-gate.yml',
    line: 3,
    targets: [{ policy: 'require-limits' }],
    justification: 'the nightly import needs its burst until it moves',
    expires: '2026-04-01',
    selects: ({ resource }) => resource.name === 'web',
    isBroad: false,
    isNew: false,
    ...over,
  }
}
