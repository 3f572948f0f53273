import { join } from 'node:path'
import { AgentBranch } from '../support/agent-branch.ts'
import { ROOT, run } from '../support/built.ts'
import { describeWith } from '../support/pinned.ts'
import { removeTemporaryFolders } from '../support/repository.ts'
import { SIX_RULES } from '../support/six-rules.ts'

afterAll(removeTemporaryFolders)

const AGENT = join(ROOT, '__tests__/support/agents/scripted.mjs')

describeWith('openapi', 'an agent at a pull request', (folder) => {
  test('a program that does what the feedback says: six violations, then one, then none', async () => {
    const branch = await AgentBranch.start(folder, { 'policies/six.yaml': SIX_RULES })
    const outputs: unknown[] = []
    const next: unknown[] = []
    let prompt = 'Write a pod for payments.'
    for (let attempt = 1; attempt <= 3; attempt++) {
      const { stdout: answer } = await run({ args: [AGENT], cwd: ROOT, stdin: prompt })
      const [, manifest = ''] = /```json\n([\s\S]*?)\n```/.exec(answer) ?? []
      branch.push({ 'deploy/payments.yaml': manifest })
      const { outputs: said, exitCode, feedback } = await branch.judge()
      outputs.push([exitCode, said['verdict'], said['violations'], said['attempt'], said['escalated']])
      next.push(JSON.parse(feedback).next)
      prompt = `\`\`\`\`markdown\n${answer}\n\`\`\`\`\n\n\`\`\`json\n${feedback.trim()}\n\`\`\`\n`
    }
    expect(outputs).toEqual([
      [1, 'fail', '6', '1', 'false'],
      [1, 'fail', '1', '2', 'false'],
      [0, 'pass', '0', '3', 'false'],
    ])
    expect(next).toEqual(['fix', 'fix', 'done'])
    expect([...branch.gitHub.labels]).toEqual([])
    expect(branch.gitHub.faulty).toEqual([])
    await branch.gitHub.stop()
  })
})
