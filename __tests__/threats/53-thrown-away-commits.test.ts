import { AgentBranch } from '../support/agent-branch.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { describeWith } from '../support/pinned.ts'
import { removeTemporaryFolders } from '../support/repository.ts'

afterAll(removeTemporaryFolders)

describeWith('openapi', '53: an agent that throws its attempts away', (folder) => {
  const refuse = (branch: AgentBranch, match: RegExp) =>
    branch.gitHub.faults.push({ match, times: Number.POSITIVE_INFINITY, status: 403, message: 'no' })

  test.each([
    ['GitHub shows the activity of the branch', undefined],
    ['GitHub does not show the activity of the branch', /\/activity/],
    ['GitHub does not show the pull requests of the branch', /GET [^?]*\/pulls\?/],
  ])('a force-push, a closed and a new pull request keep the count: %s', async (_, hidden) => {
    const branch = await AgentBranch.start(folder, { 'policies/limits.yaml': LIMITS_POLICY })
    if (hidden !== undefined) refuse(branch, hidden)
    const outputs: unknown[] = []
    const judge = async () => outputs.push(await branch.outputs())

    branch.push({ 'deploy/a.yaml': deployment('a') })
    await judge()
    branch.forcePush({ 'deploy/b.yaml': deployment('b') })
    await judge()
    branch.reopen()
    await judge()
    branch.openAnother()
    await judge()
    branch.push({ 'deploy/c.yaml': deployment('c') })
    await judge()

    expect(outputs).toEqual([
      ['fail', '1', 'false'],
      ['fail', '2', 'false'],
      ['fail', '2', 'false'],
      ['fail', '2', 'false'],
      ['fail', '3', 'true'],
    ])
    expect(branch.gitHub.faulty).toEqual([])
    await branch.gitHub.stop()
  })

  test('to push the first commit again when all are used up gives none back', async () => {
    const branch = await AgentBranch.start(folder, { 'policies/limits.yaml': LIMITS_POLICY })
    branch.inputs = { 'max-attempts': '2' }
    const first = { 'deploy/a.yaml': deployment('a') }
    branch.push(first)
    await branch.judge()
    branch.forcePush({ 'deploy/b.yaml': deployment('b') })
    expect(await branch.outputs()).toEqual(['fail', '2', 'true'])
    branch.openAnother()
    branch.forcePush(first)
    const { outputs, feedback } = await branch.judge()
    expect(outputs).toMatchObject({ verdict: 'fail', escalated: 'true' })
    expect(JSON.parse(feedback)).toMatchObject({ next: 'stop_and_escalate', findings: [] })
    await branch.gitHub.stop()
  })
})
