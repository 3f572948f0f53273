import type { Coverage, SuiteCase, SuiteReport, SuitesVerdict } from '../../model/suite.ts'
import { jsonText } from '../json-text.ts'
import { messageOf, problemOf } from './wording.ts'

export interface JsonCase {
  readonly file: string
  readonly policy: string
  readonly rule: string
  readonly resource: string
  readonly expected: string
  readonly actual: string
  readonly ok: boolean
  /** Why, where it is not ok. */
  readonly message?: string
}

export interface JsonSuites {
  /** Suite files that were run. */
  readonly suites: number
  readonly cases: readonly JsonCase[]
  readonly passed: number
  readonly failed: number
  /** Skips that were expected, and vacuous cases where those are allowed. */
  readonly skipped: number
  /** By folder that was given; only when it was asked for. */
  readonly coverage?: readonly Coverage[]
}

export function jsonSuites(verdict: SuitesVerdict): JsonSuites {
  const cases = verdict.suites.flatMap((suite) => casesOf(suite, verdict))
  const failed = cases.filter(({ ok }) => !ok).length
  const { passed } = verdict.cases
  const coverage = verdict.suites.flatMap((suite) => suite.coverage ?? [])
  const counts = { suites: verdict.suites.length, cases, passed, failed, skipped: cases.length - failed - passed }
  return coverage.length === 0 ? counts : { ...counts, coverage }
}

export function json(verdict: SuitesVerdict): string {
  return jsonText(jsonSuites(verdict))
}

/** A problem of a whole suite is a case without a policy. */
function casesOf({ file, results, problems }: SuiteReport, { accepted }: SuitesVerdict): readonly JsonCase[] {
  return [
    ...problems.map((problem) => ({
      file,
      policy: '',
      rule: '',
      resource: '',
      expected: '',
      actual: 'error',
      ok: false,
      message: problemOf(problem),
    })),
    ...results.flat().map((one) => ofCase(file, one, accepted.has(one.outcome))),
  ]
}

function ofCase(file: string, one: SuiteCase, ok: boolean): JsonCase {
  const { policy, rule, resource, expected, actual } = one
  const message = messageOf(one)
  return { file, policy, rule, resource, expected, actual, ok, ...(ok || message === '' ? {} : { message }) }
}
