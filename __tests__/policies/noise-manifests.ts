import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { KyvernoEngine } from '../../src/engines/kyverno/kyverno.ts'
import type { DocumentRef } from '../../src/model/document.ts'
import { ROOT } from '../support/built.ts'
import type { Counted, Level } from './noise-report.ts'
import { policiesIn } from './packs.ts'

/** How many manifests there are, and how many of those that it looks at each rule finds something in. */
export interface Manifests {
  readonly manifests: number
  readonly counted: readonly Counted[]
}

/** Judges the manifests of a corpus, and those that our own tests render. */
export async function manifestsNoise(corpus: string, levels: ReadonlyMap<string, Level>): Promise<Manifests> {
  const engine = new KyvernoEngine()
  try {
    const loaded = await engine.load(policiesIn('policies/kyverno'))
    const manifests = await sane(engine, corpus)
    const { rows } = await engine.judgeRows(manifests, '')
    const counted = new Map<string, Counted>()
    for (const row of rows.flat()) {
      if (row.status !== 'pass' && row.status !== 'fail') continue
      const policy = loaded.policies[row.policy]?.name ?? ''
      const rule = row.rule.replace(/^autogen-(?:cronjob-)?/, '')
      const key = `${policy}/${rule}`
      const before = counted.get(key) ?? { policy, rule, level: levels.get(policy) ?? 'none', judged: 0, found: 0 }
      counted.set(key, { ...before, judged: before.judged + 1, found: before.found + (row.status === 'fail' ? 1 : 0) })
    }
    return { manifests: manifests.length, counted: [...counted.values()] }
  } finally {
    await engine.close()
  }
}

/** Each manifest once: the corpus has the same ones for several policies. */
async function sane(engine: KyvernoEngine, corpus: string): Promise<readonly DocumentRef[]> {
  const seen = new Set<string>()
  const found: DocumentRef[] = []
  for (const { file, ofOthers } of files(corpus))
    for (const document of (await engine.read({ path: file, text: readFileSync(file, 'utf8') })).documents) {
      if (ofOthers && !/^good/i.test(document.resource.name)) continue
      const content = JSON.stringify(withoutName(await engine.content(document)))
      if (seen.has(content)) continue
      seen.add(content)
      found.push(document)
    }
  return found
}

function files(corpus: string): readonly { readonly file: string; readonly ofOthers: boolean }[] {
  const others = globSync('**/.*-test/**/*.{yaml,yml}', { cwd: corpus }).sort()
  const ours = globSync('__tests__/render/golden/*.yaml', { cwd: ROOT }).sort()
  return [
    ...others.map((file) => ({ file: join(corpus, file), ofOthers: true })),
    ...ours.map((file) => ({ file: join(ROOT, file), ofOthers: false })),
  ]
}

function withoutName(content: unknown): unknown {
  const { metadata, ...rest } = content as { readonly metadata?: Readonly<Record<string, unknown>> }
  const { name: _name, ...others } = metadata ?? {}
  return { metadata: others, ...rest }
}
