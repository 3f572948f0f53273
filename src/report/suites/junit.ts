import type { Diagnostic } from '../../model/diagnostic.ts'
import type { CaseOutcome, SuiteCase, SuiteReport, SuitesVerdict } from '../../model/suite.ts'
import { element, leaf, XML_HEAD } from '../xml.ts'
import { comparisonOf, messageOf, problemOf, subjectOf } from './wording.ts'

// The format that Jenkins, GitLab and most other systems read: https://github.com/testmoapp/junitxml.

/** What a case is in JUnit's terms; `none` is a pass. */
type Mark = 'none' | 'failure' | 'error' | 'skipped'

const MARKS: Readonly<Record<CaseOutcome, Mark>> = {
  passed: 'none',
  skipped: 'skipped',
  disagrees: 'failure',
  vacuous: 'failure',
  missing: 'failure',
  unjudged: 'error',
}

interface TestCase {
  readonly name: string
  readonly group: string
  readonly mark: Mark
  readonly type: string
  readonly summary: string
  readonly detail: string
}

/** A `testsuite` for each suite file, a `testcase` for each case, and one for each problem of the suite itself. */
export function junit(verdict: SuitesVerdict): string {
  const suites = verdict.suites.map((suite) => ({ suite, cases: testCases(suite, verdict) }))
  const all = suites.flatMap(({ cases }) => cases)
  const body = suites.map(({ suite, cases }) =>
    element('testsuite', { name: suite.file, ...counts(cases) }, cases.map(testCase)),
  )
  const { skipped: _, ...sums } = counts(all) // which `testsuites` has no place for
  return `${XML_HEAD}${element('testsuites', { name: 'policy-gate test', ...sums }, body)}\n`
}

function testCases({ problems, results }: SuiteReport, { accepted }: SuitesVerdict): readonly TestCase[] {
  return [...problems.map(ofProblem), ...results.flat().map((one) => ofCase(one, accepted.has(one.outcome)))]
}

function ofProblem(problem: Diagnostic): TestCase {
  const { code, message } = problem
  return {
    name: 'the suite runs',
    group: 'suite',
    mark: 'error',
    type: code,
    summary: message,
    detail: problemOf(problem),
  }
}

function ofCase(one: SuiteCase, isAccepted: boolean): TestCase {
  const { outcome, policy, expected } = one
  const mark = isAccepted && outcome !== 'passed' ? 'skipped' : MARKS[outcome]
  const name = `${subjectOf(one)} expects ${expected}`
  return { name, group: policy, mark, type: outcome, summary: comparisonOf(one), detail: messageOf(one) }
}

function testCase({ name, group, mark, type, summary, detail }: TestCase): string {
  const attributes = { classname: group, name }
  if (mark === 'none') return element('testcase', attributes, [])
  if (mark === 'skipped') return element('testcase', attributes, [leaf('skipped', { message: summary }, '')])
  return element('testcase', attributes, [leaf(mark, { message: summary, type }, detail)])
}

function counts(cases: readonly TestCase[]): Record<string, string> {
  const marked = (mark: Mark): string => String(cases.filter((one) => one.mark === mark).length)
  return {
    tests: String(cases.length),
    failures: marked('failure'),
    errors: marked('error'),
    skipped: marked('skipped'),
  }
}
