import { readFileSync } from 'node:fs'
import { type ActionRun, action, cli } from '../support/built.ts'
import { LocalGitHub } from '../support/github/server.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { describeWith } from '../support/pinned.ts'
import { pullRequest } from '../support/pull-request.ts'
import { type Files, Repository, removeTemporaryFolders, temporaryFolder } from '../support/repository.ts'

// Rows 1 to 3: whoever writes a change tries to talk its judges round; an owner may agree.

afterAll(removeTemporaryFolders)

const NAME = 'require-limits'
const REASON = 'the batch job needs its burst until the migration'
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const SOON = inDays(30)
const LATER = inDays(90)

type Change = Parameters<typeof pullRequest>[1]

const JUSTIFIED = `  annotations:
    policy-gate.dev/justification: ${REASON}
    policy-gate.dev/expires: "${SOON}"
`

/** A Deployment that breaks the policy and asks to be let through. */
const exempt = (name: string): string =>
  deployment(name).replace(
    /^metadata:\n/m,
    `metadata:\n${JUSTIFIED.replace('annotations:\n', `annotations:\n    policy-gate.dev/exempt: ${NAME}\n`)}`,
  )

const EXEMPT = exempt('bad')
const LIST = `apiVersion: v1\nkind: List\nitems:\n  - ${EXEMPT.trim().replaceAll('\n', '\n    ')}\n`

const policyException = (annotations: string): string => `apiVersion: kyverno.io/v2
kind: PolicyException
metadata:
  name: bad
  namespace: shop
${annotations}spec:
  exceptions:
    - policyName: require-limits
      ruleNames: [limits, autogen-limits]
  match:
    any:
      - resources: {kinds: [Deployment], names: [bad]}
`

const labelled = (tier: string, limits = false): string =>
  deployment('batch', limits).replace('  name: batch\n', `  name: batch\n  labels: {tier: ${tier}}\n`)

const CONFIG = '.github/policy-gate.yml'
const CONFIGURATION = "owners: ['@olga']\nbaseline: .github/baseline.json\n"

const BASE: Files = {
  '.github/CODEOWNERS': '/policies/ @olga\n',
  '.github/baseline.json': '{"version": 1, "entries": []}\n',
  '.github/policy-gate.yml': CONFIGURATION,
  'deploy/good.yaml': deployment('good', true),
  'deploy/merged.yaml': exempt('merged'),
  'policies/limits.yaml': LIMITS_POLICY,
  'policies/other.yaml': LIMITS_POLICY.replace('  name: require-limits', '  name: other-limits').replace(
    'Enforce',
    'Audit',
  ),
}

describeWith('openapi', 'a change that meddles with its judges', (folder) => {
  let gitHub: LocalGitHub
  let entries = ''

  beforeAll(async () => {
    const repository = Repository.create()
    repository.commit({ ...BASE, 'deploy/bad.yaml': deployment('bad') })
    await cli(repository.folder, ['baseline', 'write', '--grow'])
    entries = readFileSync(repository.path('.github/baseline.json'), 'utf8')
    expect(entries).toContain(NAME)
  })

  beforeEach(async () => {
    gitHub = await LocalGitHub.start(folder)
    gitHub.permissions.set('olga', 'write')
  })

  afterEach(async () => {
    await gitHub.stop()
    expect(gitHub.faulty).toEqual([])
  })

  test('a file that is moved keeps what was merged with it, and gets nothing more', async () => {
    const base = { ...BASE, 'deploy/old.yaml': EXEMPT }
    const moved = pullRequest(base, (repository) => {
      repository.git('mv', 'deploy/old.yaml', 'deploy/new.yaml')
      repository.write({ 'deploy/new.yaml': `${EXEMPT}# moved\n` })
    })
    expect((await action(moved.repository, moved.setting)).outputs['verdict']).toBe('pass')
    const altered = pullRequest(base, (repository) => {
      repository.git('mv', 'deploy/old.yaml', 'deploy/new.yaml')
      repository.write({ 'deploy/new.yaml': EXEMPT.replace(/exempt: .*/, `exempt: ${NAME}, other-limits`) })
    })
    const { exceptions } = JSON.parse((await action(altered.repository, altered.setting)).report)
    expect(exceptions).toEqual([expect.objectContaining({ file: 'deploy/new.yaml', state: 'pending' })])
  })

  test.each<readonly [string, Change, boolean]>([
    ['an exempt resource under its name in another file', { 'deploy/copy.yaml': exempt('merged') }, false],
    ['a weak reason', { 'deploy/bad.yaml': EXEMPT.replace(/justification: .*/, 'justification: legacy') }, true],
    ['no end', { 'deploy/bad.yaml': EXEMPT.replace(/ {4}policy-gate.dev\/expires: .*\n/, '') }, true],
    ['everything', { 'deploy/bad.yaml': EXEMPT.replace(/exempt: .*/, 'exempt: "*"') }, true],
  ])('%s: fails', async (_, change, approves) => {
    const ran = await judge(change, approves)
    expect([ran.exitCode, ran.outputs['verdict']]).toEqual([1, 'fail'])
    const [entry] = JSON.parse(ran.report).exceptions.filter(({ state }: { state: string }) => state !== 'active')
    expect(entry.uses).toBeGreaterThan(0)
  })

  test('an exception that the base has without a reason does not count', async () => {
    const { repository, setting } = pullRequest(
      { ...BASE, 'policies/exception.yaml': policyException('') },
      { 'deploy/bad.yaml': deployment('bad') },
    )
    const ran = await action(repository, { ...setting })
    expect([ran.exitCode, ran.outputs['verdict']]).toEqual([1, 'fail'])
    expect(JSON.parse(ran.report).exceptions[0]).toMatchObject({
      id: 'shop/bad',
      state: 'rejected',
      problems: ['no-justification', 'no-expiry'],
      uses: 1,
    })
  })

  test('one that the base has with a reason and an end is shown with what it lets through', async () => {
    const { repository, setting } = pullRequest(
      { ...BASE, 'policies/exception.yaml': policyException(JUSTIFIED) },
      { 'deploy/bad.yaml': deployment('bad') },
    )
    const ran = await action(repository, { ...setting })
    expect([ran.exitCode, ran.outputs['verdict']]).toEqual([0, 'pass'])
    expect(JSON.parse(ran.report).exceptions[0]).toMatchObject({ id: 'shop/bad', state: 'active', uses: 1 })
    expect(ran.summary).toContain('shop/bad')
  })

  test('the preview tells what the change of the policies would make of it', async () => {
    const ran = await judge({ 'deploy/bad.yaml': deployment('bad'), 'policies/limits.yaml': AUDIT }, false)
    const { preview, policyChanges } = JSON.parse(ran.report)
    expect(preview).toMatchObject({ outcome: 'pass', violations: 0, more: [] })
    expect(preview.fewer).toEqual([expect.objectContaining({ rule: expect.stringContaining(NAME) })])
    expect(policyChanges).toEqual([
      { kind: 'policy', path: 'policies/limits.yaml', status: 'modified', owners: ['@olga'] },
    ])
    expect(ran.summary).toMatch(/Changes of what judges.*policies\/limits\.yaml.*1 fewer and 0 more than now/s)
    expect(ran.summary).toContain('not approved; owners')
  })

  test.each([
    ['a policy that finds no more and no less', 'policies/limits.yaml', `${LIMITS_POLICY}# the same\n`],
    ['who owns the policies', '.github/CODEOWNERS', '/policies/ @olga @agent\n'],
  ])('where changes of what judges have to be approved, %s fails until an owner has', async (_, path, text) => {
    const base = { ...BASE, '.github/policy-gate.yml': `${CONFIGURATION}require-approval-for-policy-changes: true\n` }
    const alone = await judge({ [path]: text }, false, base)
    expect([alone.exitCode, JSON.parse(alone.report).violations]).toEqual([1, 0])
    expect(JSON.parse(alone.report).summary).toContain('1 policy change that no owner has approved')
    const approved = await judge({ [path]: text }, true, base)
    expect([approved.exitCode, approved.outputs['verdict']]).toEqual([0, 'pass'])
  })

  test.each<readonly [string, Files, string]>([
    ['a setting that there is not', { [CONFIG]: `${CONFIGURATION}fail-onn: none\n` }, 'config.unknown-key'],
    ['two configurations', { '.github/policy-gate.yaml': 'fail-on: none\n' }, 'config.contradiction'],
  ])('%s counts for nothing, and is an error once an owner has approved it', async (_, change, code) => {
    const alone = await judge({ ...change, 'deploy/bad.yaml': deployment('bad') }, false)
    expect([alone.exitCode, JSON.parse(alone.report).preview.outcome]).toEqual([1, 'error'])
    const approved = await judge(change, true)
    expect([approved.exitCode, approved.outputs['verdict']]).toEqual([2, 'error'])
    expect(approved.stdout).toContain(code)
  })

  test.each<readonly [string, string, readonly [number, string]]>([
    ['that the base has', labelled('batch', true), [0, 'pass']],
    ['that only the change has', deployment('batch', true), [1, 'fail']],
    ['that has another value at the base', labelled('web', true), [1, 'fail']],
  ])('an exception by a label %s', async (_, before, expected) => {
    const exception = [
      CONFIGURATION.trimEnd(),
      'exceptions:',
      '  - policy: require-limits',
      '    resource: {labels: {tier: batch}}',
      `    justification: ${REASON}`,
      `    expires: "${SOON}"`,
    ]
    const base = { 'deploy/batch.yaml': before, [CONFIG]: `${exception.join('\n')}\n` }
    const ran = await judge({ 'deploy/batch.yaml': labelled('batch') }, false, base)
    expect([ran.exitCode, ran.outputs['verdict']]).toEqual(expected)
  })

  interface Judged extends ActionRun {
    readonly head: string
    /** The line that the run appended to the record. */
    readonly line: { readonly verdict: string; readonly exceptions: Told[]; readonly policyChanges: Told[] }
  }

  async function judge(change: Change, approves: boolean, before: Files = {}): Promise<Judged> {
    const { repository, setting, head } = pullRequest({ ...BASE, ...before }, change)
    const record = `${temporaryFolder()}/record.jsonl`
    gitHub.pull = { author: 'agent', head }
    if (approves)
      gitHub.given.push({
        user: { login: 'olga' },
        state: 'APPROVED',
        commit_id: head,
        body: 'until the migration',
        submitted_at: '2026-01-02T00:00:00Z',
      })
    const ran = await action(repository, {
      ...setting,
      inputs: { 'github-token': 'ghs_canary0123456789', comment: 'off', 'check-run': 'off', record },
      env: { GITHUB_API_URL: gitHub.url, GITHUB_REF: 'refs/pull/7/merge', GITHUB_RUN_ID: '1' },
    })
    return { ...ran, head, line: JSON.parse(readFileSync(record, 'utf8')) }
  }

  const AUDIT = LIMITS_POLICY.replace('Enforce', 'Audit')

  test.each<readonly [string, Change]>([
    ['the annotation on itself', { 'deploy/bad.yaml': EXEMPT }],
    ['the resource in a List', { 'deploy/list.yaml': LIST }],
    ['a later end of what the base lets through', { 'deploy/merged.yaml': exempt('merged').replace(SOON, LATER) }],
    ['the policy to audit', { 'deploy/bad.yaml': deployment('bad'), 'policies/limits.yaml': AUDIT }],
    [
      'the policy deleted',
      (repository) => repository.remove('policies/limits.yaml').write({ 'deploy/bad.yaml': deployment('bad') }),
    ],
    [
      'an exception in the configuration',
      {
        'deploy/bad.yaml': deployment('bad'),
        '.github/policy-gate.yml': CONFIGURATION.concat(
          'exceptions:\n',
          '  - policy: require-limits\n',
          '    resource: {kind: Deployment, name: bad}\n',
          `    justification: ${REASON}\n`,
          `    expires: "${SOON}"\n`,
        ),
      },
    ],
    [
      'a PolicyException beside the policies',
      { 'deploy/bad.yaml': deployment('bad'), 'policies/exception.yaml': policyException(JUSTIFIED) },
    ],
    [
      'a baseline entry',
      (repository) => repository.write({ 'deploy/bad.yaml': deployment('bad'), '.github/baseline.json': entries }),
    ],
  ])('%s: fails, and passes with an owner who approved that commit', (_, change) => failsUntilApproved(change))

  test.each<readonly [string, Change]>([
    ['where it is', { 'deploy/bad.yaml': EXEMPT }],
    [
      'in a file that is renamed',
      (repository) => {
        repository.git('mv', 'deploy/bad.yaml', 'deploy/worse.yaml')
        repository.write({ 'deploy/worse.yaml': EXEMPT })
      },
    ],
    [
      'in a List in the place of its file',
      (repository) => repository.remove('deploy/bad.yaml').write({ 'deploy/list.yaml': LIST }),
    ],
  ])('the annotation on what was as bad before, %s: the same', (_, change) =>
    failsUntilApproved(change, { 'deploy/bad.yaml': deployment('bad') }),
  )

  async function failsUntilApproved(change: Change, before: Files = {}): Promise<void> {
    const alone = await judge(change, false, before)
    expect([alone.exitCode, alone.outputs['verdict'], alone.line.verdict]).toEqual([1, 'fail', 'fail'])
    const report = JSON.parse(alone.report)
    const told: Told[] = [...(report.exceptions ?? []), ...(report.policyChanges ?? [])].filter(isAsked)
    expect(told.length).toBeGreaterThan(0)
    expect(told.filter(({ approval }) => approval !== undefined)).toEqual([])

    const approved = await judge(change, true, before)
    expect([approved.exitCode, approved.outputs['verdict'], approved.line.verdict]).toEqual([0, 'pass', 'pass'])
    const after = JSON.parse(approved.report)
    const approvals = [...(after.exceptions ?? []), ...(after.policyChanges ?? [])].flatMap(
      ({ approval }) => approval ?? [],
    )
    const { head: commit } = approved
    const given = { by: 'olga', at: '2026-01-02T00:00:00Z', how: 'review', commit, reason: 'until the migration' }
    expect(approvals[0]).toEqual(given)
    const { exceptions, policyChanges } = approved.line
    const recorded = [...exceptions, ...policyChanges].filter(({ approval }) => approval !== null)
    expect(recorded).toHaveLength(approvals.length)
    for (const { approval } of recorded) expect(approval).toEqual(given)
    for (const { state, justification } of exceptions.filter(({ approval }) => approval !== null))
      expect([state, justification]).toEqual(['active', REASON])
  }
})

/** An exception, or a change of what judges, in a report or a record. */
interface Told {
  readonly state?: string
  readonly justification?: string
  readonly approval?: unknown
}

const isAsked = ({ state }: Told): boolean => state !== 'active'
