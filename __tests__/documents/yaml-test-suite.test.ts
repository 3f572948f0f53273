import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isAlias, isMap, isScalar, isSeq, parse, parseAllDocuments } from 'yaml'
import { jsonKey } from '../../src/documents/yaml-keys.ts'
import type { NodePath } from '../../src/model/position.ts'
import { locate } from './document-ref.ts'

const CORPUS = resolve(process.env['CORPUS'] ?? '../shared/conformance', 'yaml-test-suite/src')

interface Case {
  readonly name: string
  readonly text: string
}

function cases(): Case[] {
  return readdirSync(CORPUS).flatMap((file) => {
    let last = ''
    return (parse(readFileSync(join(CORPUS, file), 'utf8')) as { yaml?: string }[]).map(({ yaml = last }, index) => {
      last = yaml
      return { name: `${file}[${index}]`, text: plain(yaml) }
    })
  })
}

/** The suite writes invisible characters as visible ones. */
function plain(text: string): string {
  return text
    .replaceAll('␣', ' ')
    .replace(/—*»/g, '\t')
    .replaceAll('←', '\r')
    .replaceAll('⇔', '\ufeff')
    .replaceAll('↵', '')
    .replace(/∎\n$/, '')
}

const suite = existsSync(CORPUS) ? describe : describe.skip

suite(`yaml-test-suite${existsSync(CORPUS) ? '' : ' (skipped: no corpus; set CORPUS to a folder that holds it)'}`, () => {
  const all = existsSync(CORPUS) ? cases() : []

  test('every case is read without a crash', () => {
    expect(all.length).toBeGreaterThan(300)
    for (const { text } of all)
      for (const path of [[], ['a', 0], [0, 'a'], ['<<']]) expect(locate(text, path).line).toBeGreaterThan(0)
  })

  test('every value that a path leads to is where the yaml package has it', () => {
    let compared = 0
    const wrong: string[] = []
    for (const { name, text } of all) {
      const documents = parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' })
      const [document] = documents
      if (!Array.isArray(documents) || documents.length !== 1 || document === undefined || document.errors.length > 0)
        continue
      for (const { path, start } of places(document.contents)) {
        const { line, column, precision } = locate(text, path)
        const bom = line === 1 && text.startsWith('\ufeff') ? 1 : 0
        const offset =
          text
            .split('\n')
            .slice(0, line - 1)
            .reduce((sum, one) => sum + one.length + 1, 0) +
          column -
          1 +
          bom
        compared++
        if (precision !== 'exact' || offset !== start)
          wrong.push(`${name} ${JSON.stringify(path)} ${precision} ${offset} ≠ ${start}`)
      }
    }
    expect(wrong).toEqual([])
    expect(compared).toBeGreaterThan(400)
  })
})

function places(node: unknown, path: NodePath = []): { path: NodePath; start: number }[] {
  const isLeaf = isAlias(node) || (isScalar(node) && node.source !== '')
  if (isLeaf && node.range != null && path.length > 0) return [{ path, start: node.range[0] }]
  if (isSeq(node)) return node.items.flatMap((item, index) => places(item, [...path, index]))
  if (!isMap(node)) return []
  const names = node.items.map(({ key }) => (isScalar(key) ? String(key.value) : ''))
  const doubtful =
    new Set(names).size < names.length || names.some((key) => key === '' || key === '<<' || jsonKey(key) !== key)
  return doubtful ? [] : node.items.flatMap((pair, index) => places(pair.value, [...path, names[index] as string]))
}
