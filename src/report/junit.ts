import { grouped } from '../grouped.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Finding } from '../model/finding.ts'
import type { Result } from '../model/result.ts'
import type { Verdict } from '../model/verdict.ts'
import { levelOf } from '../verdict/level.ts'
import { byFile } from './order.ts'
import type { Shown } from './shown.ts'
import { aboutPlace, headline, policyAndRule, resourceName, statusNote, whyNotCounted } from './wording.ts'
import { element, leaf, XML_HEAD } from './xml.ts'

// The format that Jenkins, GitLab and most other systems read, by the schema of Jenkins's xunit plugin.

/** What a result is in JUnit's terms; `none` is a pass. It has no word for a warning: that is a skipped test that says so. */
type Mark = 'none' | 'failure' | 'error' | 'skipped'

interface TestCase {
  readonly name: string
  readonly group: string
  readonly mark: Mark
  readonly type: string
  readonly summary: string
  readonly detail: string
}

/**
 * A `testsuite` for each file, a `testcase` for each result, and a suite of the run itself: it fails for what could not
 * be judged, and is never empty, because many readers take a report without tests for a failure.
 */
export function junit({ verdict }: Shown): string {
  const suites = [['Policy Gate', ofRun(verdict)] as const, ...suitesOf(verdict)]
  const { skipped: _, ...sums } = counts(suites.flatMap(([, cases]) => cases)) // which `testsuites` has no place for
  const body = suites.map(([name, cases]) => element('testsuite', { name, ...counts(cases) }, cases.map(testCase)))
  return `${XML_HEAD}${element('testsuites', { name: 'policy-gate', ...sums }, body)}\n`
}

function suitesOf(verdict: Verdict): (readonly [string, readonly TestCase[]])[] {
  const passed = grouped(
    verdict.results.filter(({ status }) => status === 'pass' || status === 'skip'),
    ({ document }) => document.file,
  )
  const found = byFile(verdict)
  const files = [...new Set([...found.keys(), ...passed.keys()])]
  return files.map((file) => {
    const cases = (found.get(file) ?? []).map(({ finding }) => ofFinding(finding, verdict))
    return [file, [...cases, ...(passed.get(file) ?? []).map(ofUnmarked)]] as const
  })
}

function ofRun({ diagnostics, outcome, summary }: Verdict): readonly TestCase[] {
  const errors = diagnostics.filter(({ level }) => level === 'error').map(ofDiagnostic)
  if (errors.length > 0) return errors
  const name = 'every document could be judged'
  const mark = outcome === 'error' ? 'error' : 'none'
  return [{ name, group: 'policy-gate', mark, type: outcome, summary, detail: '' }]
}

function ofDiagnostic({ code, message, file, line, column, remedy }: Diagnostic): TestCase {
  const place = [file, line, column].filter((part) => part !== undefined).join(':')
  const detail = [place, message, ...(remedy === undefined ? [] : [`Remedy: ${remedy}`])].filter(
    (words) => words !== '',
  )
  const name = place === '' ? code : `${code} ${place}`
  return { name, group: 'policy-gate', mark: 'error', type: code, summary: message, detail: detail.join('\n') }
}

function ofFinding(finding: Finding, { failOn }: Verdict): TestCase {
  const { result, location } = finding
  const { policy, document, status, message } = result
  const level = levelOf(finding, failOn)
  const lines = [
    `${location.file}:${location.line}:${location.column}`,
    headline(message),
    ...[statusNote(finding), aboutPlace(finding), whyNotCounted(finding)].filter((words) => words !== ''),
    ...(policy.description === undefined ? [] : [`Why: ${policy.description}`]),
    ...(policy.remedy === undefined ? [] : [`Remedy: ${policy.remedy}`]),
    `Policy: ${policy.file}:${policy.line} (${result.enforcement}, ${policy.severity})`,
  ]
  return {
    name: `${resourceName(document.resource)} at ${location.line}:${location.column}`,
    group: policyAndRule(finding),
    mark: level !== 'error' ? 'skipped' : status === 'error' ? 'error' : 'failure',
    type: policy.severity,
    summary: level === 'error' ? headline(message) : `${whyNotCounted(finding) || 'a warning'}: ${headline(message)}`,
    detail: lines.join('\n'),
  }
}

function ofUnmarked({ policy, rule, document, status, message }: Result): TestCase {
  const group = rule === policy.name ? policy.name : `${policy.name}/${rule}`
  const mark = status === 'pass' ? 'none' : 'skipped'
  return { name: resourceName(document.resource), group, mark, type: status, summary: message, detail: '' }
}

function testCase({ name, group, mark, type, summary, detail }: TestCase): string {
  const attributes = { classname: group, name }
  if (mark === 'none') return element('testcase', attributes, [])
  return element('testcase', attributes, [leaf(mark, { message: summary, type }, detail)])
}

function counts(cases: readonly TestCase[]) {
  const marked = (mark: Mark): string => String(cases.filter((one) => one.mark === mark).length)
  return {
    tests: String(cases.length),
    failures: marked('failure'),
    errors: marked('error'),
    skipped: marked('skipped'),
  }
}
