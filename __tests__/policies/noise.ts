// Judges manifests that others consider sane by the built-in policies: `npm run noise -- [--corpus DIR]`. What they find there is
// noise. The corpus is kept outside of the repository, like that of the conformance runs; what our own renderings gave is added to it.
// The result is docs/policies/noise.md; a policy that blocks more than two in a hundred is a failure.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { parse } from 'yaml'
import { KyvernoEngine } from '../../src/engines/kyverno/kyverno.ts'
import type { DocumentRef } from '../../src/model/document.ts'
import { type Counted, type Level, noiseReport } from './noise-report.ts'
import { policiesIn, textOf } from './packs.ts'

const root = join(import.meta.dirname, '../..')
const { values } = parseArgs({ options: { corpus: { type: 'string' } } })
const corpus = values.corpus ?? join(root, '../shared/conformance')
const folder = join(corpus, 'kyverno-policies')

if (!existsSync(folder)) console.log(`skipped: no corpus at ${folder}`)
else await measure()

async function measure(): Promise<void> {
  const engine = new KyvernoEngine()
  try {
    const loaded = await engine.load(policiesIn('policies/kyverno'))
    const manifests = await sane(engine)
    const { rows } = await engine.judgeRows(manifests, '')
    const levels = baseline()
    const counted = new Map<string, Counted>()
    for (const row of rows.flat()) {
      if (row.status !== 'pass' && row.status !== 'fail') continue
      const policy = loaded.policies[row.policy]?.name ?? ''
      const rule = row.rule.replace(/^autogen-(?:cronjob-)?/, '')
      const key = `${policy}/${rule}`
      const before = counted.get(key) ?? { policy, rule, level: levels.get(policy) ?? 'none', judged: 0, found: 0 }
      counted.set(key, { ...before, judged: before.judged + 1, found: before.found + (row.status === 'fail' ? 1 : 0) })
    }
    finish(manifests.length, [...counted.values()])
  } finally {
    await engine.close()
  }
}

function finish(manifests: number, counted: readonly Counted[]): void {
  const { text, loud } = noiseReport(manifests, counted)
  writeFileSync(join(root, 'docs/policies/noise.md'), text)
  for (const { policy, rule, judged, found } of loud)
    console.log(`too loud to block: ${policy}/${rule}: ${found} of ${judged}`)
  console.log(`${manifests} manifests; docs/policies/noise.md is written`)
  console.log(`${counted.length - loud.length} passed, ${loud.length} failed`)
  process.exitCode = loud.length > 0 ? 1 : 0
}

/** Each manifest once: the corpus has the same ones for several policies. */
async function sane(engine: KyvernoEngine): Promise<readonly DocumentRef[]> {
  const seen = new Set<string>()
  const found: DocumentRef[] = []
  for (const { file, ofOthers } of files())
    for (const document of (await engine.read({ path: file, text: readFileSync(file, 'utf8') })).documents) {
      if (ofOthers && !/^good/i.test(document.resource.name)) continue
      const content = JSON.stringify(withoutName(await engine.content(document)))
      if (seen.has(content)) continue
      seen.add(content)
      found.push(document)
    }
  return found
}

function files(): readonly { readonly file: string; readonly ofOthers: boolean }[] {
  const others = globSync('**/.*-test/**/*.{yaml,yml}', { cwd: folder }).sort()
  const ours = globSync('__tests__/render/golden/*.yaml', { cwd: root }).sort()
  return [
    ...others.map((file) => ({ file: join(folder, file), ofOthers: true })),
    ...ours.map((file) => ({ file: join(root, file), ofOthers: false })),
  ]
}

function withoutName(content: unknown): unknown {
  const { metadata, ...rest } = content as { readonly metadata?: Readonly<Record<string, unknown>> }
  const { name: _name, ...others } = metadata ?? {}
  return { metadata: others, ...rest }
}

interface Manifest {
  readonly packs: Readonly<
    Record<string, { readonly members: readonly { readonly policy: string; readonly level: Level }[] }>
  >
}

function baseline(): ReadonlyMap<string, Level> {
  const { packs } = parse(textOf('policies/packs.yaml')) as Manifest
  return new Map(packs['agent-baseline']?.members.map(({ policy, level }) => [policy, level]))
}
