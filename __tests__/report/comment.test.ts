import { Locator } from '../../src/documents/locate.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { type CommentSetting, comment, isWorthAComment } from '../../src/report/comment.ts'
import {
  type CommentState,
  commentMarker,
  isNewer,
  nextState,
  readState,
  writeState,
} from '../../src/report/comment-state.ts'
import { redact } from '../../src/report/redact.ts'
import { review } from '../../src/report/review.ts'
import { summary } from '../../src/report/summary.ts'
import { decide } from '../../src/verdict/decide.ts'
import { expectGolden } from '../support/golden.ts'
import { evidence, finding } from '../verdict/evidence.ts'
import { ATTEMPT, id, marks } from './attempt.ts'
import { CONTEXT, manyFindings, NASTY_MESSAGE, nastyVerdict, SECRET, shown } from './nasty.ts'

const SETTING: CommentSetting = { ...CONTEXT, key: 'policies/gate', run: [1, 1], head: 'c'.repeat(40) }

const plain = (verdict: Verdict) => redact(verdict, new Locator(new Map()))

function run(head: string, open: readonly string[], previous?: CommentState): CommentState {
  return nextState(previous, { head, verdict: 'fail', violations: open.length, open, run: [1, 1] })
}

test('the comment of the nasty verdict is what the golden file says', () => {
  const before = run('a'.repeat(40), [id(1), id(2)])
  expectGolden('nasty.comment.md', comment(shown(), { ...SETTING, previous: before }))
  expectGolden('nasty.comment.attempt.md', comment(shown({ ...nastyVerdict(), attempt: ATTEMPT }), SETTING))
  expectGolden('nasty.summary.attempt.md', summary(shown({ ...nastyVerdict(), attempt: ATTEMPT }), CONTEXT))
})

test('47: of 10,000 findings it holds the worst, says how many are left out, and stays within the limit', () => {
  const verdict = manyFindings(10_000)
  const body = comment(plain(verdict), {
    ...SETTING,
    previous: run(
      'a',
      marks(500).map((one) => one.id),
    ),
  })
  expect(body.length).toBeLessThan(65_536)
  expect(Buffer.byteLength(body)).toBeLessThan(65_536)
  expect(body).toMatch(/\*\*9\d+ more findings left out\*\* .* the job summary has all/)
  const stated = summary(plain(verdict), CONTEXT)
  expect(Buffer.byteLength(stated)).toBeLessThan(1024 * 1024)
  expect(stated).toMatch(/\*\*\d+ more findings left out\*\*/)
})

describe('the state', () => {
  test('is read back as it was written, and nothing else is', () => {
    const state = run('b', [id(1)], run('a', [id(2)]))
    expect(readState(`${commentMarker('k')}\nx\n${writeState(state)}\n`)).toEqual(state)
    expect(readState(`x\r\n${writeState(state)}\r\n`)).toEqual(state)
    expect(readState('no state')).toBeUndefined()
    expect(readState('<!-- policy-gate-state:!!! -->')).toBeUndefined()
    expect(readState(writeState({ version: 2 } as never))).toBeUndefined()
    expect(readState(writeState({ ...state, open: ['<b>'] }))).toBeUndefined()
  })

  test('tells what was resolved, what is new and what is left since the commit before', () => {
    const state = run('b', [id(2), id(3), id(3)], run('a', [id(1), id(2)]))
    expect(state.runs.map(({ delta }) => delta)).toEqual([undefined, { resolved: 1, added: 1, left: 1 }])
  })

  test('52: the same commit judged five times is one step', () => {
    let state = run('a', [id(1), id(2)])
    for (let n = 0; n < 5; n++) state = run('b', [id(2), id(3)], state)
    expect(state.runs).toHaveLength(2)
    expect(state.runs[1]?.delta).toEqual({ resolved: 1, added: 1, left: 1 })
  })

  test('does not pretend to know what was too much to remember', () => {
    const state = run(
      'b',
      [id(1)],
      run(
        'a',
        marks(501).map((one) => one.id),
      ),
    )
    expect(state.runs[1]?.delta).toBeUndefined()
  })

  test('of a later run is newer, and so is that of a later attempt', () => {
    const state = { ...run('a', []), run: [5, 2] as [number, number] }
    expect(
      [
        [4, 9],
        [5, 1],
        [5, 2],
        [6, 1],
      ].map((other) => isNewer(state, other as [number, number])),
    ).toEqual([true, true, false, false])
  })
})

test('a marker is one line that tells nothing, whatever the key is', () => {
  expect(commentMarker('a --> @everyone\n')).toMatch(/^<!-- policy-gate:[0-9a-f]{24} -->$/)
  expect(commentMarker('a')).not.toBe(commentMarker('b'))
})

test.each([
  ['a pass', [], false],
  ['a pass with a warning', [finding({ enforcement: 'audit' })], true],
  ['a failure', [finding()], true],
] as const)('%s is worth a comment: %j', (_, findings, isWorth) => {
  expect(isWorthAComment(decide(evidence({ findings }), { failOn: 'enforce' }))).toBe(isWorth)
})

test('a change of what judges is worth a comment, and is not folded away', () => {
  const { policyChanges, preview } = nastyVerdict()
  const pass = decide(evidence({ ...(policyChanges && { policyChanges }) }), { failOn: 'enforce' })
  expect([pass.outcome, isWorthAComment(pass)]).toEqual(['pass', true])
  const body = comment(plain({ ...pass, ...(preview && { preview }) }), SETTING)
  expect(body.indexOf('1 fewer and 1 more than now')).toBeGreaterThan(0)
  expect(body.indexOf('1 fewer and 1 more than now')).toBeLessThan(body.indexOf('<summary>What was judged'))
})

test('47: thousands of changes and of differences leave room for findings', () => {
  const [change] = nastyVerdict().policyChanges ?? []
  const many = manyFindings(2_000)
  const verdict = {
    ...many,
    policyChanges: Array.from({ length: 3_000 }, () => change as NonNullable<typeof change>),
    preview: { outcome: 'fail', violations: 1, fewer: marks(3_000), more: [] } as const,
  }
  const body = comment(plain(verdict), SETTING)
  expect(Buffer.byteLength(body)).toBeLessThan(65_536)
  expect(body.match(/\d+ more: the JSON report has all/g)).toHaveLength(2)
  expect(body).toContain('### <code>k8s/')
})

describe('a review', () => {
  const suggestion = { file: 'k8s/pod.yaml', line: 3, endLine: 3, text: '  hostPID: false', reason: 'no-host' }

  test('suggests lines that GitHub can apply, with inert words and a fence that nothing closes', () => {
    const made = review([
      suggestion,
      { ...suggestion, line: 4, endLine: 6, text: '```\n````x\n</details>', reason: NASTY_MESSAGE },
    ])
    expectGolden('nasty.review.json', `${JSON.stringify(made, null, 2)}\n`)
  })

  test('leaves out what would be applied otherwise than it is read', () => {
    expect(review([{ ...suggestion, text: 'a\u202eb' }])).toBeUndefined()
    expect(review([])).toBeUndefined()
  })

  test('never holds a secret: a suggestion with one is dropped', () => {
    const text = `password: ${SECRET}`
    const verdict = { ...nastyVerdict(), suggestions: [suggestion, { ...suggestion, text }] }
    expect(shown(verdict).verdict.suggestions).toEqual([suggestion])
  })
})
