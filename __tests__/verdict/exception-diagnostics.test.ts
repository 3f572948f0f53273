import type { ChangeSource } from '../../src/model/change.ts'
import type { ExceptionEntry, ExceptionProblem } from '../../src/model/exception.ts'
import { exceptionDiagnostics } from '../../src/verdict/exception-diagnostics.ts'

function entry(over: Partial<ExceptionEntry>): ExceptionEntry {
  const place = { id: 'shop/web', form: 'policy-exception', file: 'policies/e.yaml', line: 4 } as const
  return { ...place, covers: ['require-limits'], state: 'active', problems: [], uses: 0, ...over }
}

const told = (over: Partial<ExceptionEntry>, source: ChangeSource = 'git') =>
  exceptionDiagnostics([entry(over)], { source, files: [] })

const AT = { file: 'policies/e.yaml', line: 4, blame: 'user' }

test.each([
  ['git', 0, []],
  ['all-files', 1, []],
  [
    'all-files',
    0,
    [
      {
        ...AT,
        level: 'note',
        code: 'exception.unused',
        message: 'the exception shop/web lets nothing through',
        remedy: 'take it out',
      },
    ],
  ],
] as const)('one that counts, with files from %s, that lets %i findings through', (source, uses, expected) => {
  expect(told({ uses }, source)).toEqual(expected)
})

test.each([
  [0, ''],
  [1, ' (it would let 1 finding through)'],
  [2, ' (it would let 2 findings through)'],
])('a pending one says who can help, and what for, with %i uses', (uses, end) => {
  const message = `the exception shop/web is added by this change itself: it counts once an owner of the policy has approved this commit${end}`
  const remedy =
    'have an owner of the policy, who is not the author, approve the commit by a review or by `/policy-gate approve COMMIT`'
  expect(told({ state: 'pending', uses })).toEqual([
    { ...AT, level: 'warning', code: 'exception.pending', message, remedy },
  ])
})

test('a rejected one says everything that is wrong', () => {
  const problems = ['no-justification', 'expired'] as const
  expect(told({ state: 'rejected', problems, uses: 1 })).toEqual([
    {
      ...AT,
      level: 'warning',
      code: 'exception.rejected',
      message:
        'the exception shop/web does not count: it does not say why; it has expired (it would let 1 finding through)',
      remedy: 'say what, why and until when: docs/exceptions.md',
    },
  ])
})

test.each([
  ['weak-justification', /says too little/],
  ['no-expiry', /does not say until when/],
  ['bad-expiry', /no date \(YYYY-MM-DD\)/],
  ['too-long', /longer than exceptions may/],
  ['over-broad', /no resource, or every policy/],
  ['not-exemptable', /the policy allows no exceptions/],
  ['names-nothing', /no such policy or rule/],
] as [ExceptionProblem, RegExp][])('%s is put into words', (problem, words) => {
  expect(told({ state: 'rejected', problems: [problem] })[0]?.message).toMatch(words)
})
