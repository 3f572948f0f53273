import { nextLine } from '../../src/record/chain.ts'
import type { JudgedEntry, RecordLine } from '../../src/record/entry-schema.ts'
import { readRecord } from '../../src/record/read.ts'
import { statsOf } from '../../src/record/stats.ts'
import { recordEntry, unjudgedEntry } from '../../src/report/record.ts'
import { statsText } from '../../src/report/stats.ts'
import { CONTEXT, shown } from '../report/nasty.ts'

const LINKS = { previous: '0'.repeat(64), hash: '0'.repeat(64) }
const TEMPLATE = recordEntry(shown(), CONTEXT)
const FINDING = TEMPLATE.findings[0] as JudgedEntry['findings'][number]

interface Run {
  readonly change: string
  readonly head: string
  readonly at: string
  readonly violations: readonly string[]
  readonly agent?: boolean
  readonly excepted?: readonly string[]
}

/** A run whose violations are named `policy:place`. */
function run({ change, head, at, violations, agent = true, excepted = [] }: Run): RecordLine {
  const found = (name: string, exception: string | null) => ({
    ...FINDING,
    id: name,
    policy: name.split(':')[0] ?? '',
    counted: exception === null,
    exception,
  })
  const author = { kind: agent ? 'agent' : 'person', name: 'x' } as const
  return {
    ...TEMPLATE,
    ...LINKS,
    change,
    at: `2026-01-01T${at}:00.000Z`,
    commits: { base: 'b', head },
    verdict: violations.length > 0 ? 'fail' : 'pass',
    policies: ['limits', 'labels', 'quiet'].map((name) => ({ name, file: 'p.yaml', rules: 1 })),
    attempt: { number: 1, of: 3, author, escalated: false, resolved: 0, added: 0, left: 0 },
    findings: [...violations.map((name) => found(name, null)), ...excepted.map((name) => found(name, 'e'))],
  }
}

const LINES: readonly RecordLine[] = [
  run({ change: 'o/r#1', head: '1', at: '00:00', violations: ['limits:a', 'limits:b', 'limits:c', 'limits:d'] }),
  run({ change: 'o/r#2', head: '9', at: '00:05', violations: ['limits:a'], agent: false }),
  run({ change: 'o/r#1', head: '2', at: '00:10', violations: ['limits:d'] }),
  // The same state again is no further attempt.
  run({ change: 'o/r#1', head: '2', at: '00:11', violations: ['limits:d'] }),
  run({ change: 'o/r#1', head: '3', at: '01:30', violations: [], excepted: ['labels:x'] }),
  { ...unjudgedEntry({ verdict: 'incomplete', code: 'stopped', summary: 's' }, CONTEXT), ...LINKS },
]

test('counts what was resolved by the second and by the third attempt, by agents and by all', () => {
  const { resolution } = statsOf(LINES)
  expect(resolution.agents).toEqual({ changes: 1, violations: 4, bySecond: 3, byThird: 4 })
  expect(resolution.all).toEqual({ changes: 2, violations: 5, bySecond: 3, byThird: 4 })
})

test('a change that is never pushed again resolves nothing, and has no time to green', () => {
  const { resolution, timeToGreen } = statsOf(LINES.slice(0, 2))
  expect(resolution.all).toMatchObject({ bySecond: 0, byThird: 0 })
  expect(timeToGreen).toEqual({ changes: 0, median: null })
})

test('runs without a verdict are counted, and are no state of a change', () => {
  expect(statsOf(LINES)).toMatchObject({ runs: 6, unjudged: 1, changes: 2, verdicts: { pass: 1, fail: 4, error: 0 } })
})

test('lines of several gates and orders are put into the order they were judged in', () => {
  expect(statsOf([...LINES].reverse())).toEqual(statsOf(LINES))
})

test('names the policies that nobody violates and those that are always excepted', () => {
  expect(statsOf(LINES)).toMatchObject({ neverViolated: ['quiet'], alwaysExcepted: ['labels'] })
})

test('says so to people', () => {
  const text = statsText(statsOf(LINES))
  expect(text).toContain('75 % by the second attempt, 100 % by the third (4 violations of 1 change)')
  expect(text).toContain('time to green: 1 h 30 min (median of 1 change)')
  expect(statsText(statsOf([]))).toContain('no change failed')
})

test('a record that was tampered with, or that another version wrote, is not counted', () => {
  const whole = nextLine('', TEMPLATE)
  expect(readRecord(whole)).toMatchObject({ kind: 'read' })
  expect(readRecord(whole.replace('"violations":', '"violations": '))).toMatchObject({ kind: 'broken', why: 'edited' })
  expect(readRecord(nextLine('', { version: 2 }))).toMatchObject({ kind: 'broken', line: 1, why: 'unknown-shape' })
})
