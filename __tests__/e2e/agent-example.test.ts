import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cli, DIST, NODE24, ROOT, run } from '../support/built.ts'
import { type Answer, MessagesApi } from '../support/messages-api.ts'
import { Repository, removeTemporaryFolders, temporaryFolder } from '../support/repository.ts'
import { SIX_RULES } from '../support/six-rules.ts'

const EXAMPLE = join(ROOT, 'examples/agent-with-policy-feedback')
const AGENT = [NODE24, join(EXAMPLE, 'agent.ts')]
const TASK = 'Write a pod for payments.'

const api = new MessagesApi()
const folder = new Repository().write({ 'policies/six.yaml': SIX_RULES, 'task.txt': TASK })
const bin = temporaryFolder()

beforeAll(async () => {
  const program = `#!/bin/sh\nexec '${process.execPath}' '${join(DIST, 'cli/index.js')}' "$@"\n`
  writeFileSync(join(bin, 'policy-gate'), program, { mode: 0o755 })
  await api.start()
})
afterAll(async () => {
  await api.stop()
  removeTemporaryFolders()
})
beforeEach(() => {
  api.prompts.length = 0
  api.answer = learning
})

const pod = (image: string) => `A pod:

\`\`\`yaml
apiVersion: v1
kind: Pod
metadata: {name: payments, labels: {team: payments}}
spec: {containers: [{name: main, image: "${image}", resources: {limits: {cpu: 100m, memory: 64Mi}}}]}
\`\`\`
`
const VIOLATES = pod('registry.example/payments:latest')
const REPAIRED = pod('registry.example/payments:1.4.2')

interface Feedback {
  readonly next: string
  readonly findings: readonly { readonly rule: string; readonly decides: boolean }[]
}

/** The feedback that a prompt ends with. */
function feedbackIn(prompt: string): Feedback | undefined {
  const block = /\n```json\n([^`]*)\n```\s*$/.exec(prompt)?.[1]
  return block === undefined ? undefined : JSON.parse(block)
}

/** Answers right only where the feedback names the rule that was broken. */
function learning(prompt: string): Answer {
  const feedback = feedbackIn(prompt)
  const told = feedback?.next === 'fix' && feedback.findings.some(({ rule, decides }) => rule === 'tag' && decides)
  return { text: told ? REPAIRED : VIOLATES }
}

type Environment = Readonly<Record<string, string>>
const byGate = (env: Environment = api.env) => cli(folder.folder, ['loop', '--', ...AGENT], { stdin: TASK, env })
const byShell = (env: Environment = api.env) =>
  run({
    node: 'bash',
    args: [join(EXAMPLE, 'loop.sh'), 'task.txt', ...AGENT],
    cwd: folder.folder,
    env: { ...env, PATH: `${bin}:${process.env['PATH']}` },
  })

describe.each([
  ['policy-gate loop', byGate],
  ['loop.sh', byShell],
])('%s', (_, loop) => {
  test('asks the model again with the feedback, and prints the answer that passes', async () => {
    const ran = await loop()
    expect(ran).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('Attempt 1 of 3') })
    expect(ran.stdout.trim()).toBe(REPAIRED.trim())
    expect(api.prompts).toHaveLength(2)
    expect(api.prompts[0]?.trim()).toBe(TASK)
    expect(api.prompts[1]).toContain(VIOLATES.trim())
  })

  test('stops after three attempts of a model that does not learn, and prints none of them', async () => {
    api.answer = () => ({ text: VIOLATES })
    expect(await loop()).toMatchObject({ exitCode: 1, stdout: '' })
    expect(api.prompts).toHaveLength(3)
  })

  test('takes half an answer for none, even where it would pass', async () => {
    api.answer = () => ({ text: REPAIRED, stopReason: 'max_tokens' })
    const ran = await loop()
    expect(ran).toMatchObject({ exitCode: 3, stdout: '', stderr: expect.stringContaining('max_tokens') })
    expect(api.prompts).toHaveLength(1)
  })

  test('ends where the model cannot be asked, and says why', async () => {
    const refused = await loop({ ...api.env, ANTHROPIC_API_KEY: 'another-key' })
    expect(refused).toMatchObject({ exitCode: 3, stdout: '', stderr: expect.stringContaining('no such key') })
    expect(refused.stderr).not.toContain('another-key')
    const unnamed = await loop({ ...api.env, ANTHROPIC_MODEL: '' })
    expect(unnamed).toMatchObject({ exitCode: 3, stdout: '', stderr: expect.stringContaining('ANTHROPIC_MODEL') })
    expect(api.prompts).toEqual([])
  })
})

test('loop.sh takes prose for nothing that could be judged', async () => {
  api.answer = () => ({ text: 'I cannot do that.' })
  expect(await byShell()).toMatchObject({ exitCode: 2, stdout: '' })
})
