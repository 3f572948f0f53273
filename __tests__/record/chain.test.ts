import { GENESIS, nextLine, verify } from '../../src/record/chain.ts'
import { recordEntry } from '../../src/report/record.ts'
import { CONTEXT, SECRET, shown, TOKEN } from '../report/nasty.ts'

const entries = [recordEntry(shown(), CONTEXT), { n: 2, text: 'a\nb\u2028' }, { n: 3 }, { n: 4 }]
const whole = entries.reduce((text, entry) => text + nextLine(text, entry), '')
const lines = whole.trimEnd().split('\n')

test('a record is one line a run, without secrets, and whole', () => {
  expect(lines).toHaveLength(4)
  expect(JSON.parse(lines[0] ?? '').previous).toBe(GENESIS)
  for (const secret of [SECRET, TOKEN]) expect(whole).not.toContain(secret)
  expect(verify(whole)).toMatchObject({ kind: 'whole', lines: 4 })
  expect(verify('')).toEqual({ kind: 'whole', lines: 0, last: GENESIS })
})

test.each([
  ['an edited line', (all: string[]) => all.with(1, (all[1] ?? '').replace('"n":2', '"n":9')), 2, 'edited'],
  [
    'a key written twice',
    (all: string[]) => all.with(2, (all[2] ?? '').replace('{"n":3', '{"n":9,"n":3')),
    3,
    'edited',
  ],
  ['a line taken out', (all: string[]) => all.toSpliced(1, 1), 2, 'predecessor'],
  ['the first line taken out', (all: string[]) => all.slice(1), 1, 'predecessor'],
  ['lines that changed places', (all: string[]) => [all[0], all[2], all[1], all[3]], 2, 'predecessor'],
  ['a line that is none', (all: string[]) => all.with(3, 'nothing'), 4, 'unreadable'],
])('%s shows', (_, tamper, line, why) => {
  expect(verify(`${tamper(lines).join('\n')}\n`)).toEqual({ kind: 'broken', line, why })
})

test('what follows a broken line does not mend it', () => {
  const cut = `${lines[0]}\n${lines[2]}\n`
  expect(verify(cut + nextLine(cut, { n: 5 }))).toEqual({ kind: 'broken', line: 2, why: 'predecessor' })
})
