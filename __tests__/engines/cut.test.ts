import { cut } from '../../src/engines/cut.ts'
import { KyvernoEngine } from '../../src/engines/kyverno/kyverno.ts'
import { EnginePool } from '../../src/engines/pool.ts'
import type { DocumentRef } from '../../src/model/document.ts'

const config = (name: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  a: "${'x'.repeat(200)}"\n`
const list = (name: string) =>
  `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: ${name}}\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: ${name}-b}\n`
const opaque = (name: string) => `${config(name)}  text: |\n    a\n    ---\n    b\n`
const PARTS = [config, list, () => '# nothing\n', config, opaque, () => '']
const SEPARATORS = ['---\n', '--- # next\n', '---\n---\n', '--- \n', '---\t\n', '---\n']

/** A file of every kind of document and separator, in every order, well beyond the size from which files are shared. */
const file = (more = '') => ({
  path: 'many.yaml',
  text: Array.from(
    { length: 2500 },
    (_, at) => `${PARTS[at % PARTS.length]?.(`n${at}`)}${SEPARATORS[Math.floor(at / 7) % SEPARATORS.length]}`,
  )
    .join('')
    .concat(more, config('last')),
})

async function readBy(engines: number, of: { readonly path: string; readonly text: string }) {
  const pool = new EnginePool(() => new KyvernoEngine(), engines)
  try {
    await pool.load([])
    await pool.expect(of.text.length)
    const { documents, skipped, diagnostics } = await pool.read(of)
    return { documents: documents.map(({ handle: _, ...document }: DocumentRef) => document), skipped, diagnostics }
  } finally {
    await pool.close()
  }
}

test('a file that two engines share is read as by one', async () => {
  const one = await readBy(1, file())
  expect(one.documents.length).toBeGreaterThan(1000)
  expect(await readBy(2, file())).toEqual(one)
})

test('what is wrong in a shared file is told as by one', async () => {
  const broken = file('a: b: c\n---\n')
  const one = await readBy(1, broken)
  expect(one.diagnostics).toHaveLength(1)
  expect(await readBy(2, broken)).toEqual(one)
})

test.each([
  ['no separator', 'a: 1\n', 2, 1],
  ['a separator after a separator', 'a: 1\n--- # b\n---\nb: 1\n', 2, 1],
  ['a separator that says more', 'a: 1\n--- # b\nb: 1\n', 2, 1],
  ['a line in a text', 'a: |\n  ---\n  b\n', 2, 1],
])('%s', (_, text, count, pieces) => {
  expect(cut(text, count)).toHaveLength(pieces)
})
