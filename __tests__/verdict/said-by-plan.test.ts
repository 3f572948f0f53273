import type { DocumentRef } from '../../src/model/document.ts'
import type { Finding } from '../../src/model/finding.ts'
import { withoutSaidByPlan } from '../../src/verdict/said-by-plan.ts'
import { document, finding, policy } from './evidence.ts'

const of = (over: Partial<DocumentRef>, more: Parameters<typeof finding>[0] = {}, marks = {}, place = {}): Finding =>
  finding({ document: document({ engine: 'rego', ...over }), ...more }, marks, { file: 'main.tf', line: 3, ...place })

const plan = of({ file: 'plan.json', content: 'terraform-plan' })
const source = { file: 'main.tf', format: 'hcl2' } as const

test('what plan and source both say of a line is one finding, the one of the plan', () => {
  expect(withoutSaidByPlan([of(source), plan])).toEqual([plan])
})

test.each([
  ['another policy', of(source, { policy: policy({ name: 'other' }) })],
  ['a policy of another file', of(source, { policy: policy({ file: 'other.rego' }) })],
  ['another rule', of(source, { rule: 'other' })],
  ['another status', of(source, { status: 'warn' })],
  ['another file', of(source, {}, {}, { file: 'other.tf' })],
  ['another line', of(source, {}, {}, { line: 4 })],
  ['other marks', of(source, {}, { exception: 'a/b' })],
  ['no source of Terraform', of({ file: 'main.json' })],
])('what is of %s stays', (_, other) => {
  expect(withoutSaidByPlan([other, plan])).toEqual([other, plan])
})

test('sources without a plan, and what plans say twice, stay', () => {
  const alone = [of(source), of({ ...source, index: 1 })]
  expect(withoutSaidByPlan(alone)).toEqual(alone)
  expect(withoutSaidByPlan([plan, plan])).toEqual([plan, plan])
})
