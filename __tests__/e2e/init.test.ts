import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { cli, ROOT } from '../support/built.ts'
import { deployment, LIMITS_POLICY, NETWORK_POLICY } from '../support/manifests.ts'
import { type Files, Repository, removeTemporaryFolders } from '../support/repository.ts'

// What `init` writes for repositories of several shapes, and that the gate runs by it.

afterAll(removeTemporaryFolders)

const CONFIGURATION = '.github/policy-gate.yml'
const WORKFLOW = '.github/workflows/policy-gate.yml'

const isValid = new Ajv2020({ strict: false, validateFormats: false }).compile(
  JSON.parse(readFileSync(join(ROOT, 'schema/policy-gate.schema.json'), 'utf8')),
)

async function begun(files: Files) {
  const repository = new Repository().write(files)
  const ran = await cli(repository.folder, ['init'])
  expect([ran.exitCode, ran.stderr]).toEqual([0, expect.stringContaining('found:')])
  const text = repository.read(CONFIGURATION)
  const settings = parse(text) as Record<string, unknown>
  expect([isValid(settings), isValid.errors]).toEqual([true, null])
  const checked = await cli(repository.folder, ['check', '--format', 'json'])
  return {
    found: ran.stderr,
    text,
    settings,
    repository,
    exitCode: checked.exitCode,
    report: JSON.parse(checked.stdout),
  }
}

const REGO = 'package main\n\ndeny contains "refused" if input.spec.replicas > 3\n'
const PLAN_REGO = `package main

deny contains msg if {
	some change in input.resource_changes
	change.type == "aws_db_instance"
	change.change.after.publicly_accessible
	msg := "public"
}
`
const SUITE = `apiVersion: cli.kyverno.io/v1alpha1
kind: Test
metadata: {name: limits}
policies: [../limits.yaml]
resources: [resources.yaml]
results: [{policy: require-limits, rule: limits, kind: Deployment, resources: [bad], result: fail}]
`

test('an empty repository gets the pack that comes with the gate', async () => {
  const { settings, found, exitCode } = await begun({ 'README.md': '# Nothing yet\n' })
  expect(settings['builtin']).toEqual(['agent-baseline'])
  expect(found).toContain('nothing that the gate judges')
  expect(exitCode).toBe(0)
})

test('policies are named where they stand, and manifests for their tests are not judged', async () => {
  const { settings, text, found, report, exitCode } = await begun({
    'ops/policies/limits.yaml': LIMITS_POLICY,
    'ops/policies/test/kyverno-test.yaml': SUITE,
    'ops/policies/test/resources.yaml': deployment('bad'),
    'deploy/network.yaml': NETWORK_POLICY,
    'deploy/web.yaml': deployment('web'),
    '.github/CODEOWNERS': '* @octo/everybody @octo/security\n/ops/ @octo/security\n',
  })
  expect(settings).toMatchObject({
    policies: ['deploy/network.yaml', 'ops/policies'],
    paths: ['**', '!ops/policies/test/**'],
  })
  expect(settings).not.toHaveProperty('builtin')
  expect(text).toContain('who may approve exceptions and changes: @octo/security.')
  expect(found).toContain('2 Kyverno policies: deploy/network.yaml, ops/policies')
  expect(report.results.map(({ resource }: { resource: { name: string } }) => resource.name)).toEqual(['web'])
  expect(exitCode).toBe(1)
})

test('charts and kustomizations are told of, and policies that a chart renders are not taken for policies', async () => {
  const { settings, found, report, exitCode } = await begun({
    'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
    'charts/shop/templates/policy.yaml': LIMITS_POLICY.replace('medium', '{{ .Values.severity }}'),
    'charts/shop/values.yaml': 'severity: medium\n',
    'overlays/prod/kustomization.yaml': 'resources: [web.yaml]\n',
    'overlays/prod/web.yaml': deployment('web', true),
  })
  expect(settings['builtin']).toEqual(['agent-baseline'])
  for (const words of ['1 Helm chart: charts/shop', '1 kustomization: overlays/prod/kustomization.yaml'])
    expect(found).toContain(words)
  expect(Object.keys(report.engines)).toEqual(['kyverno', 'helm'])
  expect(exitCode).toBe(0)
})

test('where policies look at plans, the workflow says how to make one, and sources alone do not pass', async () => {
  const { settings, text, found, repository, report, exitCode } = await begun({
    'infra/main.tf': 'resource "aws_db_instance" "main" {\n  publicly_accessible = true\n}\n',
    'rules/plan.rego': PLAN_REGO,
    'rules/plan_test.rego': 'package main_test\n\ntest_nothing if true\n',
  })
  expect(settings['policies']).toEqual(['rules'])
  expect(found).toMatch(/1 source of Terraform\n.*1 Rego rule: rules/)
  expect(text).toContain('# plans:\n#   - "plan.json"')
  expect(repository.read(WORKFLOW)).toContain('# - run: terraform show -json tfplan > plan.json')
  expect(report.diagnostics).toContainEqual(expect.objectContaining({ code: 'terraform.no-plan' }))
  expect(exitCode).toBe(2)
})

test('Rego policies beside nothing but manifests judge these', async () => {
  const { settings, report, exitCode } = await begun({
    'policy/replicas.rego': REGO,
    'app.yaml': `${deployment('web')}`.replace('spec:', 'spec:\n  replicas: 9'),
  })
  expect(settings).toMatchObject({ policies: ['policy'], 'rego-paths': ['**/*.yaml', '**/*.yml'] })
  expect(report.results).toMatchObject([{ status: 'fail', resource: { name: 'web' } }])
  expect(exitCode).toBe(1)
})

test('parameters that policies want are named, and a policy that cannot be used is told of', async () => {
  const declared = `# METADATA
# scope: package
# custom:
#   params:
#     - {name: maxReplicas, type: integer}
`
  const { text, found, exitCode } = await begun({
    'policies/a.rego': declared + REGO,
    'policies/b.rego': 'package b\n\nd {',
  })
  expect(text).toContain('#   maxReplicas: 0 # has to be given: integer')
  expect(found).toContain('cannot be used: policies/b.rego')
  expect(exitCode).toBe(2)
})

test('a name that a file was given cannot become a setting', async () => {
  const name = 'x\nfail-on: none\n#'
  const { settings, text } = await begun({
    [`charts/${name}/Chart.yaml`]: 'apiVersion: v2\nname: x\nversion: 1.0.0\n',
    [`policies/${name}/kyverno-test.yaml`]: SUITE,
    'policies/limits.yaml': LIMITS_POLICY,
  })
  expect(settings['fail-on']).toBe('enforce')
  expect(text.split('\n').filter((line) => line.startsWith('fail-on'))).toEqual(['fail-on: enforce'])
})

describe('files that are there', () => {
  test.each([CONFIGURATION, WORKFLOW, '.github/policy-gate.yaml'])('%s is not written over', async (path) => {
    const repository = new Repository().write({ [path]: '# mine\n' })
    const ran = await cli(repository.folder, ['init'])
    expect([ran.exitCode, ran.stderr]).toEqual([2, expect.stringContaining(`${path} is there already`)])
    expect(repository.read(path)).toBe('# mine\n')
    expect((await cli(repository.folder, ['init', '--force'])).exitCode).toBe(0)
    expect(repository.read(path)).not.toContain('# mine')
  })

  test('a link is not written through', async () => {
    const elsewhere = new Repository().write({ 'kept.txt': 'kept' })
    const repository = new Repository().link(CONFIGURATION, elsewhere.path('kept.txt'))
    const ran = await cli(repository.folder, ['init', '--force'])
    expect([ran.exitCode, ran.stderr]).toEqual([2, expect.stringContaining('(init.exists)')])
    expect(elsewhere.read('kept.txt')).toBe('kept')
  })
})

test('--dry-run prints both files and writes none; below the top there is nothing to begin', async () => {
  const repository = Repository.create().write({ 'sub/web.yaml': deployment('web') })
  const ran = await cli(repository.folder, ['init', '--dry-run'])
  expect(ran.exitCode).toBe(0)
  for (const path of [CONFIGURATION, WORKFLOW]) {
    expect(ran.stdout).toContain(`# ${path}\n`)
    expect(() => repository.read(path)).toThrow('ENOENT')
  }
  const below = await cli(repository.path('sub'), ['init'])
  expect([below.exitCode, below.stderr]).toEqual([2, expect.stringContaining('(init.not-top)')])
})

test('the workflow runs the actions of the example, pinned alike', async () => {
  const repository = new Repository()
  await cli(repository.folder, ['init'])
  const uses = (text: string) => [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action)
  const example = readFileSync(join(ROOT, 'examples/agent-pr', WORKFLOW), 'utf8')
  expect(uses(repository.read(WORKFLOW))).toEqual(uses(example))
  expect(parse(repository.read(WORKFLOW))).toMatchObject({
    permissions: {},
    jobs: { 'policy-gate': { permissions: { contents: 'read' } } },
  })
})
