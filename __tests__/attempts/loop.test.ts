import type { Feedback, Question, Source } from '../../src/index.ts'
import { loop, parseOptions, REPORTERS, startEngines, TerminalHost } from '../../src/index.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { Repository, removeTemporaryFolders } from '../support/repository.ts'

afterAll(removeTemporaryFolders)

/** How settings are called in messages. */
const SOURCE: Source = { noun: 'option', name: (key) => key, where: ([key]) => ({ input: String(key) }), allowed: [] }

const LIMITED = deployment('a').replace('resources: {}', 'resources: {limits: {cpu: 1, memory: 1Gi}}')

/** A program that asks whatever it likes: here, a list of answers. */
async function answers(...given: readonly string[]) {
  const { folder } = new Repository().write({ 'policies/limits.yaml': LIMITS_POLICY })
  const asked: Question[] = []
  const verdicts: unknown[] = []
  const ended = await loop(
    {
      run: { options: parseOptions({}, SOURCE), startEngines },
      task: 'Write a deployment.',
      of: 3,
      author: { kind: 'agent', name: 'a model', sign: 'command' },
      ask: async (question) => {
        asked.push(question)
        return given[question.number - 1] ?? given.at(-1) ?? ''
      },
      judged: async ({ verdict }) => {
        verdicts.push([verdict.outcome, verdict.attempt?.number, verdict.attempt?.next])
      },
    },
    new TerminalHost(folder),
  )
  return { ended, asked, verdicts }
}

test('a program is asked again with the feedback until its answer passes', async () => {
  const { ended, asked, verdicts } = await answers(deployment('a'), `Mended:\n\n\`\`\`yaml\n${LIMITED}\`\`\`\n`)
  expect(verdicts).toEqual([
    ['fail', 1, 'fix'],
    ['pass', 2, 'done'],
  ])
  expect(ended.answer).toContain('Mended')
  const [, feedback = ''] = /```json\n([\s\S]*?)\n```/.exec(asked[1]?.prompt ?? '') ?? []
  const { findings } = JSON.parse(feedback) as Feedback
  expect(findings.map(({ policy, remedy }) => [policy, remedy?.verified])).toEqual([['require-limits', true]])
})

test('one that cannot is stopped, and what it leaves tells each attempt', async () => {
  const { ended, verdicts } = await answers(deployment('a'))
  expect(verdicts.at(-1)).toEqual(['fail', 3, 'stop_and_escalate'])
  expect(ended.shown.verdict.attempt?.history).toHaveLength(3)
  expect(JSON.parse(REPORTERS.agent(ended.shown, { at: '2026-01-01T00:00:00Z' }, false)).next).toBe('stop_and_escalate')
})
