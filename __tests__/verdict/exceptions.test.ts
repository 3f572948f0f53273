import type { Approval } from '../../src/model/approval.ts'
import type { Finding } from '../../src/model/finding.ts'
import { markExceptions } from '../../src/verdict/exceptions.ts'
import { isOpen } from '../../src/verdict/level.ts'
import type { WrittenException } from '../../src/verdict/written-exception.ts'
import { document, finding, policy, RULES, type result, written } from './evidence.ts'

const APPROVAL: Approval = {
  by: 'olga',
  at: '2026-03-01T00:00:00Z',
  how: 'review',
  commit: 'c'.repeat(40),
  reason: 'ok',
}

const marked = (findings: readonly Finding[], ...exceptions: WrittenException[]) =>
  markExceptions(findings, exceptions, [policy()], RULES)

/** What became of one finding, and the state of the first exception. */
function one(of: Finding, ...exceptions: WrittenException[]) {
  const { findings, exceptions: entries } = marked([of], ...exceptions)
  return { marks: findings[0]?.marks, status: findings[0]?.result.status, entry: entries[0] }
}

describe('what an exception lets through', () => {
  test.each(['fail', 'warn'] as const)('%s', (status) => {
    const { marks, entry } = one(finding({ status }), written())
    expect(marks).toEqual({ inScope: true, exception: 'exceptions[0]' })
    expect(entry).toMatchObject({ state: 'active', problems: [], uses: 1 })
  })

  test.each(['error', 'pass', 'skip'] as const)('not %s, which nobody excuses', (status) => {
    const { marks, entry } = one(finding({ status }), written())
    expect(marks).toEqual({ inScope: true })
    expect(entry).toMatchObject({ state: 'active', uses: 0 })
  })

  test.each([
    ['another policy', { policy: policy({ name: 'other' }) }],
    ['another resource', { document: document({ resource: { ...document().resource, name: 'api' } }) }],
  ])('not what is of %s', (_, over) => {
    const { marks, entry } = one(finding(over), written())
    expect(marks).toEqual({ inScope: true })
    expect(entry).toMatchObject({ uses: 0 })
  })

  test('any of its targets, and every finding that is meant', () => {
    const both = written({ targets: [{ policy: 'gone' }, { policy: 'require-limits' }] })
    const { findings, exceptions } = marked([finding(), finding({ rule: 'other' }), finding({ status: 'error' })], both)
    expect(findings.map(isOpen)).toEqual([false, false, true])
    expect(exceptions[0]?.uses).toBe(2)
  })

  test('other marks stay, and nothing is taken away', () => {
    const { findings } = marked([finding({}, { inScope: false, mild: true })], written())
    expect(findings.map(({ marks }) => marks)).toEqual([{ inScope: false, mild: true, exception: 'exceptions[0]' }])
  })
})

describe('an exception that does not count', () => {
  test.each([
    ['that is new', { isNew: true }, 'pending', []],
    ['that says no why', { justification: '' }, 'rejected', ['no-justification']],
    ['that is new and says no why', { isNew: true, justification: '' }, 'rejected', ['no-justification']],
    [
      'that an owner approved and that has expired',
      { isNew: true, approval: APPROVAL, expires: '2026-03-09' },
      'rejected',
      ['expired'],
    ],
  ] as const)('%s is told, and the finding fails', (_, over, state, problems) => {
    const { marks, entry } = one(finding(), written(over))
    expect(marks).toEqual({ inScope: true, claimed: 'exceptions[0]' })
    expect(entry).toMatchObject({ state, problems, uses: 1 })
  })

  test('counts once an owner has approved it', () => {
    const { marks, entry } = one(finding(), written({ isNew: true, approval: APPROVAL }))
    expect(marks).toEqual({ inScope: true, exception: 'exceptions[0]' })
    expect(entry).toMatchObject({ state: 'active', approval: APPROVAL })
  })

  test('does not stand in the way of one that counts', () => {
    const pending = written({ id: 'exceptions[1]', isNew: true })
    expect(one(finding(), pending, written()).marks).toEqual({ inScope: true, exception: 'exceptions[0]' })
  })

  test('the first of several is named', () => {
    const [first, second] = ['a', 'b'].map((id) => written({ id, isNew: true })) as [WrittenException, WrittenException]
    expect(one(finding(), first, second).marks?.claimed).toBe('a')
  })
})

describe("the policy's own words", () => {
  const message = 'validation error: CPU and memory limits are required. rule check failed'

  test.each([
    ['are no reason', 'CPU and memory limits are required', ['weak-justification']],
    ['in other capitals are none, either', 'cpu and MEMORY limits: are required!', ['weak-justification']],
    ['with a reason beside them are one', 'CPU and memory limits are required, but the node has no others', []],
  ])('%s', (_, justification, problems) => {
    expect(one(finding({ message }), written({ justification })).entry?.problems).toEqual(problems)
  })

  test('are not told twice', () => {
    const shown = one(finding({ message: 'because it is so' }), written({ justification: 'because' }))
    expect(shown.entry?.problems).toEqual(['weak-justification'])
  })

  test('of a finding that it is not for do not matter', () => {
    const justification = 'the nightly import is an exception here'
    const other = finding({ policy: policy({ name: 'other' }), message: justification })
    expect(marked([other, finding()], written({ justification })).exceptions[0]?.problems).toEqual([])
  })

  test('are not looked for where nothing is said', () => {
    expect(one(finding(), written({ justification: '--' })).entry?.problems).toEqual(['weak-justification'])
    const { justification: _, ...silent } = written()
    expect(one(finding(), silent).entry?.problems).toEqual(['no-justification'])
  })

  test('of one finding among several are enough', () => {
    const justification = 'CPU and memory limits are required'
    expect(marked([finding(), finding({ message })], written({ justification })).exceptions[0]?.state).toBe('rejected')
  })
})

describe('an annotation that the change writes', () => {
  const annotation = written({ form: 'annotation', isNew: true })

  test('has what it asks for count, in whatever scope', () => {
    expect(one(finding({}, { inScope: false }), annotation).marks).toEqual({ inScope: true, claimed: 'exceptions[0]' })
    const bad = { ...annotation, justification: '' }
    expect(one(finding({}, { inScope: false }), bad).marks?.inScope).toBe(true)
    const approved = { ...annotation, approval: APPROVAL }
    expect(one(finding({}, { inScope: false }), approved).marks).toEqual({ inScope: true, exception: 'exceptions[0]' })
  })

  test.each([
    ['stood at the base', { ...annotation, isNew: false }],
    ['is of another form', { ...annotation, form: 'configuration' as const }],
    ['asks for something else', { ...annotation, targets: [{ policy: 'other' }] }],
  ])('and one that %s changes no scope', (_, exception) => {
    expect(one(finding({}, { inScope: false }), exception).marks?.inScope).toBe(false)
  })
})

describe('what an engine let through itself', () => {
  const skipped = (exception: string, over: Parameters<typeof result>[0] = {}) =>
    finding({ status: 'skip', exception, ...over }, { exception })
  const named = (id: string, over: Partial<WrittenException> = {}) =>
    written({ id, form: 'policy-exception', selects: () => false, ...over })

  test('is let through by an exception of that name that counts', () => {
    const { marks, status, entry } = one(skipped('shop/web'), named('shop/web'))
    expect(marks).toEqual({ inScope: true, exception: 'shop/web' })
    expect(status).toBe('skip')
    expect(entry).toMatchObject({ uses: 1 })
  })

  test.each([
    ['does not count', named('shop/web', { justification: '' }), 'shop/web'],
    ['nobody knows', named('shop/other'), undefined],
    ['has a name that begins alike', named('shop/we'), undefined],
  ])('fails by one that %s', (_, exception, claimed) => {
    const before = skipped('shop/web')
    const { findings, results } = marked([before], exception)
    expect(findings[0]?.marks).toEqual({ inScope: true, ...(claimed === undefined ? {} : { claimed }) })
    expect(findings[0]?.result.status).toBe('fail')
    expect(findings[0]?.result).not.toHaveProperty('exception')
    expect([...results]).toEqual([[before.result, findings[0]?.result]])
  })

  test('does not ask what the exception is for: the engine has', () => {
    const other = finding({ policy: policy({ name: 'other' }), status: 'skip', exception: 'shop/web' })
    expect(one(other, named('shop/web')).marks?.exception).toBe('shop/web')
    expect(one(finding(), named('shop/web')).marks).toEqual({ inScope: true })
  })

  test.each([
    [{ policy: policy({ engine: 'rego' }), enforcement: 'audit' }, 'warn'],
    [{ policy: policy({ engine: 'rego' }), enforcement: 'enforce' }, 'fail'],
    [{ policy: policy({ engine: 'kyverno' }), enforcement: 'audit' }, 'fail'],
  ] as const)('becomes what it was before: %j', (over, status) => {
    expect(one(skipped('shop/web', over)).status).toBe(status)
  })

  test('by several together, all of which have to count', () => {
    const group = skipped('data.main.exception[_][_] == "x"')
    const [good, bad] = [named('data.main.exception'), named('data.main.exception', { expires: '2026-01-01' })]
    expect(one(group, good, good).marks?.exception).toBe('data.main.exception')
    for (const pair of [
      [good, bad],
      [bad, good],
    ] as const) {
      expect(one(group, ...pair)).toMatchObject({ status: 'fail', marks: { claimed: 'data.main.exception' } })
    }
  })

  test('results that stay as they are are not told as changed', () => {
    expect([...marked([finding(), skipped('shop/web')], named('shop/web')).results]).toEqual([])
  })
})

test('the register tells what is written, and leaves out what is not', () => {
  const { justification, expires, ...bare } = written({ targets: [{ policy: 'require-limits', rule: 'check' }] })
  const place = { id: bare.id, form: bare.form, file: bare.file, line: bare.line, covers: ['require-limits/check'] }
  expect(marked([], bare).exceptions).toStrictEqual([
    { ...place, state: 'rejected', problems: ['no-justification', 'no-expiry'], uses: 0 },
  ])
  const more = { ticket: 'SHOP-1', approver: 'Olga', approval: APPROVAL }
  expect(marked([], { ...bare, ...more, ...written(), targets: bare.targets }).exceptions).toStrictEqual([
    { ...place, justification, expires, ...more, state: 'active', problems: [], uses: 0 },
  ])
})
