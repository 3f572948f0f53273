import { problemsOf } from '../../src/verdict/exception-problems.ts'
import { policy, RULES, written } from './evidence.ts'

const problems = (over: Parameters<typeof written>[0], rules: Partial<typeof RULES> = {}, policies = [policy()]) =>
  problemsOf(written(over), { ...RULES, ...rules }, policies)

/** Without a field that every exception has. */
function lacking(field: 'justification' | 'expires') {
  const { [field]: _, ...rest } = written()
  return problemsOf(rest, RULES, [policy()])
}

test('an exception in order has no problem', () => {
  expect(problems({})).toEqual([])
})

describe('why', () => {
  test('is needed', () => {
    expect(lacking('justification')).toEqual(['no-justification'])
    expect(problems({ justification: ' \n ' })).toEqual(['no-justification'])
  })

  test.each([
    ['a word too few', 'the import is big', ['weak-justification']],
    ['as short as it may be', 'nightly import burst', []],
    ['long by signs that are no words', 'nightly import !!!!!!!!!!!!!!!!!', ['weak-justification']],
    ['long by spaces', 'nightly              import', ['weak-justification']],
    ['filler alone', 'please ignore this known issue for now, it is fine and valid', ['weak-justification']],
    ['filler in capitals', 'TODO TODO TODO FIXME LATER PLEASE', ['weak-justification']],
    ['one word of its own beside filler', 'temporary exemption because legacy', ['weak-justification']],
    ['one word again and again', 'legacy nightly nightly nightly nightly', ['weak-justification']],
    ['letters that are no words', 'b c d e f g h i j k l m n o p q', ['weak-justification']],
    ['two words of its own beside filler', 'it is ok because nightly imports', []],
    ['letters of another script', 'ночной импорт требует памяти', []],
    ['signs beyond the first plane counted once each', '𝒜𝒜𝒜𝒜𝒜𝒜 𝒜𝒜𝒜𝒜', ['weak-justification']],
  ])('%s: %j', (_, justification, expected) => {
    expect(problems({ justification })).toEqual(expected)
  })

  test.each(['title', 'description', 'remedy'] as const)('the %s of a policy is no reason', (field) => {
    const own = 'Containers need limits of memory.'
    const policies = [policy({ name: 'other' }), policy({ [field]: own })]
    expect(problems({ justification: 'containers NEED limits of memory' }, {}, policies)).toEqual([
      'weak-justification',
    ])
    expect(problems({ justification: `${own} This one is a build node.` }, {}, policies)).toEqual([])
  })
})

describe('until when', () => {
  test('is needed', () => {
    expect(lacking('expires')).toEqual(['no-expiry'])
  })

  test.each([
    ['yesterday', '2026-03-09', ['expired']],
    ['today, which still counts', '2026-03-10', []],
    ['the last day that is allowed', '2026-06-08', []],
    ['a day later', '2026-06-09', ['too-long']],
    ['the next century', '2126-01-01', ['too-long']],
    ['a day that is not in the calendar', '2026-04-31', ['bad-expiry']],
    ['a month that there is not', '2026-13-01', ['bad-expiry']],
    ['another order', '01-04-2026', ['bad-expiry']],
    ['no leading zeros', '2026-4-1', ['bad-expiry']],
    ['a time of day', '2026-04-01T10:00:00Z', ['bad-expiry']],
    ['something before it', 'by 2026-04-01', ['bad-expiry']],
    ['words', 'never', ['bad-expiry']],
    ['nothing', '', ['bad-expiry']],
  ])('%s (%s)', (_, expires, expected) => {
    expect(problems({ expires })).toEqual(expected)
  })
})

describe('for what', () => {
  test.each([
    ['no resource', { isBroad: true }, ['over-broad']],
    ['all policies', { targets: [{ policy: '*' }] }, ['over-broad']],
    [
      'a pattern of policies beside a name',
      { targets: [{ policy: 'require-limits' }, { policy: 'require-*' }] },
      ['over-broad'],
    ],
    ['a pattern of rules', { targets: [{ policy: 'require-limits', rule: 'ch*' }] }, []],
  ] as const)('%s', (_, over, expected) => {
    expect(problems(over)).toEqual(expected)
    expect(problems(over, { allowBroad: true })).toEqual([])
  })

  test.each([
    ['another policy', [{ policy: 'require-labels' }], ['names-nothing']],
    ['another rule', [{ policy: 'require-limits', rule: 'other' }], ['names-nothing']],
    ['no policy at all', [], ['names-nothing']],
    ['one that there is beside one that there is not', [{ policy: 'gone' }, { policy: 'require-limits' }], []],
  ])('%s', (_, targets, expected) => {
    expect(problems({ targets }, {}, [policy({ name: 'first' }), policy()])).toEqual(expected)
  })

  test('a policy may allow none, and only that one does not', () => {
    const fixed = policy({ exemptable: false })
    const other = policy({ name: 'other' })
    expect(problems({}, {}, [other, fixed])).toEqual(['not-exemptable'])
    expect(problems({ targets: [{ policy: 'other' }] }, {}, [other, fixed])).toEqual([])
    expect(problems({ targets: [{ policy: 'other' }, { policy: 'require-limits' }] }, {}, [other, fixed])).toEqual([
      'not-exemptable',
    ])
  })
})

test('all problems are told, in one order', () => {
  expect(
    problems({ justification: 'because', expires: '2025-01-01', isBroad: true, targets: [{ policy: 'gone' }] }),
  ).toEqual(['weak-justification', 'expired', 'over-broad', 'names-nothing'])
})
