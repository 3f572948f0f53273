import { isLike, targetsPolicy, targetsResult } from '../../src/verdict/exception-targets.ts'
import { coverOf } from '../../src/verdict/written-exception.ts'
import { policy, result } from './evidence.ts'

test.each([
  ['a', 'a', true],
  ['a', 'ab', false],
  ['a', 'ba', false],
  ['*', '', true],
  ['*', 'a\nb', true],
  ['a*', 'abc', true],
  ['a*', 'ba', false],
  ['*c', 'abc', true],
  ['*c', 'cb', false],
  ['a*c', 'abbc', true],
  ['a*c', 'abcd', false],
  ['a*b*c', 'a-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['a.*', 'abc', false],
  ['a.*', 'a.c', true],
  ['(a|b)*', 'a', false],
  ['(a|b)*', '(a|b)c', true],
  ['[a]+*', '[a]+', true],
  ['a^$\\{1}?*', 'a^$\\{1}?', true],
])('%j stands for %j: %p', (pattern, name, expected) => {
  expect(isLike(pattern, name)).toBe(expected)
})

/** How Kyverno calls the rules that it makes for controllers of pods. */
const CALLED = ['check', 'autogen-check', 'autogen-cronjob-check']

test.each(CALLED)('a rule by its own name, where results call it %s', (rule) => {
  expect(targetsResult({ policy: 'require-limits', rule: 'check' }, result({ rule }))).toBe(true)
  expect(targetsResult({ policy: 'require-limits' }, result({ rule }))).toBe(true)
  expect(targetsResult({ policy: 'require-limits', rule }, result({ rule }))).toBe(true)
  expect(targetsResult({ policy: 'require-limits', rule: 'other' }, result({ rule }))).toBe(false)
  expect(targetsResult({ policy: 'other', rule: 'check' }, result({ rule }))).toBe(false)
})

test.each(['my-autogen-check', 'autogen-deployment-check'])('%s is a name like any other', (rule) => {
  expect(targetsResult({ policy: 'require-limits', rule: 'check' }, result({ rule }))).toBe(false)
})

describe('whether there is such a policy', () => {
  const two = (names: readonly string[]) =>
    policy({ rules: names.map((name) => ({ name, kind: 'validate', judged: true })) })

  test.each([
    [{ policy: 'require-limits' }, ['check'], true],
    [{ policy: 'require-*' }, ['check'], true],
    [{ policy: 'other' }, ['check'], false],
    [{ policy: 'require-limits' }, [], true],
    [{ policy: 'require-limits', rule: 'check' }, ['first', 'check'], true],
    [{ policy: 'require-limits', rule: 'check' }, ['autogen-check'], true],
    [{ policy: 'require-limits', rule: 'ch*' }, ['check'], true],
    [{ policy: 'require-limits', rule: 'other' }, ['check'], false],
    // a CEL policy is its only rule
    [{ policy: 'require-limits', rule: 'require-limits' }, [], true],
    [{ policy: 'other', rule: 'check' }, ['check'], false],
  ])('%j, with the rules %j: %p', (target, names, expected) => {
    expect(targetsPolicy(target, two(names))).toBe(expected)
  })
})

test('how a target is told', () => {
  expect([coverOf({ policy: 'a' }), coverOf({ policy: 'a', rule: 'b' })]).toEqual(['a', 'a/b'])
})
