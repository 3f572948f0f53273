import { EXIT, type ExitCode } from '../errors.ts'
import type { CaseOutcome, SuiteCase, SuiteReport, SuitesVerdict, Tally } from '../model/suite.ts'

/** From the best to the worst: an expected result counts as the worst of its cases. */
const ORDER: readonly CaseOutcome[] = ['skipped', 'passed', 'vacuous', 'disagrees', 'missing', 'unjudged']

const GOOD: ReadonlySet<CaseOutcome> = new Set(['passed', 'skipped'])

/** Counts how suites came out. The only place that says which outcomes are good. */
export function decideSuites(suites: readonly SuiteReport[], allowVacuous: boolean): SuitesVerdict {
  const results = suites.flatMap((suite) => suite.results)
  return {
    suites,
    accepted: allowVacuous ? new Set([...GOOD, 'vacuous']) : GOOD,
    expected: tally(results.map(worst)),
    cases: tally(results.flat().map(({ outcome }) => outcome)),
  }
}

/** As for `check`: an engine that failed outweighs what the user can correct, and that outweighs a disagreement. */
export function suitesExitCode({ suites, accepted, cases }: SuitesVerdict): ExitCode {
  const problems = suites.flatMap((suite) => suite.problems)
  if (problems.some(({ blame }) => blame === 'engine')) return EXIT.internal
  if (problems.length > 0 || cases.unjudged > 0) return EXIT.user
  return ORDER.every((outcome) => accepted.has(outcome) || cases[outcome] === 0) ? EXIT.pass : EXIT.violations
}

function worst(cases: readonly SuiteCase[]): CaseOutcome {
  const ranks = cases.map(({ outcome }) => ORDER.indexOf(outcome))
  return ORDER[Math.max(...ranks)] ?? 'unjudged'
}

function tally(outcomes: readonly CaseOutcome[]): Tally {
  const counts = { passed: 0, skipped: 0, disagrees: 0, vacuous: 0, missing: 0, unjudged: 0 }
  for (const outcome of outcomes) counts[outcome]++
  return counts
}
