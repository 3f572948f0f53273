import { json, jsonSuites } from '../../src/report/suites/json.ts'
import { junit } from '../../src/report/suites/junit.ts'
import { text } from '../../src/report/suites/text.ts'
import { decideSuites } from '../../src/suites/decide-suites.ts'
import { expectGolden } from '../support/golden.ts'
import { DISAGREES, MISSING, PASSED, problem, report, SKIPPED, suiteCase, UNJUDGED, VACUOUS } from './evidence.ts'

const NASTY = suiteCase({
  policy: 'a"<b>&\u001b[31m',
  resource: 'v1/Pod/default/x\n::error::y',
  actual: 'fail',
  outcome: 'disagrees',
  message: `]]> <script>\n::warning::z\u202e\uffff ##[error]w token=${'AKIA'}ABCDEFGHIJKLMNOP`,
})

const SUITES = [
  report([[PASSED, SKIPPED], [DISAGREES], [VACUOUS, MISSING], [NASTY]]),
  { ...report([[UNJUDGED]], [problem()]), file: 'policies/.broken/kyverno-test.yaml' },
  { ...report([[PASSED]]), file: 'policies/.good/kyverno-test.yaml' },
]

const verdict = decideSuites(SUITES, false)

describe('reports of suites', () => {
  test('text', () => expectGolden('suites/suites.txt', text(verdict, false)))
  test('text with colours', () => expectGolden('suites/suites.colour.txt', text(verdict, true)))
  test('json', () => expectGolden('suites/suites.json', json(verdict)))
  test('junit', () => expectGolden('suites/suites.xml', junit(verdict)))

  test('vacuous results that are allowed are warned of, and count as skipped', () => {
    const allowed = decideSuites([report([[VACUOUS], [PASSED]])], true)
    expect(text(allowed, false)).toContain('vacuous: limits/check on v1/Pod/default/idle: expected pass, got no answer')
    expect(jsonSuites(allowed)).toMatchObject({ passed: 1, failed: 0, skipped: 1 })
    expect(junit(allowed)).toContain('failures="0" errors="0" skipped="1"')
  })
})

describe('no format', () => {
  const formats = { text: text(verdict, false), json: json(verdict), junit: junit(verdict) }

  test.each(Object.entries(formats))('prints what a terminal or a runner obeys, or a secret: %s', (_name, written) => {
    const controls = [...written].filter((character) => character < ' ' && character !== '\n')
    expect([...controls, ...written.matchAll(/\u202e|^\s*::|##\[/gm)]).toEqual([])
    expect(written).not.toContain('ABCDEFGHIJKLMNOP')
  })
})

test('JSON is what it says', () => {
  const parsed = JSON.parse(json(verdict)) as ReturnType<typeof jsonSuites>
  expect(Object.keys(parsed)).toEqual(['suites', 'cases', 'passed', 'failed', 'skipped'])
  expect(parsed.passed + parsed.failed + parsed.skipped).toBe(parsed.cases.length)
  expect(parsed.suites).toBe(3)
})
