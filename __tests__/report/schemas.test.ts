import { readFileSync, writeFileSync } from 'node:fs'
import * as z from 'zod/mini'
import { nextLine } from '../../src/record/chain.ts'
import { lineSchema } from '../../src/record/entry-schema.ts'
import { json } from '../../src/report/json.ts'
import { reportSchema } from '../../src/report/json-schema.ts'
import { recordEntry, unjudgedEntry } from '../../src/report/record.ts'
import { withAttempt } from '../../src/report/shown.ts'
import { partSchema } from '../../src/shards/part-schema.ts'
import { ATTEMPT } from './attempt.ts'
import { CONTEXT, manyFindings, nastyVerdict, shown } from './nasty.ts'

const PUBLISHED = {
  report: { schema: reportSchema, title: 'JSON report of Policy Gate' },
  record: { schema: lineSchema, title: 'A line of the record of Policy Gate' },
  part: { schema: partSchema, title: 'Part of a shard of Policy Gate' },
}

describe.each(Object.entries(PUBLISHED))('the schema of the %s', (name, { schema, title }) => {
  test('is published as the code has it', () => {
    const file = `schema/policy-gate-${name}.schema.json`
    const made = { ...z.toJSONSchema(schema), title }
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(made)
  })
})

test.each([
  ['a nasty verdict', nastyVerdict()],
  ['all results', nastyVerdict('audit', true)],
  ['many findings', manyFindings(500)],
])('the report of %s follows its schema', (_, verdict) => {
  expect(reportSchema.safeParse(JSON.parse(json(shown(verdict)))).error).toBeUndefined()
})

test.each([
  ['a nasty verdict', recordEntry(shown(), CONTEXT)],
  ['a verdict of which little is known', recordEntry(shown(), {})],
  ['an attempt', recordEntry(withAttempt(shown(), ATTEMPT), CONTEXT)],
  ['a run without a verdict', unjudgedEntry({ verdict: 'incomplete', code: 'stopped', summary: 'stopped' }, CONTEXT)],
])('the line of %s follows its schema', (_, entry) => {
  expect(lineSchema.safeParse(JSON.parse(nextLine('', entry))).error).toBeUndefined()
})
