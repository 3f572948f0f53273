import { type ActionRun, action } from '../support/built.ts'
import { LocalGitHub } from '../support/github/server.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { describeWith } from '../support/pinned.ts'
import { pullRequest } from '../support/pull-request.ts'
import { type Files, removeTemporaryFolders } from '../support/repository.ts'

// Rows 1 to 3: whoever writes a change tries to talk its judges round; an owner may agree.

afterAll(removeTemporaryFolders)

const BASE: Files = {
  '.github/CODEOWNERS': '/policies/ @olga\n',
  'policies/limits.yaml': LIMITS_POLICY,
  'policies/other.yaml': LIMITS_POLICY.replace(/^ {2}name: .*$/m, '  name: other-limits').replace(
    /Deny|Enforce/g,
    'Audit',
  ),
  'deploy/good.yaml': deployment('good', true),
}

const NAME = /^ {2}name: (.*)$/m.exec(LIMITS_POLICY)?.[1] ?? ''
const SOON = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)

const EXEMPT = deployment('bad').replace(
  /^metadata:\n/m,
  `metadata:\n  annotations:\n    policy-gate.dev/exempt: ${NAME}\n    policy-gate.dev/justification: the batch job needs its burst until the migration\n    policy-gate.dev/expires: "${SOON}"\n`,
)

describeWith('openapi', 'a change that meddles with its judges', (folder) => {
  let gitHub: LocalGitHub

  beforeEach(async () => {
    gitHub = await LocalGitHub.start(folder)
    gitHub.permissions.set('olga', 'write')
  })

  afterEach(async () => {
    await gitHub.stop()
    expect(gitHub.faulty).toEqual([])
  })

  async function judge(change: Parameters<typeof pullRequest>[1], approves: boolean): Promise<ActionRun> {
    const { repository, setting, head } = pullRequest(BASE, change)
    gitHub.pull = { author: 'agent', head }
    if (approves)
      gitHub.given.push({
        user: { login: 'olga' },
        state: 'APPROVED',
        commit_id: head,
        body: 'until the migration',
        submitted_at: '2026-01-02T00:00:00Z',
      })
    return action(repository, {
      ...setting,
      inputs: { 'github-token': 'ghs_canary0123456789', comment: 'off', 'check-run': 'off' },
      env: { GITHUB_API_URL: gitHub.url, GITHUB_REF: 'refs/pull/7/merge', GITHUB_RUN_ID: '1' },
    })
  }

  const AUDIT = LIMITS_POLICY.replace(/Deny|Enforce/g, 'Audit')

  test.each<readonly [string, Parameters<typeof pullRequest>[1]]>([
    ['the annotation on itself', { 'deploy/bad.yaml': EXEMPT }],
    ['the policy to audit', { 'deploy/bad.yaml': deployment('bad'), 'policies/limits.yaml': AUDIT }],
    [
      'the policy deleted',
      (repository) => repository.remove('policies/limits.yaml').write({ 'deploy/bad.yaml': deployment('bad') }),
    ],
  ])('%s: fails, and passes with an owner who approved that commit', async (_, change) => {
    const alone = await judge(change, false)
    expect([alone.exitCode, alone.outputs['verdict']]).toEqual([1, 'fail'])
    const report = JSON.parse(alone.report)
    const told = [...(report.exceptions ?? []), ...(report.policyChanges ?? [])]
    expect(told).toHaveLength(1)
    expect(told[0].approval).toBeUndefined()

    const approved = await judge(change, true)
    expect([approved.exitCode, approved.outputs['verdict']]).toEqual([0, 'pass'])
    const after = JSON.parse(approved.report)
    expect([...(after.exceptions ?? []), ...(after.policyChanges ?? [])][0].approval).toMatchObject({
      by: 'olga',
      how: 'review',
      reason: 'until the migration',
    })
  })
})
