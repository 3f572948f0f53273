import { maskSecrets } from '../../documents/secret-text.ts'
import type { Diagnostic } from '../../model/diagnostic.ts'
import type { SuiteCase, SuitesVerdict } from '../../model/suite.ts'
import { count, headline } from '../wording.ts'

// What every format says of test suites in the same words. Nothing here is escaped; secrets are masked.

export function subjectOf({ policy, rule, resource }: SuiteCase): string {
  const name = rule === '' ? policy : `${policy}/${rule}`
  return resource === '' ? name : `${name} on ${resource}`
}

export function comparisonOf({ expected, actual }: SuiteCase): string {
  return `expected ${expected}, got ${actual}`
}

export function messageOf({ message }: SuiteCase): string {
  return message === '' ? '' : maskSecrets(headline(message))
}

export function problemOf({ code, message, remedy }: Diagnostic): string {
  return maskSecrets(`${message} (${code})${remedy === undefined ? '' : `; ${remedy}`}`)
}

/** `267 suites, 923 expected results: 921 passed, 0 disagree, 2 vacuous (no rule answered)`. */
export function closingLine({ suites, expected }: SuitesVerdict): string {
  const results = Object.values(expected).reduce((sum, n) => sum + n, 0)
  const parts = [
    `${expected.passed + expected.skipped} passed`,
    `${expected.disagrees} disagree`,
    `${expected.vacuous} vacuous (no rule answered)`,
    ...(expected.missing > 0 ? [`${expected.missing} missing`] : []),
    ...(expected.unjudged > 0 ? [`${expected.unjudged} not judged`] : []),
  ]
  return `${count(suites.length, 'suite')}, ${count(results, 'expected result')}: ${parts.join(', ')}`
}
