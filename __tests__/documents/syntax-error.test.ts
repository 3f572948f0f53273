import { withColumn } from '../../src/documents/syntax-error.ts'
import { diagnostic } from '../verdict/evidence.ts'

const SLOW = 120_000

function column(text: string, line: number): number | undefined {
  const given = diagnostic({ code: 'input.unparsable', file: 'a.yaml', line })
  return withColumn(given, new Map([['a.yaml', text]])).column
}

test.each([
  ['an unknown escape', 'a: "b\\q"\n', 1, 6],
  ['a stray bracket', 'a: 1\n  b: ]\n', 2, 6],
  ['a key twice', 'a: 1\na: 2\n', 2, 1],
  ['a second document', 'a: 1\n---\nb: }\n', 3, 4],
  ['CRLF', 'a: 1\r\nb: }\r\n', 2, 4],
  ['a mark at the start', '\ufeffa: }\n', 1, 4],
  ['a line that is not at fault for this reader', 'a: 1\n   # c\nb: 2\n', 2, 4],
  ['a line that is not there', 'a: 1\n', 99, 1],
])('the column of %s', (_name, text, line, expected) => {
  expect(column(text, line)).toBe(expected)
})

test('other diagnostics, and those that have a column, stay as they are', () => {
  const sources = new Map([['a.yaml', 'a: }\n']])
  for (const over of [{ code: 'policy.invalid' }, { column: 3 }, { file: 'b.yaml' }]) {
    const given = diagnostic({ code: 'input.unparsable', file: 'a.yaml', line: 1, ...over })
    expect(withColumn(given, sources)).toBe(given)
  }
})

test.each(['[', '{"a":', '- ', '? ', '{a: [', '&a ['])(
  '100,000 levels of %j do not end the process',
  (piece) => {
    expect(column(`${piece.repeat(100_000)}\n- y\n`, 2)).toBeGreaterThan(0)
  },
  SLOW,
)
