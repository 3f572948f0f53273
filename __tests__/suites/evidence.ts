import type { Diagnostic } from '../../src/model/diagnostic.ts'
import type { SuiteCase, SuiteReport } from '../../src/model/suite.ts'

export function suiteCase(over: Partial<SuiteCase> = {}): SuiteCase {
  return {
    policy: 'limits',
    rule: 'check',
    resource: 'v1/Pod/default/web',
    expected: 'pass',
    actual: 'pass',
    outcome: 'passed',
    message: '',
    ...over,
  }
}

export const PASSED = suiteCase()
export const SKIPPED = suiteCase({ expected: 'skip', actual: 'no answer', outcome: 'skipped' })
export const DISAGREES = suiteCase({ actual: 'fail', outcome: 'disagrees', message: 'limits are required' })
export const VACUOUS = suiteCase({ resource: 'v1/Pod/default/idle', actual: 'no answer', outcome: 'vacuous' })
export const MISSING = suiteCase({ resource: 'gone', actual: 'resource not found', outcome: 'missing' })
export const UNJUDGED = suiteCase({ resource: '', actual: 'not run', outcome: 'unjudged' })

export function report(results: readonly (readonly SuiteCase[])[], problems: readonly Diagnostic[] = []): SuiteReport {
  return { file: 'policies/.tests/kyverno-test.yaml', results, problems }
}

export function problem(over: Partial<Diagnostic> = {}): Diagnostic {
  return {
    level: 'error',
    code: 'policy.invalid',
    message: 'spec.rules is required',
    file: 'policies/a.yaml',
    line: 7,
    remedy: 'correct the field',
    blame: 'user',
    ...over,
  }
}
