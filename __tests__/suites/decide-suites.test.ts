import { decideSuites, suitesExitCode } from '../../src/suites/decide-suites.ts'
import { DISAGREES, MISSING, PASSED, problem, report, SKIPPED, UNJUDGED, VACUOUS } from './evidence.ts'

const exitCode = (suites: Parameters<typeof decideSuites>[0], allowVacuous = false) =>
  suitesExitCode(decideSuites(suites, allowVacuous))

test.each([
  ['what passes or is skipped as expected', [report([[PASSED], [SKIPPED]])], 0],
  ['a disagreement', [report([[PASSED], [DISAGREES]])], 1],
  ['something missing', [report([[MISSING]])], 1],
  ['a vacuous result', [report([[VACUOUS]])], 1],
  ['a result that was not judged', [report([[DISAGREES], [UNJUDGED]])], 2],
  ['a suite with a problem of the user', [report([[DISAGREES]], [problem()])], 2],
  ['an engine that failed', [report([], [problem()]), report([], [problem({ blame: 'engine' })])], 3],
])('%s', (_what, suites, code) => {
  expect(exitCode(suites)).toBe(code)
})

test('vacuous results may be allowed, and nothing else', () => {
  expect(exitCode([report([[VACUOUS]])], true)).toBe(0)
  expect(exitCode([report([[VACUOUS], [DISAGREES]])], true)).toBe(1)
  expect(exitCode([report([[MISSING]])], true)).toBe(1)
})

test('an expected result counts once, as the worst of its cases', () => {
  const { expected, cases } = decideSuites(
    [
      report([
        [PASSED, DISAGREES, VACUOUS],
        [PASSED, SKIPPED],
      ]),
    ],
    false,
  )
  expect(expected).toMatchObject({ passed: 1, disagrees: 1, vacuous: 0, skipped: 0 })
  expect(cases).toMatchObject({ passed: 2, disagrees: 1, vacuous: 1, skipped: 1 })
})
