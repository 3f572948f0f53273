import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { KyvernoEngine } from '../../src/engines/kyverno/kyverno.ts'
import type { SourceFile } from '../../src/model/source.ts'
import type { World } from '../../src/model/world.ts'
import { ANNOTATION } from '../../src/parameters/annotated.ts'
import { configMap } from '../../src/parameters/config-map.ts'
import { declarationsIn } from '../../src/parameters/declarations.ts'
import { parametersOf } from '../../src/parameters/values.ts'
import { ROOT } from '../support/built.ts'
import { policiesIn } from './packs.ts'

const SUITES = join(ROOT, 'policies/kyverno/.kyverno-test')
const RANK = ['skip', 'pass', 'warn', 'fail', 'error']

/** The worst that each policy says of each resource of all suites, and what each policy enforces. */
async function answersOf(files: readonly SourceFile[], world: World = {}, suites = readdirSync(SUITES)) {
  const engine = new KyvernoEngine()
  try {
    const loaded = await engine.load(files, world)
    expect(loaded.diagnostics.filter(({ level }) => level === 'error')).toEqual([])
    const answers = new Map<string, string>()
    for (const suite of suites) {
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

const CLASSIC = 'policies/kyverno'
const CEL = 'policies/kyverno-cel'
type Answers = Awaited<ReturnType<typeof answersOf>>
const bare = new Map<string, Answers>()

beforeAll(async () => {
  const answers = await Promise.all([CLASSIC, CEL].map((folder) => answersOf(policiesIn(folder))))
  for (const [index, folder] of [CLASSIC, CEL].entries()) bare.set(folder, answers[index] as Answers)
})

test('a ClusterPolicy and its ValidatingPolicy say the same of every resource of every suite', () => {
  const [classic, cel] = [bare.get(CLASSIC), bare.get(CEL)]
  expect(judged(classic?.answers ?? new Map()).length).toBeGreaterThan(500)
  expect(judged(cel?.answers ?? new Map())).toEqual(judged(classic?.answers ?? new Map()))
  expect(cel?.said).toEqual(classic?.said)
})

test.each([CLASSIC, CEL])(
  '%s: the declared defaults are those that count where the cluster has no parameters',
  async (folder) => {
    const files = policiesIn(folder).filter(({ text }) => text.includes(ANNOTATION))
    const { values } = await parametersOf(files, {})
    const { declarations } = await declarationsIn(files)
    const suites = [...new Set(declarations.map(({ policy }) => policy))]
    const { answers } = await answersOf(files, { cluster: [JSON.stringify(configMap(values))] }, suites)
    expect(answers.size).toBeGreaterThan(300)
    for (const [key, status] of answers) expect([key, bare.get(folder)?.answers.get(key)]).toEqual([key, status])
  },
)
