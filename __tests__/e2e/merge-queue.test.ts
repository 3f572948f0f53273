import { type ActionRun, action } from '../support/built.ts'
import { LocalGitHub } from '../support/github/server.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { describeWith } from '../support/pinned.ts'
import { pullRequest } from '../support/pull-request.ts'
import { type Repository, removeTemporaryFolders } from '../support/repository.ts'

// Approvals of a pull request in the merge queue, and what the record says of them.

afterAll(removeTemporaryFolders)

const EXPIRES = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)
const EXCEPTION = `exceptions:
  - policy: require-limits
    resource: {kind: Deployment, name: bad}
    justification: The nightly import needs the burst until it has moved.
    expires: ${EXPIRES}
`
const BASE = {
  '.github/CODEOWNERS': '* @olga\n',
  '.github/policy-gate.yml': 'policies: [policies]\n',
  'policies/limits.yaml': LIMITS_POLICY,
}
const CHANGE = { '.github/policy-gate.yml': `policies: [policies]\n${EXCEPTION}`, 'deploy/bad.yaml': deployment('bad') }

describeWith('openapi', 'in a merge queue', (folder) => {
  let gitHub: LocalGitHub

  beforeEach(async () => {
    gitHub = await LocalGitHub.start(folder)
    gitHub.permissions.set('olga', 'write')
  })

  afterEach(async () => {
    await gitHub.stop()
    expect(gitHub.faulty).toEqual([])
  })

  type Queue = (repository: Repository, tip: string, head: string) => string

  const merged: Queue = (repository) => repository.git('rev-parse', 'HEAD')

  const squashed: Queue = (repository, tip) => commitOf(repository, tip)

  /** What is checked out, as a commit on top of another. */
  function commitOf(repository: Repository, parent: string): string {
    const commit = repository.git('commit-tree', 'HEAD^{tree}', '-p', parent, '-m', 'queued')
    repository.checkout(commit)
    return commit
  }

  async function judge(
    queue: Queue,
    approved: (head: string) => string,
  ): Promise<ActionRun & { readonly head: string; record: string }> {
    const { repository, tip, head } = pullRequest(BASE, CHANGE)
    const group = queue(repository, tip, head)
    gitHub.pull = { author: 'agent', head }
    gitHub.given.push({
      user: { login: 'olga' },
      state: 'APPROVED',
      commit_id: approved(head),
      body: 'until the migration',
      submitted_at: '2026-01-02T00:00:00Z',
    })
    const ref = `refs/heads/gh-readonly-queue/main/pr-7-${tip}`
    const payload = { merge_group: { base_sha: tip, head_sha: group, head_ref: ref, base_ref: 'refs/heads/main' } }
    const ran = await action(repository, {
      event: 'merge_group',
      payload,
      sha: group,
      inputs: { 'github-token': 'ghs_canary0123456789', 'check-run': 'off', record: 'record.jsonl' },
      env: { GITHUB_API_URL: gitHub.url, GITHUB_REF: ref, GITHUB_RUN_ID: '1' },
    })
    return { ...ran, head, record: repository.read('record.jsonl') }
  }

  test.each([
    ['a merge commit', merged],
    ['one commit', squashed],
  ])('the approval of the head counts in %s, and is recorded with who, when, what for and why', async (_, queue) => {
    const ran = await judge(queue, (head) => head)
    expect([ran.exitCode, ran.outputs['verdict']]).toEqual([0, 'pass'])
    const approval = {
      by: 'olga',
      at: '2026-01-02T00:00:00Z',
      how: 'review',
      commit: ran.head,
      reason: 'until the migration',
    }
    const { exceptions, policyChanges } = JSON.parse(ran.record)
    expect(policyChanges).toEqual([
      { kind: 'configuration', path: '.github/policy-gate.yml', status: 'modified', approval },
    ])
    expect(exceptions).toMatchObject([
      {
        covers: ['require-limits'],
        state: 'active',
        uses: 1,
        justification: expect.stringContaining('nightly import'),
      },
    ])
  })

  test('the approval of another commit does not', async () => {
    const ran = await judge(merged, () => 'a'.repeat(40))
    expect([ran.exitCode, ran.outputs['verdict']]).toEqual([1, 'fail'])
  })

  test('in a group that holds the change of somebody else as well no approval counts, and a note says so', async () => {
    const ran = await judge(
      (repository, tip) =>
        commitOf(repository, repository.git('commit-tree', `${tip}^{tree}`, '-p', tip, '-m', 'other')),
      (head) => head,
    )
    expect([ran.exitCode, ran.outputs['verdict']]).toEqual([1, 'fail'])
    expect(JSON.parse(ran.report).diagnostics).toContainEqual(expect.objectContaining({ code: 'approval.merge-group' }))
  })
})
