import fc from 'fast-check'
import type { ExceptionEntry } from '../../src/model/exception.ts'
import type { PolicyChange } from '../../src/model/policy-change.ts'
import type { Status } from '../../src/model/result.ts'
import type { FailOn } from '../../src/model/verdict.ts'
import { decide } from '../../src/verdict/decide.ts'
import { exitCodeOf } from '../../src/verdict/exit-code.ts'
import { diagnostic, document, evidence, finding, policy, result } from './evidence.ts'

const decided = (over: Parameters<typeof evidence>[0], failOn: FailOn = 'enforce') => decide(evidence(over), { failOn })

describe('the outcome', () => {
  test.each([
    ['nothing found', {}, 'enforce', 'pass'],
    ['a failure of an enforced policy', { findings: [finding()] }, 'enforce', 'fail'],
    ['a failure of an audited policy', { findings: [finding({ enforcement: 'audit' })] }, 'enforce', 'pass'],
    ['the same where audits fail', { findings: [finding({ enforcement: 'audit' })] }, 'audit', 'fail'],
    ['an enforced failure where audits fail', { findings: [finding()] }, 'audit', 'fail'],
    ['an enforced failure where nothing fails', { findings: [finding()] }, 'none', 'pass'],
    ['a warning', { findings: [finding({ status: 'warn' })] }, 'enforce', 'pass'],
    ['a warning where audits fail', { findings: [finding({ status: 'warn' })] }, 'audit', 'pass'],
    ['out of scope', { findings: [finding({}, { inScope: false })] }, 'audit', 'pass'],
    ['excepted', { findings: [finding({}, { exception: 'ns/x' })] }, 'audit', 'pass'],
    ['known before', { findings: [finding({}, { baselined: true })] }, 'audit', 'pass'],
    ['not known before', { findings: [finding({}, { baselined: false })] }, 'enforce', 'fail'],
    ['a rule in error', { findings: [finding({ status: 'error' })] }, 'none', 'error'],
    [
      'a rule in error that is out of scope',
      { findings: [finding({ status: 'error' }, { inScope: false })] },
      'none',
      'error',
    ],
    [
      'a rule in error that is excepted',
      { findings: [finding({ status: 'error' }, { exception: 'ns/x' })] },
      'none',
      'error',
    ],
    ['a result in error that nobody made a finding of', { results: [result({ status: 'error' })] }, 'none', 'error'],
    ['an error beside a failure', { findings: [finding()], diagnostics: [diagnostic()] }, 'enforce', 'error'],
    ['an error where nothing fails', { diagnostics: [diagnostic()] }, 'none', 'error'],
    ['a warning of the run', { diagnostics: [diagnostic({ level: 'warning' })] }, 'audit', 'pass'],
    ['a note', { diagnostics: [diagnostic({ level: 'note' })] }, 'audit', 'pass'],
    ['documents and no policy', { policies: [] }, 'none', 'error'],
    [
      'documents and no rule that judges',
      { policies: [policy({ rules: [{ name: 'g', kind: 'generate', judged: false }] })] },
      'none',
      'error',
    ],
    ['no documents and no policy', { policies: [], documents: [] }, 'enforce', 'pass'],
  ] as const)('%s', (_name, over, failOn, outcome) => {
    expect(decided(over, failOn).outcome).toBe(outcome)
  })

  test('no marks, no level and no setting turn an error into a pass, and no pass holds a violation', () => {
    const status = fc.constantFrom<Status>('pass', 'fail', 'warn', 'error', 'skip')
    const one = fc.record({
      status,
      enforcement: fc.constantFrom('enforce' as const, 'audit' as const),
      inScope: fc.boolean(),
      exception: fc.option(fc.constant('a/b'), { nil: undefined }),
      baselined: fc.option(fc.boolean(), { nil: undefined }),
    })
    fc.assert(
      fc.property(fc.array(one), fc.constantFrom<FailOn>('enforce', 'audit', 'none'), (given, failOn) => {
        const findings = given.map(({ status: word, enforcement, inScope, exception, baselined }) =>
          finding(
            { status: word, enforcement },
            {
              inScope,
              ...(exception === undefined ? {} : { exception }),
              ...(baselined === undefined ? {} : { baselined }),
            },
          ),
        )
        const verdict = decided({ findings }, failOn)
        if (given.some((made) => made.status === 'error')) expect(verdict.outcome).toBe('error')
        if (verdict.outcome === 'pass') expect(verdict.violations).toBe(0)
        if (verdict.outcome === 'fail') expect(verdict.violations).toBeGreaterThan(0)
        expect(verdict.findings).toHaveLength(given.length)
      }),
    )
  })
})

describe('what it says', () => {
  test('0 documents is a pass that says so', () => {
    expect(decided({ documents: [] }).summary).toBe('0 documents in scope: nothing that changed is judged by a policy')
  })

  test('a pass names what was judged', () => {
    expect(decided({}).summary).toBe('no violation in 1 document in 1 file, judged by 1 rule of 1 policy')
  })

  test('a pass with findings says that they do not fail the gate, and why', () => {
    expect(decided({ findings: [finding(), finding()] }, 'none').summary).toBe(
      'no violation in 1 document in 1 file, judged by 1 rule of 1 policy; 2 findings that do not fail the gate (fail-on: none)',
    )
  })

  test.each([
    [[finding({ status: 'warn' })], '; 1 finding that does not fail the gate (fail-on: enforce)'],
    [[], ''],
  ])('%# findings in a pass', (findings, end) => {
    expect(decided({ findings }).summary).toBe(
      `no violation in 1 document in 1 file, judged by 1 rule of 1 policy${end}`,
    )
  })

  test('several policies are several', () => {
    const policies = [policy(), policy({ name: 'other' })]
    expect(decided({ policies }).summary).toContain('judged by 2 rules of 2 policies')
  })

  test('an error alone says so', () => {
    expect(decided({ diagnostics: [diagnostic()] }).summary).toBe('not judged completely: 1 error')
  })

  test('a failure counts its violations', () => {
    const documents = [document(), document({ file: 'b.yaml' })]
    expect(decided({ documents, findings: [finding(), finding({ enforcement: 'audit' })] }).summary).toBe(
      '1 violation in 2 documents in 2 files, judged by 1 rule of 1 policy',
    )
  })

  test('an error says how many, and keeps the violations', () => {
    const verdict = decided({ findings: [finding(), finding({ status: 'error' })], diagnostics: [diagnostic()] })
    expect(verdict.summary).toBe('not judged completely: 2 errors and 1 violation')
    expect(verdict.violations).toBe(1)
  })
})

describe('changes of what judges', () => {
  const change = (over: Partial<PolicyChange> = {}): PolicyChange => ({
    kind: 'policy',
    path: 'policies/p.yaml',
    status: 'modified',
    owners: ['@olga'],
    ...over,
  })
  const approval = { by: 'olga', at: '2026-03-01T00:00:00Z', how: 'review', commit: 'c', reason: '' } as const
  const approved = change({ approval })

  test.each([
    ['one that nobody approved, where it has to be', [change()], true, 'fail'],
    ['one of two', [approved, change()], true, 'fail'],
    ['one that was approved', [approved], true, 'pass'],
    ['one that need not be', [change()], false, 'pass'],
    ['one of which nothing is said', [change()], undefined, 'pass'],
    ['none', [], true, 'pass'],
  ] as const)('%s', (_, policyChanges, requireApproval, outcome) => {
    const options = { failOn: 'none', ...(requireApproval === undefined ? {} : { requireApproval }) } as const
    const verdict = decide(evidence({ policyChanges }), options)
    expect([verdict.outcome, verdict.policyChanges]).toEqual([
      outcome,
      policyChanges.length === 0 ? undefined : policyChanges,
    ])
    expect(verdict.violations).toBe(0)
  })

  test.each([
    [[change()], '; 1 policy change that no owner has approved'],
    [[change(), approved, change()], '; 2 policy changes that no owner has approved'],
  ])('are counted in what is said', (policyChanges, end) => {
    const { summary } = decide(evidence({ policyChanges }), { failOn: 'enforce', requireApproval: true })
    expect(summary).toBe(`0 violations in 1 document in 1 file, judged by 1 rule of 1 policy${end}`)
  })

  test('do not outweigh a violation, nor it them', () => {
    const both = evidence({ policyChanges: [change()], findings: [finding()] })
    expect(decide(both, { failOn: 'enforce', requireApproval: true })).toMatchObject({ outcome: 'fail', violations: 1 })
  })

  test('one that a person has to look at is told', () => {
    const workflow = change({ kind: 'workflow', path: '.github/workflows/gate.yml', escalate: true })
    expect(decided({ policyChanges: [change(), workflow] }).diagnostics).toEqual([
      {
        level: 'warning',
        code: 'change.own-workflow',
        message:
          'this change alters the workflow that runs the gate (.github/workflows/gate.yml, modified): GitHub runs it as the change has it, whatever the base says',
        file: '.github/workflows/gate.yml',
        remedy:
          'have a person read it; with `require-approval-for-policy-changes: true` it fails the gate until an owner has approved the commit',
        blame: 'user',
      },
    ])
  })
})

describe('what is piped in', () => {
  const empty = { changes: { source: 'stdin', files: [] }, documents: [] } as const
  const skip = (detail?: string) => ({
    file: '-',
    reason: 'not-kubernetes' as const,
    ...(detail === undefined ? {} : { detail }),
  })
  const said = (only = '') => ({
    level: 'error',
    code: 'input.no-manifest',
    message: `standard input holds nothing that the policies can judge${only}`,
    remedy: 'give a manifest as it is, or in Markdown between ```yaml and ```',
    blame: 'user',
  })

  test.each([
    ['nothing', [], said()],
    ['what says nothing of itself', [skip()], said()],
    ['prose', [skip('prose'), skip(), skip('a shell script')], said(', only prose, a shell script')],
    ['much', 'abcdefg'.split('').map(skip), said(', only a, b, c, d, e')],
  ])('and holds no manifest, but %s, is an error', (_, skipped, expected) => {
    const verdict = decided({ ...empty, skipped }, 'none')
    expect([verdict.outcome, verdict.diagnostics]).toEqual(['error', [expected]])
  })

  test('is no error where there is a manifest', () => {
    expect(decided({ ...empty, documents: [document()] }).diagnostics).toEqual([])
  })

  test('is not told of twice where something else is wrong with it', () => {
    const [note, error] = [diagnostic({ level: 'note' }), diagnostic()]
    expect(decided({ ...empty, diagnostics: [note, error] }).diagnostics).toEqual([note, error])
    expect(decided({ ...empty, diagnostics: [note] }).diagnostics).toEqual([note, said()])
  })

  test.each(['git', 'arguments', 'all-files'] as const)('is another thing than files from %s', (source) => {
    expect(decided({ ...empty, changes: { source, files: [] } })).toMatchObject({ outcome: 'pass', diagnostics: [] })
  })
})

test('documents that no rule could judge are told', () => {
  expect(decided({ policies: [], documents: [document(), document({ index: 1 })] }).diagnostics).toEqual([
    {
      level: 'error',
      code: 'policies.none',
      message: 'no rule was loaded, so none of the 2 documents was judged',
      remedy: 'check `policies`: it must name files that hold validation policies',
      blame: 'user',
    },
  ])
})

describe('what is kept', () => {
  const entry = { id: 'e', state: 'active' } as ExceptionEntry
  const given = {
    suggestions: [],
    baseline: { file: 'b.json', entries: 1, used: 1 },
    exceptions: [entry],
    skipped: [{ file: 'a.md', reason: 'not-configuration' }],
    changes: { source: 'git', files: [], base: 'b' },
  } as const

  test('is what was given', () => {
    expect(decided(given)).toMatchObject({ ...given, failOn: 'enforce', diagnostics: [] })
  })

  test('is nothing where nothing was given', () => {
    const verdict = decided({ exceptions: [] })
    for (const key of ['suggestions', 'baseline', 'exceptions', 'policyChanges'])
      expect(verdict).not.toHaveProperty(key)
  })
})

test('everything is counted, judged rules only', () => {
  const statuses: Status[] = ['pass', 'pass', 'fail', 'warn', 'error', 'skip', 'skip', 'skip']
  const rules = [
    { name: 'a', kind: 'validate', judged: true },
    { name: 'b', kind: 'generate', judged: false },
  ] as const
  const { counts } = decided({
    results: statuses.map((status) => result({ status })),
    documents: [document(), document({ index: 1 }), document({ file: 'other.yaml' })],
    policies: [policy({ rules }), policy({ name: 'require-labels', rules })],
  })
  expect(counts).toEqual({
    files: 2,
    documents: 3,
    policies: 2,
    rules: 2,
    pass: 2,
    fail: 1,
    warn: 1,
    error: 1,
    skip: 3,
  })
})

test('all results are kept only when they are asked for', () => {
  const results = [result({ status: 'pass' })]
  expect(decide(evidence({ results }), { failOn: 'enforce' }).results).toEqual([])
  expect(decide(evidence({ results }), { failOn: 'enforce', allResults: true }).results).toEqual(results)
})

describe('the exit code', () => {
  test.each([
    ['a pass', {}, 0],
    ['a violation', { findings: [finding()] }, 1],
    ["the user's error", { diagnostics: [diagnostic()] }, 2],
    ["the user's error beside violations", { findings: [finding()], diagnostics: [diagnostic()] }, 2],
    ['a rule in error', { findings: [finding({ status: 'error' })] }, 2],
    ["an engine's failure", { diagnostics: [diagnostic({ blame: 'engine' })] }, 3],
    ['both', { diagnostics: [diagnostic(), diagnostic({ blame: 'engine' })] }, 3],
    [
      "the user's error and an engine's note",
      { diagnostics: [diagnostic(), diagnostic({ blame: 'engine', level: 'note' })] },
      2,
    ],
  ] as const)('of %s', (_name, over, code) => {
    expect(exitCodeOf(decided(over))).toBe(code)
  })
})
