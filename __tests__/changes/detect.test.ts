import fc from 'fast-check'
import { parseDocument } from 'yaml'
import { mayHoldOneOf, mayHoldResource } from '../../src/changes/detect.ts'

const manifest = (key: string) => `${key}: v1\nkind: Pod\nmetadata: {name: a}\n`

test.each([
  ['plain', 'apiVersion'],
  ['in quotes', '"apiVersion"'],
  ['with a letter as two digits', '"\\x61piVersion"'],
  ['with two digits before letters that are digits too', '"\\x61\\x70\\x69Version"'],
  ['with a letter as four digits', '"api\\u0056ersion"'],
  ['with a letter as eight digits', '"api\\U00000056ersion"'],
  ['joined from two lines', '"api\\\n  Version"'],
  ['joined with a carriage return', '"api\\\r\n\tVersion"'],
])('a key that is written %s is seen', (_, key) => {
  expect(mayHoldResource(`? ${manifest(key)}`.replace(`${key}:`, `${key}\n:`))).toBe(true)
})

test('a tag may decode to any key', () => {
  expect(mayHoldResource('!!binary YXBpVmVyc2lvbg==: v1\nkind: Pod\n')).toBe(true)
})

test.each([
  ['escapes that spell something else', '{"title": "a\\u0020b", "pattern": "\\\\x61", "kind": "x"}'],
  ['one of the two keys', 'kind: x\ntext: "\\u00e9"\n'],
  ['an escape beyond Unicode', 'kind: "\\UFFFFFFFF"\n'],
])('a text with %s is no manifest', (_, text) => expect(mayHoldResource(text)).toBe(false))

test('a word is found however its letters are written', () => {
  const letter = (char: string) =>
    fc.constantFrom(char, `\\x${hex(char, 2)}`, `\\u${hex(char, 4)}`, `\\U${hex(char, 8)}`, `\\\n   ${char}`)
  const hex = (char: string, digits: number) => char.codePointAt(0)?.toString(16).padStart(digits, '0')
  fc.assert(
    fc.property(fc.tuple(...'policy-gate-params'.split('').map(letter)), (letters) => {
      const text = `name: "${letters.join('')}"\n`
      expect(parseDocument(text).toJS()).toEqual({ name: 'policy-gate-params' })
      expect(mayHoldOneOf(text, ['other', 'policy-gate-params'])).toBe(true)
    }),
  )
  expect(mayHoldOneOf('name: "policy-gate"\n', ['policy-gate-params'])).toBe(false)
})
