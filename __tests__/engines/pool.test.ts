import type { Engine } from '../../src/engines/engine.ts'
import { EnginePool } from '../../src/engines/pool.ts'
import type { DocumentRef } from '../../src/model/document.ts'
import type { Result } from '../../src/model/result.ts'

/** An engine that answers each document with its own number, the later the sooner. */
class Numbered implements Engine {
  readonly name = 'kyverno'
  readonly version = { version: '1', digest: 'd' }
  readonly loaded: unknown[] = []
  readonly judged: string[] = []
  closed = false
  readonly fails: boolean
  constructor(fails = false) {
    this.fails = fails
  }
  async load(files: readonly unknown[], world: unknown) {
    this.loaded.push([files.length, world])
    return { policies: [], diagnostics: this.fails ? [CRASH] : [] }
  }
  async offer() {
    return []
  }
  async read({ path }: { readonly path: string }) {
    const resource = { apiVersion: 'v1', kind: 'Pod', namespace: '', name: path }
    const document: DocumentRef = {
      engine: 'kyverno',
      handle: 1,
      file: path,
      index: 0,
      root: [],
      line: 1,
      endLine: 1,
      resource,
    }
    return { documents: [document], skipped: [], diagnostics: [] }
  }
  async judge(documents: readonly DocumentRef[]) {
    this.judged.push(...documents.map(({ file }) => file))
    await new Promise((done) => setTimeout(done, documents.length % 2))
    return {
      results: documents.map((document) => ({ document, rule: document.file }) as unknown as Result),
      diagnostics: [],
    }
  }
  async close() {
    this.closed = true
  }
}

const CRASH = { level: 'error', code: 'engine.crash', message: 'gone', blame: 'engine' } as const

const WORLD = { set: ['a=b'] }

async function judged(characters: number, made: Numbered[]) {
  const pool = new EnginePool(() => made.shift() ?? new Numbered(), 2)
  await pool.load([{ path: 'p', text: '' }], WORLD)
  const diagnostics = await pool.expect(characters)
  const files = Array.from({ length: 9 }, (_, index) => `${index}.yaml`)
  const read = await Promise.all(files.map((path) => pool.read({ path, text: '' })))
  const { results } = await pool.judge(read.flatMap(({ documents }) => documents))
  await pool.close()
  return { order: results.map(({ rule }) => rule), files, diagnostics }
}

test('few manifests start one engine', async () => {
  const made = [new Numbered(), new Numbered()]
  const [, second] = made
  await judged(10_000, made)
  expect(second?.loaded).toEqual([])
})

test('many are shared, and the results come in the order of the documents', async () => {
  const made = [new Numbered(), new Numbered()]
  const [first, second] = [...made]
  const { order, files } = await judged(1_000_000, made)
  expect(order).toEqual(files)
  expect(first?.judged.length).toBeGreaterThan(0)
  expect(second?.judged.length).toBeGreaterThan(0)
  expect([first?.loaded, second?.loaded]).toEqual([[[1, WORLD]], [[1, WORLD]]])
  expect([first?.closed, second?.closed]).toEqual([true, true])
})

test('an engine that does not come up fails the run, though another one works', async () => {
  const { diagnostics } = await judged(1_000_000, [new Numbered(), new Numbered(true)])
  expect(diagnostics).toEqual([CRASH])
})
