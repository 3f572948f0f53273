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
  const answers = new Map<string, string>()
  const folders = new Set<string>()
  for (const [path, { judged }] of runs) {
    const folder = dirname(dirname(path)).replace(/^kyverno-policies\//, '')
    folders.add(folder)
    for (const run of judged) for (const [key, status] of statuses(run)) answers.set(`${folder} ${key}`, status)
  }
  const rows = expected.filter(({ dir }) => folders.has(dir))
  const differences = rows
    .map((row) => ({ row, key: `${row.dir} ${keyOf(row)}` }))
    .filter(({ row, key }) => answers.get(key) !== row.status)
    .map(({ row, key }) => `disagrees: ${key}: expected ${row.status}, got ${answers.get(key) ?? 'no answer'}`)
  return { agreeing: rows.length - differences.length, all: rows.length, differences }
}

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
