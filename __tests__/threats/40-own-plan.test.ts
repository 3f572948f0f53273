import { action } from '../support/built.ts'
import { pullRequest } from '../support/pull-request.ts'
import { removeTemporaryFolders } from '../support/repository.ts'

// 40. A plan that the pull request brings itself is refused: it could be a harmless one beside sources that are not.

afterAll(removeTemporaryFolders)

const POLICY = `package main

deny contains msg if {
  some resource in input.planned_values.root_module.resources
  "0.0.0.0/0" in resource.values.cidr_blocks
  msg := sprintf("%s is open", [resource.address])
}
`

const plan = (cidr: string): string =>
  JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.9.0',
    planned_values: {
      root_module: {
        resources: [
          {
            address: 'aws_security_group_rule.r',
            mode: 'managed',
            type: 'aws_security_group_rule',
            name: 'r',
            values: { cidr_blocks: [cidr] },
          },
        ],
      },
    },
  })

const SOURCES = 'resource "aws_security_group_rule" "r" {\n  cidr_blocks = ["0.0.0.0/0"]\n}\n'

const proposed = () =>
  pullRequest(
    { 'policies/p.rego': POLICY, 'main.tf': 'locals {}\n', 'old-plan.json': plan('10.0.0.0/8') },
    { 'main.tf': SOURCES, 'plan.json': plan('10.0.0.0/8') },
  )

test.each([
  ['named by nobody', {}],
  ['named by the workflow', { plans: 'plan.json' }],
])('%s, it is an error', async (_, inputs) => {
  const { repository, setting } = proposed()
  const ran = await action(repository, { ...setting, inputs })
  expect([ran.exitCode, ran.outputs['verdict']]).toEqual([2, 'error'])
  expect(ran.stdout).toContain('plan.committed')
  expect(JSON.parse(ran.report).diagnostics).toContainEqual(
    expect.objectContaining({ code: 'plan.committed', file: 'plan.json' }),
  )
})

test('what a step of the workflow wrote over it counts', async () => {
  const { repository, setting } = proposed()
  repository.write({ 'plan.json': plan('0.0.0.0/0') })
  const ran = await action(repository, { ...setting, inputs: { plans: 'plan.json' } })
  expect([ran.exitCode, ran.outputs['verdict']]).toEqual([1, 'fail'])
})

test('a plan that was pushed is judged', async () => {
  const { repository, tip, merge } = proposed()
  const payload = { ref: 'refs/heads/main', before: tip, after: merge }
  const ran = await action(repository, { event: 'push', payload, sha: merge })
  expect(ran.stdout).not.toContain('plan.committed')
})
