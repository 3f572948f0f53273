import { readFileSync, writeFileSync } from 'node:fs'
import * as z from 'zod/mini'
import type { Attempt } from '../../src/model/attempt.ts'
import type { Finding } from '../../src/model/finding.ts'
import { agent, feedback } from '../../src/report/agent.ts'
import { feedbackSchema } from '../../src/report/agent-schema.ts'
import { fingerprints } from '../../src/verdict/fingerprint.ts'
import { nastyVerdict, SECRET, shown } from './nasty.ts'

const PUBLISHED = 'schema/policy-gate-feedback.schema.json'

test('the published schema is that of the code', () => {
  const schema = { ...z.toJSONSchema(feedbackSchema), title: 'Feedback of Policy Gate for agents' }
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(PUBLISHED, `${JSON.stringify(schema, null, 2)}\n`)
  expect(JSON.parse(readFileSync(PUBLISHED, 'utf8'))).toEqual(schema)
})

test('what is written follows the schema, and stays data in a fence, in HTML and in a prompt', () => {
  const written = agent(shown())
  expect(feedbackSchema.safeParse(JSON.parse(written)).error).toBeUndefined()
  expect(written).not.toMatch(/[`<>]/)
  expect(written).not.toContain('\n::')
  expect(JSON.parse(written).findings.length).toBeGreaterThan(0)
})

test('hostile text stays inside the fields that are named as quoted', () => {
  const { instructions, notAFix } = feedback(shown())
  expect(JSON.stringify([instructions, notAFix])).not.toContain('gnore previous instructions')
  expect(JSON.stringify(feedback(shown()).findings)).toContain('gnore previous instructions')
})

describe('many findings', () => {
  const verdict = nastyVerdict()
  const long = 'x'.repeat(10_000)
  const first = verdict.findings[0] as Finding
  const many = Array.from({ length: 10_000 }, (_, index) => ({
    ...first,
    result: { ...first.result, message: `${index} ${long}`, policy: { ...first.result.policy, description: long } },
  }))
  const written = agent(shown({ ...verdict, findings: many }))

  test('stay within 48 KiB, and what is left out is counted', () => {
    expect(Buffer.byteLength(written)).toBeLessThanOrEqual(48 * 1024)
    const { counts, findings } = JSON.parse(written)
    expect(counts.findings).toBe(10_000)
    expect(counts.shown).toBe(findings.length)
    expect(counts.shown + counts.leftOut).toBe(10_000)
    expect(counts.shown).toBeGreaterThan(3)
  })
})

const attempt = (findings: readonly Finding[], more: Partial<Attempt>): Attempt => {
  const ids = fingerprints(findings)
  const mark = (at: number) => ({ id: ids.get(findings[at] as Finding) ?? '', rule: 'p/r', resource: 'Pod a' })
  const none = { resolved: [], added: [], back: [], left: [] }
  return {
    number: 2,
    of: 3,
    author: { kind: 'agent', name: 'copilot' },
    source: 'checks',
    history: [
      { number: 1, head: 'a'.repeat(40), violations: 2, ...none },
      { number: 2, head: 'b'.repeat(40), violations: 2, ...none, added: [mark(0)], left: [mark(1)] },
    ],
    next: 'fix',
    escalated: false,
    ...more,
  }
}

test('says which findings are new and which were there before, and how many attempts are left', () => {
  const verdict = nastyVerdict()
  const said = feedback(shown({ ...verdict, attempt: attempt(verdict.findings, {}) }))
  expect(said.attempt).toMatchObject({ number: 2, of: 3, left: 1 })
  expect(said.findings.map(({ state }) => state)).toEqual(expect.arrayContaining(['new', 'repeated']))
  expect(said.next).toBe('fix')
})

test('after the last attempt says stop, and nothing to work on', () => {
  const verdict = nastyVerdict()
  const said = feedback(
    shown({ ...verdict, attempt: attempt(verdict.findings, { number: 3, next: 'stop_and_escalate' }) }),
  )
  expect(said).toMatchObject({ next: 'stop_and_escalate', findings: [], attempt: { left: 0 } })
  expect(said.counts.leftOut).toBeGreaterThan(0)
})

test('a remedy that would repeat a secret is left out', () => {
  const verdict = nastyVerdict()
  const [first, ...rest] = verdict.findings as [Finding, ...Finding[]]
  const remedy = (value: string) => ({
    edits: [{ op: 'replace', path: ['spec', 'x'], value } as const],
    choices: [],
    source: 'condition' as const,
  })
  const withRemedy = (value: string) => [{ ...first, advice: { remedy: remedy(value) } }, ...rest]
  expect(agent(shown({ ...verdict, findings: withRemedy('harmless') }))).toContain('"verified": true')
  const secret = agent(shown({ ...verdict, findings: withRemedy(SECRET) }))
  expect(secret).not.toContain('"verified": true')
  expect(secret).not.toContain(SECRET)
})
