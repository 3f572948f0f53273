import fc from 'fast-check'
import { isMap, isScalar, isSeq, Lexer, parseDocument, stringify } from 'yaml'
import type { NodePath } from '../../src/model/position.ts'
import { covered, locate } from './document-ref.ts'

/** For a machine that does other things as well. */
const SLOW = 120_000

type Value = string | number | boolean | null | Value[] | { [key: string]: Value }

const KEY = fc.oneof(
  fc.string({ minLength: 1, maxLength: 8 }),
  fc.constantFrom(
    'yes',
    'a/b',
    'a/b/c',
    '~',
    '0',
    '1e3',
    '<<x',
    'name',
    '日本',
    '😀',
    '-',
    '#',
    'a: b',
    '"',
    "'",
    '*',
    '&a',
  ),
)

const SCALAR = fc.oneof(
  fc.string(),
  fc.constantFrom('two\nlines', ' lead', 'trail ', '#', ': ', '- x', '\ttab', '日本', '😀 x', 'no', '|', '>'),
  fc.integer(),
  fc.boolean(),
)

const DOCUMENT: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    SCALAR,
    fc.array(tie('value'), { minLength: 1, maxLength: 4 }),
    fc.dictionary(KEY, tie('value'), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
  ),
})).value

interface Leaf {
  readonly path: NodePath
  readonly value: Value
}

function leaves(value: Value, path: NodePath = []): Leaf[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, [...path, index]))
  if (typeof value === 'object' && value !== null)
    return Object.keys(value).flatMap((key) => leaves(value[key] as Value, [...path, key]))
  return [{ path, value }]
}

/** A key that is the run of two others on the same way is ambiguous in a path; such documents say nothing. */
const ambiguous = (value: Value): boolean => {
  const paths = leaves(value).map(({ path }) => path.join('/'))
  return (
    new Set(paths).size < paths.length ||
    paths.some((one) => paths.some((other) => other !== one && one.startsWith(`${other}/`)))
  )
}

const WRITERS: Readonly<Record<string, (value: Value) => string>> = {
  'block style': (value) => stringify(value, { aliasDuplicateObjects: false, version: '1.1' }),
  'flow style': (value) =>
    stringify(value, { aliasDuplicateObjects: false, version: '1.1', collectionStyle: 'flow', lineWidth: 20 }),
  quoted: (value) =>
    stringify(value, {
      aliasDuplicateObjects: false,
      defaultStringType: 'QUOTE_SINGLE',
      defaultKeyType: 'QUOTE_DOUBLE',
    }),
  JSON: (value) => JSON.stringify(value),
  'indented JSON': (value) => JSON.stringify(value, null, '\t'),
  CRLF: (value) => JSON.stringify(value, null, 2).replaceAll('\n', '\r\n'),
  'with a mark': (value) => `\ufeff${JSON.stringify(value)}`,
}

describe.each(Object.keys(WRITERS))('%s', (style) => {
  test(
    'the located text is the value',
    () => {
      const write = WRITERS[style] as (value: Value) => string
      fc.assert(
        fc.property(fc.array(DOCUMENT, { minLength: 1, maxLength: 3 }), (value) => {
          fc.pre(!ambiguous(value) && !numeric(value))
          const text = write(value)
          fc.pre(parses(text, value))
          for (const leaf of leaves(value)) {
            const location = locate(text, leaf.path)
            expect({ path: leaf.path, precision: location.precision }).toEqual({ path: leaf.path, precision: 'exact' })
            if (isBlock(covered(text, location))) continue
            expect(parseDocument(covered(text, location), { version: '1.1' }).toJS()).toEqual(leaf.value)
          }
        }),
        { numRuns: 100 },
      )
    },
    SLOW,
  )
})

/** A number to the cluster's reader and a word to the writer (`-_0`, `1_000`): they would not mean the same key. */
const numeric = (value: Value): boolean =>
  leaves(value).some(({ path }) => path.some((step) => /^[-+]?[0-9.]*_[0-9._]*$/.test(String(step))))

/** The writer is not under test: what it writes and cannot read again says nothing. */
function parses(text: string, value: Value): boolean {
  const document = parseDocument(text.replace(/^\ufeff/, ''), { version: '1.1', uniqueKeys: false })
  return document.errors.length === 0 && JSON.stringify(document.toJS()) === JSON.stringify(value)
}

const isBlock = (text: string): boolean => /^[|>]/.test(text)

describe('any text', () => {
  const PIECES = fc.constantFrom(
    'a',
    ':',
    ' ',
    '\n',
    '- ',
    '? ',
    '[',
    ']',
    '{',
    '}',
    ',',
    '&a ',
    '*a',
    '|',
    '>',
    '#',
    '"',
    "'",
    '!t ',
    '<<: ',
    '\t',
    '\r\n',
    '  ',
    '%',
    '@',
    '---',
    '...',
  )

  test(
    'never crashes, and the place is inside of the text',
    () => {
      fc.assert(
        fc.property(
          fc.array(PIECES, { maxLength: 60 }),
          fc.array(fc.constantFrom('a', 0, '<<', 1), { maxLength: 4 }),
          (pieces, path) => {
            const text = pieces.join('')
            const location = locate(text, path)
            const lines = text.split('\n')
            expect(location.line).toBeGreaterThanOrEqual(1)
            expect(location.endLine).toBeLessThanOrEqual(lines.length)
            expect(location.endColumn).toBeLessThanOrEqual((lines[location.endLine - 1]?.length ?? 0) + 1)
            expect(offsetOf(text, location.endLine, location.endColumn)).toBeGreaterThanOrEqual(
              offsetOf(text, location.line, location.column),
            )
          },
        ),
        { numRuns: 1000 },
      )
    },
    SLOW,
  )

  test(
    'where the yaml package reads a document without an error, every scalar is where it says',
    () => {
      fc.assert(
        fc.property(fc.array(PIECES, { maxLength: 40 }), (pieces) => {
          const text = pieces.join('')
          const document = parseDocument(text, { uniqueKeys: false, schema: 'failsafe', logLevel: 'silent' })
          fc.pre(document.errors.length === 0 && ![...new Lexer().lex(text)].includes('...'))
          for (const { path, start } of scalars(document.contents)) {
            const location = locate(text, path)
            if (location.precision === 'exact') expect(offsetOf(text, location.line, location.column)).toBe(start)
          }
        }),
        { numRuns: 1000 },
      )
    },
    SLOW,
  )
})

/** Scalars that a path leads to without doubt: string keys, none twice, no merges. */
function scalars(node: unknown, path: NodePath = []): { path: NodePath; start: number }[] {
  if (isScalar(node) && node.range != null && path.length > 0 && String(node.value) !== '')
    return [{ path, start: node.range[0] }]
  if (isSeq(node)) return node.items.flatMap((item, index) => scalars(item, [...path, index]))
  if (!isMap(node)) return []
  const names = node.items.map(({ key }) => (isScalar(key) ? String(key.value) : ''))
  if (new Set(names).size < names.length || names.includes('<<') || names.includes('')) return []
  return node.items.flatMap((pair, index) => scalars(pair.value, [...path, names[index] as string]))
}

function offsetOf(text: string, line: number, column: number): number {
  return (
    text
      .split('\n')
      .slice(0, line - 1)
      .reduce((sum, one) => sum + one.length + 1, 0) +
    column -
    1
  )
}
