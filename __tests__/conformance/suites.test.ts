import type { SuiteCase } from '../../src/model/suite.ts'
import { DISAGREES, PASSED, problem, report, SKIPPED, VACUOUS } from '../suites/evidence.ts'
import { verdictsOf } from './suites.ts'

const LIST = [{ reason: 'it is about a server', suites: ['corpus/listed'] }]

function verdict(suite: string, cases: readonly SuiteCase[], problems = report([]).problems) {
  const run = { report: report([cases], problems), judged: [] }
  const { passed, failed, lines } = verdictsOf(new Map([[`corpus/${suite}/kyverno-test.yaml`, run]]), LIST)
  return { passed, failed, first: lines[0] }
}

test('a suite agrees, or is listed', () => {
  expect(verdict('other', [PASSED, SKIPPED])).toMatchObject({ passed: 1, failed: 0 })
  expect(verdict('listed', [DISAGREES])).toMatchObject({ passed: 1, failed: 0 })
  expect(verdict('listed', [], [problem()])).toMatchObject({ passed: 1, failed: 0 })
})

test('one that is not listed fails when it disagrees, loses an answer or cannot run', () => {
  const failed = { passed: 0, failed: 1, first: 'corpus/other does not agree' }
  expect(verdict('other', [PASSED, DISAGREES])).toEqual(failed)
  expect(verdict('other', [PASSED, VACUOUS])).toEqual(failed)
  expect(verdict('other', [PASSED], [problem()])).toEqual(failed)
})

test('one that is listed fails when it agrees: the list is stale', () => {
  const first = 'corpus/listed is listed as not applicable, and agrees'
  expect(verdict('listed', [PASSED])).toEqual({ passed: 0, failed: 1, first })
})
