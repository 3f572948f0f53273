import { AgentBranch, type AgentRun, LABEL } from '../support/agent-branch.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { describeWith } from '../support/pinned.ts'
import { removeTemporaryFolders } from '../support/repository.ts'
import { LocalWebhook } from '../support/webhook.ts'

afterAll(removeTemporaryFolders)

const POLICIES = { 'policies/limits.yaml': LIMITS_POLICY }

describeWith('openapi', 'a person is called in', (folder) => {
  const started: { stop(): Promise<void> }[] = []
  afterEach(() => Promise.all(started.splice(0).map((server) => server.stop())))

  async function branchOf(base: Readonly<Record<string, string>>, inputs = {}) {
    const branch = await AgentBranch.start(folder, base)
    branch.inputs = inputs
    started.push(branch.gitHub)
    return branch
  }

  /** All but the command by which the runner is told what to mask. */
  const told = ({ log, annotations, ...rest }: AgentRun) =>
    JSON.stringify([log, annotations, rest.summary, rest.outputs, rest.feedback, rest.stderr])

  const broken = (name: string) => ({ [`deploy/${name}.yaml`]: deployment(name) })

  async function webhookOf(branch: AgentBranch) {
    const webhook = await LocalWebhook.start()
    started.push(webhook)
    branch.env = webhook.env
    return webhook
  }

  test('a stubborn agent is stopped at three commits, whatever it does between them', async () => {
    const branch = await branchOf(POLICIES)
    branch.push(broken('a'))
    const both = await branch.judgeAtOnce(2)
    expect(both.map(({ outputs }) => [outputs['attempt'], outputs['escalated']])).toEqual([
      ['1', 'false'],
      ['1', 'false'],
    ])
    branch.forcePush(broken('b'))
    expect(await branch.outputs()).toEqual(['fail', '2', 'false'])
    branch.reopen()
    expect(await branch.outputs()).toEqual(['fail', '2', 'false'])
    branch.openAnother()
    branch.push(broken('c'))
    const { outputs, summary } = await branch.judge()
    expect(outputs).toMatchObject({ attempt: '3', escalated: 'true' })
    expect(summary).toContain('What each attempt changed')
    branch.takeLabelOff('copilot-swe-agent[bot]')
    branch.push(broken('d'))
    const after = await branch.judge()
    expect(after.outputs).toMatchObject({ verdict: 'fail', escalated: 'true' })
    expect(JSON.parse(after.feedback)).toMatchObject({ next: 'stop_and_escalate', findings: [] })
    expect([...branch.gitHub.labels]).toEqual([LABEL])
    expect(branch.gitHub.faulty).toEqual([])
  })

  test('owners whom the configuration of the base names give new attempts; those of the change give none', async () => {
    const branch = await branchOf(
      { ...POLICIES, '.github/policy-gate.yml': "owners: ['@olga']\n" },
      { 'max-attempts': '1' },
    )
    for (const login of ['olga', 'sam']) branch.gitHub.permissions.set(login, 'admin')
    branch.push({ ...broken('a'), '.github/policy-gate.yml': "owners: ['@sam']\n" })
    const { outputs, summary } = await branch.judge()
    expect(outputs).toMatchObject({ escalated: 'true' })
    expect(summary).toContain('an owner (<code>&#64;&#8203;olga</code>)')
    branch.say('sam', '/policy-gate reset')
    expect(await branch.outputs()).toEqual(['fail', '1', 'true'])
    branch.say('olga', '/policy-gate reset')
    branch.push(broken('b'))
    branch.inputs = { 'max-attempts': '2' }
    expect(await branch.outputs()).toEqual(['fail', '1', 'false'])
    expect(branch.gitHub.faulty).toEqual([])
  })

  test('without `checks: write` attempts are counted from the runs of the workflow, and a note says so', async () => {
    const branch = await branchOf(POLICIES, { 'max-attempts': '2' })
    branch.gitHub.faults.push({
      match: /^POST .*\/check-runs/,
      times: Number.POSITIVE_INFINITY,
      status: 403,
      message: 'Resource not accessible by integration',
    })
    branch.push(broken('a'))
    expect(await branch.outputs()).toEqual(['fail', '1', 'false'])
    expect(await branch.outputs()).toEqual(['fail', '1', 'false'])
    branch.forcePush(broken('b'))
    const { outputs, summary } = await branch.judge()
    expect(outputs).toMatchObject({ attempt: '2', escalated: 'true' })
    expect(summary).toMatch(/Attempts could not be kept in check runs.*403/)
    expect(branch.gitHub.faulty).toEqual([])
  })

  test('the same name of a branch in two forks is two tasks', async () => {
    const branch = await branchOf(POLICIES, { 'max-attempts': '2' })
    branch.openFrom('ann/shop', broken('a'))
    await branch.judge()
    branch.openFrom('bob/shop', broken('b'))
    expect(await branch.outputs()).toEqual(['fail', '1', 'false'])
    branch.openFrom('ann/shop', broken('c'))
    expect(await branch.outputs()).toEqual(['fail', '2', 'true'])
    expect(branch.gitHub.faulty).toEqual([])
  })

  test('a webhook is told once, in the form of Slack, and what it answers is not repeated', async () => {
    const branch = await branchOf(POLICIES, { 'max-attempts': '1', 'notify-url': 'https://hooks.example/T0/canary' })
    const webhook = await webhookOf(branch)
    branch.push(broken('a'))
    const ran = await branch.judge()
    await branch.judge()
    expect(webhook.told).toEqual([
      {
        path: '/T0/canary',
        type: 'application/json',
        body: {
          text: 'Policy Gate: a person is needed at octo/shop#7: “Add a service”. copilot has used 1 attempt; 1 violation is left (require-limits/autogen-limits). https://github.com/octo/shop/pull/7',
        },
      },
    ])
    expect(told(ran)).not.toContain('canary')
    expect(branch.gitHub.faulty).toEqual([])
  })

  test('a webhook that refuses changes no verdict, and its address stays a secret', async () => {
    const branch = await branchOf(POLICIES, { 'max-attempts': '1', 'notify-url': 'https://hooks.example/T0/canary' })
    const webhook = await webhookOf(branch)
    webhook.status = 403
    branch.push(broken('a'))
    const ran = await branch.judge()
    expect(ran.outputs).toMatchObject({ verdict: 'fail', escalated: 'true' })
    expect(ran.summary).toContain('it answered 403')
    expect(told(ran)).not.toContain('canary')
    expect(branch.gitHub.faulty).toEqual([])
  })
})
