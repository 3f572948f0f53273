import { dirname } from 'node:path'
import type { KyvernoSuiteRun } from '../../src/suites/kyverno-suites.ts'
import { identityOf } from '../../src/suites/select.ts'

/** What the official CLI answered for one policy, rule and resource of the suite in a folder. */
export interface ExpectedRow {
  readonly dir: string
  readonly policy: string
  readonly rule: string
  readonly resource: string
  readonly status: string
}

/** Compares the engine's answers with expected ones, of the suites that were run. */
export function agreement(runs: ReadonlyMap<string, KyvernoSuiteRun>, expected: readonly ExpectedRow[]) {
  const answers = answersIn(runs)
  const folders = new Set([...runs.keys()].map(folderOf))
  const rows = expected.filter(({ dir }) => folders.has(dir))
  const differences = rows
    .map((row) => ({ row, key: `${row.dir} ${keyOf(row)}` }))
    .filter(({ row, key }) => answers.get(key) !== row.status)
    .map(({ row, key }) => `disagrees: ${key}: expected ${row.status}, got ${answers.get(key) ?? 'no answer'}`)
  return { agreeing: rows.length - differences.length, all: rows.length, differences }
}

/** Every answer of the engine, by the folder of its suite, its policy, rule and resource. */
export function answersIn(runs: ReadonlyMap<string, KyvernoSuiteRun>): ReadonlyMap<string, string> {
  return new Map(
    [...runs].flatMap(([path, { judged }]) =>
      judged.flatMap(statuses).map(([key, status]) => [`${folderOf(path)} ${key}`, status] as const),
    ),
  )
}

const folderOf = (path: string): string => dirname(dirname(path)).replace(/^kyverno-policies\//, '')

function statuses({ policies, answers }: KyvernoSuiteRun['judged'][number]): readonly (readonly [string, string])[] {
  return (answers.get('') ?? []).flatMap((answered) =>
    answered.rows.map(({ policy: id, rule, status }) => {
      const policy = policies[id]
      const isRuleless = policy?.kind.includes('Validating') === true
      const key = { policy: policy?.name ?? '', rule: isRuleless ? '' : rule, resource: identityOf(answered) }
      return [keyOf(key), status] as const
    }),
  )
}

const keyOf = ({ policy, rule, resource }: Pick<ExpectedRow, 'policy' | 'rule' | 'resource'>): string =>
  `${policy}|${rule}|${resource}`
