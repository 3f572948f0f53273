import fc from 'fast-check'
import { lineChanges } from '../../src/remedies/line-changes.ts'

const change = (before: string, after: string) => lineChanges(before.split(' '), after.split(' '))

test.each([
  ['a b c', 'a b c', []],
  ['a b c', 'a x c', [{ start: 1, end: 2, lines: ['x'] }]],
  ['a b c', 'a b x c', [{ start: 1, end: 2, lines: ['b', 'x'] }]],
  ['a b c', 'x a b c', [{ start: 0, end: 1, lines: ['x', 'a'] }]],
  ['a b c', 'a c', [{ start: 0, end: 2, lines: ['a'] }]],
  [
    'a b c d e',
    'a x c d y',
    [
      { start: 1, end: 2, lines: ['x'] },
      { start: 4, end: 5, lines: ['y'] },
    ],
  ],
] as const)('%s to %s', (before, after, expected) => {
  expect(change(before, after)).toEqual(expected)
})

test('applied to the one text they give the other, without touching each other', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const changes = lineChanges(before, after)
      const result: string[] = [...before]
      for (const { start, end, lines: now } of changes.toReversed()) result.splice(start, end - start, ...now)
      expect(result).toEqual(after)
      for (const [at, { start, end, lines: now }] of changes.entries()) {
        expect(end).toBeGreaterThan(start)
        expect(now.length).toBeGreaterThan(0)
        if (at > 0) expect(start).toBeGreaterThanOrEqual(changes[at - 1]?.end ?? 0)
      }
    }),
  )
})
