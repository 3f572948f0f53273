import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { KyvernoEngine } from '../../src/engines/kyverno/kyverno.ts'
import { ROOT } from '../support/built.ts'

const SUITES = join(ROOT, 'policies/kyverno/.kyverno-test')
const RANK = ['skip', 'pass', 'warn', 'fail', 'error']

const policiesIn = (folder: string) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml')
    .map((name) => ({ path: name, text: readFileSync(join(ROOT, folder, name), 'utf8') }))

/** The worst that each policy says of each resource of all suites, and what each policy enforces. */
async function answersOf(folder: string) {
  const engine = new KyvernoEngine()
  try {
    const loaded = await engine.load(policiesIn(folder))
    expect(loaded.diagnostics.filter(({ level }) => level === 'error')).toEqual([])
    const answers = new Map<string, string>()
    for (const suite of readdirSync(SUITES)) {
      const text = readFileSync(join(SUITES, suite, 'resources.yaml'), 'utf8')
      const { documents } = await engine.read({ path: `${suite}.yaml`, text })
      const { rows } = await engine.judgeRows(documents, '')
      for (const [index, { resource }] of documents.entries())
        for (const { policy, status } of rows[index] ?? []) {
          const key = `${suite}: ${loaded.policies[policy]?.name} on ${resource.kind} ${resource.name}`
          const before = RANK.indexOf(answers.get(key) ?? 'skip')
          answers.set(key, RANK[Math.max(before, RANK.indexOf(status))] ?? status)
        }
    }
    const said = loaded.policies.map(({ kind: _kind, id: _id, line: _line, rules: _rules, ...rest }) => rest)
    return { answers, said: said.sort((a, b) => (a.name < b.name ? -1 : 1)) }
  } finally {
    await engine.close()
  }
}

/** A policy that excludes a resource says nothing, one whose match condition fails says skip: neither judges. */
const judged = (answers: ReadonlyMap<string, string>) =>
  [...answers].filter(([, status]) => status !== 'skip').sort(([a], [b]) => (a < b ? -1 : 1))

test('a ClusterPolicy and its ValidatingPolicy say the same of every resource of every suite', async () => {
  const [classic, cel] = await Promise.all([answersOf('policies/kyverno'), answersOf('policies/kyverno-cel')])
  expect(judged(classic.answers).length).toBeGreaterThan(500)
  expect(judged(cel.answers)).toEqual(judged(classic.answers))
  expect(cel.said).toEqual(classic.said)
})
