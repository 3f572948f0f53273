import { readFileSync } from 'node:fs'
import { FORMATS } from '../../src/model/format.ts'
import { action, cli } from '../support/built.ts'
import { pullRequest } from '../support/pull-request.ts'
import { removeTemporaryFolders, temporaryFolder } from '../support/repository.ts'

// 39. A plan: child modules are judged, what is known only after apply does not pass, and sensitive values are in no output.

afterAll(removeTemporaryFolders)

const CANARY = 'kookaburra-sits-in-the-old-gum-tree'

/** Written as such policies are, and as talkative as it can be about what it found. */
const POLICY = `package main

import data.policy_gate.terraform

deny contains {"msg": msg, "address": db.address, "path": ["publicly_accessible"]} if {
	some db in terraform.resources(input)
	db.values.publicly_accessible == true
	msg := sprintf("%s is public: %v, by %v", [db.address, db.values, input.variables])
}

deny contains {"msg": msg, "address": change.address} if {
	some change in terraform.changes(input)
	terraform.is_unknown(change, ["publicly_accessible"])
	msg := sprintf("%s may become public: %v", [change.address, change.change.after])
}
`

function resource(
  module: string,
  values: Readonly<Record<string, unknown>>,
  unknown: Readonly<Record<string, true>> = {},
) {
  const address = `${module}aws_db_instance.main`
  const same = { address, mode: 'managed', type: 'aws_db_instance', name: 'main' }
  const all = { password: CANARY, ...values }
  return {
    planned: { ...same, values: all, sensitive_values: { password: true } },
    change: {
      ...same,
      change: {
        actions: ['create'],
        before: null,
        after: all,
        after_unknown: unknown,
        before_sensitive: false,
        after_sensitive: { password: true },
      },
    },
  }
}

const ROOT = resource('', { publicly_accessible: false })
const CHILD = resource('module.a.module.b.', { publicly_accessible: true })
const LATE = resource('module.a.', {}, { publicly_accessible: true })

const PLAN = JSON.stringify({
  format_version: '1.2',
  terraform_version: '1.9.8',
  variables: { password: { value: CANARY } },
  planned_values: {
    outputs: { password: { sensitive: true, value: CANARY } },
    root_module: {
      resources: [ROOT.planned],
      child_modules: [
        {
          address: 'module.a',
          resources: [LATE.planned],
          child_modules: [{ address: 'module.a.module.b', resources: [CHILD.planned] }],
        },
      ],
    },
  },
  resource_changes: [ROOT, CHILD, LATE].map(({ change }) => change),
  configuration: { root_module: { variables: { password: { sensitive: true } } } },
})

const { repository, setting } = pullRequest(
  { 'policies/p.rego': POLICY, 'main.tf': 'locals {}\n' },
  { 'main.tf': 'module "a" {\n  source = "./a"\n}\n' },
)
repository.write({ 'plan.json': PLAN }) // an earlier step of the workflow

test('child modules are judged, and so is what is not known yet; the action shows no sensitive value', async () => {
  const record = `${temporaryFolder()}/record.jsonl`
  const ran = await action(repository, { ...setting, inputs: { plans: 'plan.json', record } })
  expect([ran.exitCode, ran.outputs['verdict']]).toEqual([1, 'fail'])
  const messages: string[] = JSON.parse(ran.report).results.map(({ message }: { message: string }) => message)
  expect(messages.map((message) => message.split(':')[0]).sort()).toEqual([
    'module.a.aws_db_instance.main may become public',
    'module.a.module.b.aws_db_instance.main is public',
  ])
  expect(messages.join()).toContain('(sensitive)')
  const texts = [
    ran.stdout,
    ran.stderr,
    ran.summary,
    ran.report,
    JSON.stringify(ran.outputs),
    readFileSync(record, 'utf8'),
  ]
  for (const text of texts) expect(text).not.toContain(CANARY)
})

test.each(FORMATS)('no sensitive value in the format %s', async (format) => {
  const ran = await cli(repository.folder, ['check', 'plan.json', '--format', format, '--all-results'])
  expect(ran.exitCode).toBe(1)
  expect(ran.stdout).toContain('public')
  expect(ran.stdout + ran.stderr).not.toContain(CANARY)
})
