import { AgentBranch, LABEL } from '../support/agent-branch.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { describeWith } from '../support/pinned.ts'
import { removeTemporaryFolders } from '../support/repository.ts'

afterAll(removeTemporaryFolders)

const RESET = '/policy-gate reset'

describeWith('openapi', '54: an agent that calls the person off', (folder) => {
  /** Two attempts, used up. Olga owns the policies; Sam may do everything else; Mallory steers the agent, and is an owner. */
  async function usedUp(author = 'copilot-swe-agent[bot]') {
    const branch = await AgentBranch.start(folder, {
      'policies/limits.yaml': LIMITS_POLICY,
      CODEOWNERS: '/policies/ @olga @mallory\n',
    })
    branch.author = author
    branch.inputs = { 'max-attempts': '2', 'escalation-reviewers': 'olga' }
    for (const login of ['olga', 'mallory', 'sam']) branch.gitHub.permissions.set(login, 'admin')
    branch.push({ 'deploy/a.yaml': deployment('a') })
    await branch.judge()
    branch.push({ 'deploy/b.yaml': deployment('b') })
    expect(await branch.outputs()).toEqual(['fail', '2', 'true'])
    expect([[...branch.gitHub.labels], branch.reviewsAsked]).toEqual([[LABEL], 1])
    return branch
  }

  async function stop({ gitHub }: AgentBranch) {
    expect(gitHub.faulty).toEqual([])
    await gitHub.stop()
  }

  test.each(['copilot-swe-agent[bot]', 'sam'])(
    'a label that %s took off is put back, and nobody is asked twice',
    async (who) => {
      const branch = await usedUp()
      branch.takeLabelOff(who)
      expect(await branch.outputs()).toEqual(['fail', '2', 'true'])
      expect([[...branch.gitHub.labels], branch.reviewsAsked]).toEqual([[LABEL], 1])
      await stop(branch)
    },
  )

  test.each<[string, string, (branch: AgentBranch) => void]>([
    ['the agent', 'copilot-swe-agent[bot]', (branch) => branch.say('copilot-swe-agent[bot]', RESET)],
    ['the author, who is an owner', 'mallory', (branch) => branch.say('Mallory', RESET)],
    ['somebody who owns no policy', 'copilot-swe-agent[bot]', (branch) => branch.say('sam', RESET)],
    ['an app in the name of an owner', 'copilot-swe-agent[bot]', (branch) => branch.say('olga', RESET, { app: 'x' })],
    [
      'an edit of what an owner said',
      'copilot-swe-agent[bot]',
      (branch) => branch.say('olga', RESET, { edited: true }),
    ],
    ['an owner who only speaks of it', 'copilot-swe-agent[bot]', (branch) => branch.say('olga', `Not ${RESET} yet`)],
  ])('no new attempts by %s', async (_, author, speak) => {
    const branch = await usedUp(author)
    speak(branch)
    expect(await branch.outputs()).toEqual(['fail', '2', 'true'])
    expect([...branch.gitHub.labels]).toEqual([LABEL])
    await stop(branch)
  })

  test.each<[string, (branch: AgentBranch) => void]>([
    ['says so', (branch) => branch.say('olga', `It was the wrong policy.\n\n${RESET}`)],
    ['takes the label off', (branch) => branch.takeLabelOff('olga')],
  ])('an owner who %s gives new attempts, as many as before', async (_, give) => {
    const branch = await usedUp()
    give(branch)
    expect(await branch.outputs()).toEqual(['fail', '1', 'false'])
    expect([...branch.gitHub.labels]).toEqual([])
    branch.push({ 'deploy/c.yaml': deployment('c') })
    expect(await branch.outputs()).toEqual(['fail', '2', 'true'])
    expect([[...branch.gitHub.labels], branch.reviewsAsked]).toEqual([[LABEL], 2])
    await stop(branch)
  })
})
