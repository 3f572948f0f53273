import { attemptFrom, distinctHeads, type Judged, judgedOf } from '../../src/attempts/history.ts'
import { feedback } from '../../src/report/agent.ts'
import { nastyVerdict, shown } from '../report/nasty.ts'

const SETTING = { of: 3, author: { kind: 'agent', name: 'a' }, source: 'task' } as const

const state = (head: string, ...ids: readonly string[]): Judged => ({
  head,
  outcome: ids.length === 0 ? 'pass' : 'fail',
  violations: ids.length,
  marks: ids.map((id) => ({ id, rule: 'p/r', resource: 'Pod x' })),
})

const attempt = (...states: readonly Judged[]) => attemptFrom(states, SETTING)

const ids = (marks: readonly { readonly id: string }[] = []) => marks.map(({ id }) => id)

test('tells what was resolved, what is new, what is left and what is back', () => {
  const { history } = attempt(state('1', 'a', 'b'), state('2', 'b', 'c'), state('3', 'a', 'c'))
  expect(history.map(({ resolved, added, back, left }) => [resolved, added, back, left].map(ids))).toEqual([
    [[], ['a', 'b'], [], []],
    [['a'], ['c'], [], ['b']],
    [['b'], [], ['a'], ['c']],
  ])
})

test.each([
  ['the first failure', [state('1', 'a')], 1, 'fix'],
  ['the last failure but one', [state('1', 'a'), state('2', 'a')], 2, 'fix'],
  ['the last failure', [state('1', 'a'), state('2', 'a'), state('3', 'a')], 3, 'stop_and_escalate'],
  ['what comes after it', ['1', '2', '3', '4', '5'].map((head) => state(head, 'a')), 4, 'stop_and_escalate'],
  ['a pass at the first try', [state('1')], 1, 'done'],
  ['a pass at the last try', [state('1', 'a'), state('2', 'a'), state('3')], 3, 'done'],
  ['a pass in between, which is no attempt', [state('1', 'a'), state('2'), state('3', 'a')], 2, 'fix'],
] as const)('%s', (_, states, number, next) => {
  const { history, ...said } = attempt(...states)
  expect(said).toMatchObject({ number, next })
  expect(history.at(-1)?.head).toBe(states.at(-1)?.head)
})

test('a finding that is back after a pass is not new', () => {
  expect(ids(attempt(state('1', 'a'), state('2'), state('3', 'a')).history.at(-1)?.back)).toEqual(['a'])
})

test('once a person was called in, a failure stops whatever its number', () => {
  expect(attemptFrom([state('1', 'a')], { ...SETTING, escalated: true }).next).toBe('stop_and_escalate')
})

test('an answer that could not be judged is not done', () => {
  expect(attempt({ ...state('1'), outcome: 'error' }).next).toBe('fix')
})

test('the same commit judged again is one attempt, as it was judged last', () => {
  const states = distinctHeads([state('1', 'a'), state('2', 'b'), state('1', 'a', 'c')])
  expect(states.map(({ head, violations }) => [head, violations])).toEqual([
    ['1', 2],
    ['2', 1],
  ])
})

test('what is kept of a verdict is recognised by the feedback of the next', () => {
  const verdict = nastyVerdict()
  const kept = judgedOf('1', verdict)
  expect(kept.marks).toHaveLength(verdict.violations)
  const again = attempt(kept, { ...kept, head: '2' })
  const decided = feedback(shown({ ...verdict, attempt: again })).findings.filter(
    ({ decides, state: said }) => decides && said,
  )
  expect(decided.length).toBeGreaterThan(0)
  expect(new Set(decided.map(({ state: said }) => said))).toEqual(new Set(['repeated']))
})
