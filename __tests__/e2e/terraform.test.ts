import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { action, cli, ROOT } from '../support/built.ts'
import { Repository, removeTemporaryFolders } from '../support/repository.ts'

// Rego through the program as it is shipped.

afterAll(removeTemporaryFolders)

interface Report {
  readonly verdict: string
  readonly counts: { readonly documents: number; readonly policies: number }
  readonly engines: Readonly<Record<string, unknown>>
  readonly results: readonly {
    readonly rule: string
    readonly message: string
    readonly location: { readonly file: string; readonly line: number; readonly precision: string }
  }[]
  readonly diagnostics: readonly { readonly code: string; readonly message: string; readonly remedy?: string }[]
}

async function check(cwd: string, ...args: string[]) {
  const ran = await cli(cwd, ['check', ...args, '--format', 'json'])
  return { exitCode: ran.exitCode, out: ran.stdout, report: JSON.parse(ran.stdout) as Report }
}

const places = ({ results }: Report) =>
  results.map(({ rule, location: { file, line, precision } }) => `${rule} ${file}:${line} ${precision}`)

describe('the example', () => {
  test('is found in its sources, in nested modules too', async () => {
    const { exitCode, report } = await check(ROOT, 'examples/terraform', '--policies', 'policies/terraform')
    expect(exitCode).toBe(1)
    expect(places(report)).toEqual([
      'undecided-tags examples/terraform/main.tf:18 nearest',
      'undecided-tags examples/terraform/modules/database/main.tf:18 nearest',
      'public-database examples/terraform/modules/database/main.tf:26 exact',
      'open-ingress examples/terraform/main.tf:32 exact',
      'open-ingress examples/terraform/main.tf:33 exact',
      'open-ingress examples/terraform/modules/database/main.tf:15 exact',
      'missing-tags examples/terraform/main.tf:18 nearest',
      'missing-tags examples/terraform/modules/database/main.tf:18 nearest',
    ])
    expect(Object.keys(report.engines)).toEqual(['rego'])
  })

  test('shows no sensitive value in any format', async () => {
    const alone = new Repository().write({ 'plan.json': readFileSync(join(ROOT, 'examples/terraform/plan.json')) })
    for (const format of ['text', 'json', 'github', 'markdown', 'sarif', 'junit', 'gitlab']) {
      const ran = await cli(alone.folder, [
        'check',
        'plan.json',
        '--policies',
        join(ROOT, 'policies/terraform'),
        '--format',
        format,
      ])
      expect(ran.exitCode).toBe(1)
      expect(ran.stdout).not.toContain('correct-horse')
    }
  })

  test('a plan without its sources is shown in the plan', async () => {
    const alone = new Repository().write({ 'plan.json': readFileSync(join(ROOT, 'examples/terraform/plan.json')) })
    const { report } = await check(alone.folder, 'plan.json', '--policies', join(ROOT, 'policies/terraform'))
    expect(report.results.map(({ location }) => [location.file, location.precision])).toEqual(
      Array.from({ length: 6 }, () => ['plan.json', 'nearest']),
    )
  })
})

/** How teams have had such policies since before Rego 1, and run them with `conftest`: rules with braces, results that are sentences. */
const OLD = `package main

import future.keywords.in

deny[msg] {
  resource := input.planned_values.root_module.resources[_]
  resource.type == "aws_security_group"
  rule := resource.values.ingress[_]
  "0.0.0.0/0" in rule.cidr_blocks
  msg := sprintf("Security group '%s' is open to the world", [resource.name])
}

deny[msg] {
  module := input.planned_values.root_module.child_modules[_]
  resource := module.resources[_]
  resource.type == "aws_db_instance"
  resource.values.publicly_accessible == true
  msg := sprintf("Database '%s' is public", [resource.name])
}
`

describe('policies as teams have them', () => {
  test('in the old syntax, with sentences for results, they judge and are located by the names they quote', async () => {
    const folder = new Repository().write({ 'policy/sg.rego': OLD })
    cpSync(join(ROOT, 'examples/terraform'), folder.path('infra'), { recursive: true })
    const { exitCode, report } = await check(folder.folder, 'infra/plan.json', '--policies', 'policy')
    expect(exitCode).toBe(1)
    expect(places(report)).toEqual(['deny infra/main.tf:18 nearest', 'deny infra/modules/database/main.tf:18 nearest'])
  })

  test('sources that are judged by policies for plans, without a plan, are an error', async () => {
    const folder = new Repository().write({ 'policy/sg.rego': OLD })
    cpSync(join(ROOT, 'examples/terraform/main.tf'), folder.path('main.tf'))
    const { exitCode, report } = await check(folder.folder, '.', '--policies', 'policy')
    expect(exitCode).toBe(2)
    expect(report.diagnostics).toMatchObject([{ code: 'terraform.no-plan' }])
  })

  test('policies for sources judge sources', async () => {
    const folder = new Repository().write({
      'policy/p.rego':
        'package main\ndeny contains {"msg": "no", "path": ["resource", "aws_s3_bucket", name, 0, "acl"]} if input.resource.aws_s3_bucket[name][0].acl == "public-read"\n',
      'main.tf': 'resource "aws_s3_bucket" "b" {\n  acl = "public-read"\n}\n',
    })
    const { report } = await check(folder.folder, '.', '--policies', 'policy')
    expect(places(report)).toEqual(['deny main.tf:2 exact'])
  })
})

describe('both languages', () => {
  const folder = new Repository().write({
    'policies/pod.yaml': `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: no-pods}
spec:
  validationFailureAction: Enforce
  rules:
    - name: none
      match: {any: [{resources: {kinds: [Pod]}}]}
      validate: {message: no pods, deny: {}}
`,
    'policies/p.rego':
      'package main\ndeny contains {"msg": "no", "path": ["Resources", name]} if input.Resources[name].Type == "AWS::S3::Bucket"\n',
    'pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: a}]}\n',
    'cloud.yaml':
      'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  Bucket:\n    Type: AWS::S3::Bucket\n    Properties: {Name: !Sub "x"}\n',
    'package.json': '{"name": "x"}\n',
  })

  test('each judges what it is for', async () => {
    const { report } = await check(folder.folder, '.', '--policies', 'policies')
    expect(report.results.map(({ rule, location }) => [rule, location.file])).toEqual([
      ['none', 'pod.yaml'],
      ['deny', 'cloud.yaml'],
    ])
    expect(report.counts).toMatchObject({ documents: 3, policies: 2 })
    expect(Object.keys(report.engines).sort()).toEqual(['kyverno', 'rego'])
  })

  test('further files are judged where they are asked for', async () => {
    const policies = new Repository().write({
      'p.rego': 'package main\ndeny contains "no name" if input.name == "x"\n',
      'package.json': '{"name": "x"}\n',
      'a.conf': '{"name": "x"}\n',
    })
    const asked = [
      '--policies',
      'p.rego',
      '--rego-paths',
      '**/package.json',
      '--rego-paths',
      '*.conf',
      '--parsers',
      '*.conf=json',
    ]
    const { report } = await check(policies.folder, '.', ...asked)
    expect(report.results.map(({ location }) => location.file)).toEqual(['a.conf', 'package.json'])
    const unasked = await check(policies.folder, '.', '--policies', 'p.rego')
    expect(unasked).toMatchObject({ exitCode: 0, report: { counts: { documents: 0 } } })
  })
})

describe('wrong inputs', () => {
  test.each([
    [
      'half a plan',
      '{"format_version":"1.2","terraform_version":"1.9","planned_values":{"root',
      'terraform.truncated-plan',
      'terraform show -json',
    ],
    [
      'a plan for people',
      'Terraform used the selected providers to generate the following execution\nplan.\n',
      'terraform.text-plan',
      'terraform show -json',
    ],
    ['a binary plan', Buffer.from('PK\u0003\u0004\u0000tfplan\u0000'), 'input.archive', 'terraform show -json'],
  ])('%s is refused with what to do', async (_, content, code, remedy) => {
    const folder = new Repository().write({ 'plan.json': content })
    const { exitCode, report } = await check(folder.folder, 'plan.json', '--policies', join(ROOT, 'policies/terraform'))
    expect(exitCode).toBe(2)
    expect(report.diagnostics).toMatchObject([{ code, remedy: expect.stringContaining(remedy) }])
  })

  test.each([
    ['a folder without rules', 'package main\nallow := true\n', [], 'rego.no-rules'],
    ['an unknown package', 'package main\ndeny contains "x"\n', ['--namespaces', 'other'], 'rego.unknown-namespace'],
    ['a syntax error', 'package main\ndeny contains {\n', [], 'rego.syntax'],
    ['a type error', 'package main\ndeny contains "x" if 1 + "a" == 2\n', [], 'rego.type'],
    ['an undefined builtin', 'package main\ndeny contains nothing(1)\n', [], 'rego.undefined-function'],
    [
      'a builtin that reaches out',
      'package main\ndeny contains "x" if http.send({"method": "get", "url": "http://127.0.0.1"}).status_code == 200\n',
      [],
      'rego.builtin-refused',
    ],
    ['a file without a policy', '', [], 'rego.syntax'],
  ])('%s is an error and no pass', async (_, text, more, code) => {
    const folder = new Repository().write({ 'policy/p.rego': text, 'x.json': '{}' })
    const { exitCode, report } = await check(folder.folder, 'x.json', '--policies', 'policy', ...more)
    expect(exitCode).toBe(2)
    expect(report.diagnostics.map((one) => one.code)).toContain(code)
  })
})

test('an endless comprehension is stopped, and is an error and no pass', async () => {
  const folder = new Repository().write({
    'policy/p.rego':
      'package main\ndeny contains "x" if count([1 | some a in numbers.range(1, 99999); some b in numbers.range(1, 99999); a * b == -1]) > 0\n',
    'x.json': '{}',
  })
  const { exitCode, report } = await check(folder.folder, 'x.json', '--policies', 'policy', '--timeout', '1')
  expect(exitCode).toBe(3)
  expect(report).toMatchObject({ verdict: 'error', results: [], diagnostics: [{ code: 'engine.timeout' }] })
})

describe('a pull request', () => {
  const repository = Repository.create()
  const base = repository.commit({ 'policies/sg.rego': OLD, 'main.tf': 'resource "aws_security_group" "web" {\n}\n' })
  const head = repository.commit({
    'policies/sg.rego': 'package main\ndeny contains "never" if false\n',
    'main.tf': 'resource "aws_security_group" "web" {\n  name = "x"\n}\n',
  })
  const payload = {
    number: 1,
    pull_request: { number: 1, base: { sha: base, ref: 'main' }, head: { sha: head }, changed_files: 2 },
  }
  const group = {
    address: 'aws_security_group.web',
    type: 'aws_security_group',
    name: 'web',
    values: { ingress: [{ cidr_blocks: ['0.0.0.0/0'] }] },
  }
  const plan = JSON.stringify({ format_version: '1.2', planned_values: { root_module: { resources: [group] } } })
  const gate = (plans: string) =>
    action(repository, { event: 'pull_request', payload, sha: head, inputs: { policies: 'policies', plans } })

  test('is judged by the policies of its base, on the plan that the workflow made', async () => {
    repository.write({ 'out/plan.json': plan })
    const ran = await gate('out/plan.json')
    expect(ran.exitCode).toBe(1)
    expect(ran.annotations.join('\n')).toMatch(/file=main\.tf,line=1.*open to the world/)
  })

  test('is an error when the plan is not there', async () => {
    const ran = await gate('gone.json')
    expect(ran.exitCode).toBe(2)
    expect(ran.stdout).toContain('terraform show -json')
  })
})

test('the policies that ship are tested by their own suites', async () => {
  const ran = await cli(ROOT, ['test', 'policies/terraform', '--coverage', '--timeout', '120', '--format', 'json'])
  expect(ran.exitCode).toBe(0)
  expect(JSON.parse(ran.stdout)).toMatchObject({ failed: 0, coverage: [{ percent: 100 }] })
})

describe('suites of Rego', () => {
  test.each([
    ['a test that fails', 'package p_test\nimport data.p\ntest_x if p.allowed\n', 1],
    ['a file without tests', 'package p_test\nx := 1\n', 2],
    ['a file that does not compile', 'package p_test\ntest_x if nothing(1)\n', 2],
  ])('%s is no pass', async (_, text, exitCode) => {
    const folder = new Repository().write({ 'p.rego': 'package p\nallowed := false\n', 'p_test.rego': text })
    expect((await cli(folder.folder, ['test', '.'])).exitCode).toBe(exitCode)
  })
})
