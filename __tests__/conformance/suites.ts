import { dirname } from 'node:path'
import type { SuiteCase } from '../../src/model/suite.ts'
import type { KyvernoSuiteRun } from '../../src/suites/kyverno-suites.ts'

/** Suites that do not agree, for a reason that was looked at. */
export interface NotApplicable {
  readonly reason: string
  readonly suites: readonly string[]
}

/** What no rule answered is no disagreement with `kyverno test`, but an engine that lost its answers looks the same. */
const AGREES = new Set<SuiteCase['outcome']>(['passed', 'skipped'])

/** Holds each suite to agreement, or to being listed; a listed one that agrees is a failure, too: the list is stale. */
export function verdictsOf(runs: ReadonlyMap<string, KyvernoSuiteRun>, notApplicable: readonly NotApplicable[]) {
  const reasons = new Map(
    notApplicable.flatMap(({ reason, suites }) => suites.map((suite) => [suite, reason] as const)),
  )
  const lines: string[] = []
  const counts = { agree: 0, listed: 0, failed: 0 }
  for (const [path, { report }] of runs) {
    const suite = dirname(path)
    const faults = [
      ...report.problems.map(({ code, message }) => `${code}: ${message}`),
      ...report.results
        .flat()
        .filter(({ outcome }) => !AGREES.has(outcome))
        .map(faultOf),
    ]
    if (faults.length === 0 && !reasons.has(suite)) counts.agree++
    else if (faults.length > 0 && reasons.has(suite)) counts.listed++
    else counts.failed++
    if (faults.length === 0 && reasons.has(suite)) lines.push(`${suite} is listed as not applicable, and agrees`)
    if (faults.length > 0 && !reasons.has(suite))
      lines.push(`${suite} does not agree`, ...faults.map((fault) => `  ${fault}`))
  }
  lines.push(`${counts.agree} suites agree, ${counts.listed} are listed as not applicable, ${counts.failed} fail`)
  const results = [...runs.values()].flatMap(({ report }) => report.results)
  const vacuous = results.flat().filter(({ outcome }) => outcome === 'vacuous').length
  lines.push(
    `${results.length} expected results in ${runs.size} suites, ${vacuous} cases without an answer of any rule`,
  )
  return { lines, passed: counts.agree + counts.listed, failed: counts.failed }
}

function faultOf({ policy, rule, resource, expected, actual, message }: SuiteCase): string {
  return `${policy}/${rule} ${resource}: expected ${expected}, got ${actual} ${message.slice(0, 200)}`
}
