import { RegoEngine } from '../../src/engines/rego/rego.ts'
import type { World } from '../../src/model/world.ts'

let engine: RegoEngine
beforeAll(() => {
  engine = new RegoEngine()
})
afterAll(() => engine.close())

const DENY = 'package main\ndeny contains "no" if input.a == 1\n'

async function judged(
  policies: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>>,
  world?: World,
) {
  const loaded = await engine.load(
    Object.entries(policies).map(([path, text]) => ({ path, text })),
    world,
  )
  const documents = []
  const read = []
  for (const [path, text] of Object.entries(files)) {
    const one = await engine.read({ path, text })
    documents.push(...one.documents)
    read.push(...one.diagnostics)
  }
  const { results, diagnostics } = await engine.judge(documents)
  return { loaded, documents, results, codes: [...loaded.diagnostics, ...read, ...diagnostics].map(({ code }) => code) }
}

const said = (results: readonly { rule: string; status: string; message: string }[]) =>
  results.map(({ rule, status, message }) => [rule, status, message])

describe('what rules say', () => {
  test('deny and violation fail, warn warns, silence passes', async () => {
    const text =
      'package main\ndeny contains "d" if input.a\nviolation_x contains {"msg": "v"} if input.a\nwarn contains "w" if input.a\ndeny_not contains "n" if input.b\n'
    const { results } = await judged({ 'p.rego': text }, { 'x.json': '{"a": 1}' })
    expect(said(results).sort()).toEqual([
      ['deny', 'fail', 'd'],
      ['deny_not', 'pass', ''],
      ['violation_x', 'fail', 'v'],
      ['warn', 'warn', 'w'],
    ])
    expect(results.map(({ enforcement }) => enforcement)).toContain('audit')
  })

  test('an exception skips, and keeps what it turned away in sight', async () => {
    const text = 'package main\ndeny_a contains "no" if input.a\nexception contains ["a"] if input.a == 1\n'
    const { results } = await judged({ 'p.rego': text }, { 'x.json': '{"a": 1}', 'y.json': '{"a": 2}' })
    expect(results.map(({ status }) => status)).toEqual(['skip', 'fail'])
    expect(results[0]).toMatchObject({
      message: expect.stringContaining('no (excepted by'),
      exception: expect.any(String),
    })
  })

  test('metadata reaches the policy', async () => {
    const text = `package main
# METADATA
# title: A title
# description: |
#   Two
#   lines
# custom:
#   id: named
#   severity: high
#   remedy: do this
deny contains "no" if input.a
`
    const { results } = await judged({ 'p.rego': text }, { 'x.json': '{"a": 1}' })
    expect(results[0]).toMatchObject({
      rule: 'named',
      policy: {
        name: 'main',
        line: 11,
        title: 'A title',
        description: 'Two lines',
        severity: 'high',
        remedy: 'do this',
      },
    })
  })

  test('places that a rule names are handed on', async () => {
    const text =
      'package main\ndeny contains {"msg": "m", "address": "module.a[\\"k.x\\"].aws_s3_bucket.b[0]", "path": "tags[\\"a.b\\"].c[1]", "line": 3}\n'
    const { results } = await judged({ 'p.rego': text }, { 'x.json': '{}' })
    expect(results[0]).toMatchObject({
      hint: { address: 'module.a["k.x"].aws_s3_bucket.b[0]', line: 3 },
      paths: [['tags', 'a.b', 'c', 1]],
      document: { resource: { kind: 'aws_s3_bucket', name: 'module.a["k.x"].aws_s3_bucket.b[0]' } },
    })
  })
})

describe('what policies may see', () => {
  test('parameters are data.params, beside data files', async () => {
    const text =
      'package main\ndeny contains "no" if not input.a in data.params.allowed\nwarn contains data.team if true\n'
    const world = { parameters: { allowed: [1] }, data: [{ path: 'd/t.yaml', text: 'team: shop\n' }], dataRoots: ['d'] }
    const { results, codes } = await judged({ 'p.rego': text }, { 'x.json': '{"a": 1}', 'y.json': '{"a": 2}' }, world)
    expect(codes).toEqual([])
    expect(said(results)).toEqual([
      ['deny', 'pass', ''],
      ['warn', 'warn', 'shop'],
      ['deny', 'fail', 'no'],
      ['warn', 'warn', 'shop'],
    ])
  })

  test('all packages with rules judge, and v0 stands beside v1', async () => {
    const { results } = await judged(
      {
        'a.rego': 'package a\ndeny[msg] { msg := "old"; input.a }\n',
        'b.rego': 'package b\ndeny contains "new" if input.a\n',
      },
      { 'x.json': '{"a": 1}' },
    )
    expect(results.map(({ message }) => message).sort()).toEqual(['new', 'old'])
  })

  test('only the packages that were asked for judge', async () => {
    const narrow = new RegoEngine({ namespaces: ['b'] })
    const policies = [
      { path: 'a.rego', text: 'package a\ndeny contains "a"\n' },
      { path: 'b.rego', text: 'package b\ndeny contains "b"\n' },
    ]
    const { policies: loaded } = await narrow.load(policies)
    await narrow.close()
    expect(loaded.map(({ name }) => name)).toEqual(['b'])
  })

  test('documents are judged together when asked', async () => {
    const combine = new RegoEngine({ combine: true })
    await combine.load([
      { path: 'p.rego', text: 'package main\ndeny contains sprintf("%d files", [count(input)]) if count(input) > 1\n' },
    ])
    const read = [
      await combine.read({ path: 'a.json', text: '{}' }),
      await combine.read({ path: 'b.toml', text: 'a = 1' }),
    ]
    const { results } = await combine.judge(read.flatMap(({ documents }) => documents))
    await combine.close()
    expect(said(results)).toEqual([['deny', 'fail', '2 files']])
  })
})

describe('formats', () => {
  test.each([
    ['Dockerfile', 'FROM x:latest\n', 'input[0].Cmd == "from"', 'dockerfile'],
    ['a.toml', '[a]\nb = 1\n', 'input.a.b == 1', 'toml'],
    ['a.ini', '[a]\nb = 1\n', 'input.a.b == 1', 'ini'],
    ['a.hocon', 'a { b = 1 }', 'input.a.b == 1', 'hocon'],
    ['a.xml', '<a><b>1</b></a>', 'input.a.b == "1"', 'xml'],
    ['.env', 'A=1\n', 'input.A == "1"', 'dotenv'],
    ['a.properties', 'a.b=1\n', 'input["a.b"] == "1"', 'properties'],
    ['a.jsonnet', '{a: 1 + 1}', 'input.a == 2', 'jsonnet'],
    ['a.tf', 'resource "t" "n" {\n a = 1\n}\n', 'input.resource.t.n', 'hcl2'],
    ['a.hcl', 'a "b" {\n}\n', 'input.a', 'hcl2'],
    [
      't.yaml',
      'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  B: {Type: AWS::S3::Bucket, Properties: {N: !Sub "x"}}\n',
      'input.Resources.B',
      'yaml',
    ],
  ])('%s is read', async (path, text, condition, format) => {
    const { results, documents, codes } = await judged(
      { 'p.rego': `package main\ndeny contains "no" if ${condition}\n` },
      { [path]: text },
    )
    expect(codes).toEqual([])
    expect(documents[0]?.format).toBe(format)
    expect(results.map(({ status }) => status)).toContain('fail')
  })

  test('kinds of documents are told by their content', async () => {
    const { documents } = await judged(
      { 'p.rego': DENY },
      {
        'plan.json': '{"format_version": "1.2", "planned_values": {}}',
        'cf.json': '{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}',
        'k.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n',
      },
    )
    expect(documents.map(({ content, resource }) => [content, resource.kind, resource.name])).toEqual([
      ['terraform-plan', 'Terraform plan', 'plan.json'],
      ['cloudformation', 'CloudFormation template', 'cf.json'],
      ['kubernetes', 'Pod', 'a'],
    ])
  })
})

describe('what cannot be used is an error', () => {
  test.each([
    ['a syntax error', 'package main\ndeny contains {\n', 'rego.syntax'],
    ['a type error', 'package main\ndeny contains "x" if 1 + "a" == 2\n', 'rego.type'],
    ['an undefined builtin', 'package main\ndeny contains nothing(1)\n', 'rego.undefined-function'],
    ['no rule', 'package main\nallow := true\n', 'rego.no-rules'],
    ['the network', 'package main\ndeny contains "x" if http.send({}).status_code == 200\n', 'rego.builtin-refused'],
    ['the environment', 'package main\ndeny contains x if x := opa.runtime().env.HOME\n', 'rego.builtin-refused'],
    ['a truth value', 'package main\ndeny if input.x\n', 'rego.not-a-set'],
  ])('%s', async (_, text, code) => {
    const { codes, loaded } = await judged({ 'p.rego': text }, {})
    expect(codes).toContain(code)
    expect(loaded.policies).toEqual([])
  })

  test('an unknown namespace', async () => {
    const other = new RegoEngine({ namespaces: ['other'] })
    const { diagnostics } = await other.load([{ path: 'p.rego', text: DENY }])
    await other.close()
    expect(diagnostics).toMatchObject([
      { level: 'error', code: 'rego.unknown-namespace', message: expect.stringContaining('main') },
    ])
  })

  test.each([
    [
      'a plan that is cut off',
      'p.json',
      '{"format_version":"1.2","terraform_version":"1.9","planned_values":{"root',
      'terraform.truncated-plan',
    ],
    ['the text of a plan', 'p.json', 'Terraform will perform the following actions:\n', 'terraform.text-plan'],
    [
      'the log of a plan',
      'p.json',
      '{"@level":"info","@message":"x","@module":"terraform.ui"}\n',
      'terraform.log-plan',
    ],
    [
      'a plan that failed',
      'p.json',
      '{"format_version":"1.2","planned_values":{},"errored":true}',
      'terraform.errored-plan',
    ],
    ['a broken source', 'a.tf', 'resource "x" {\n', 'input.unparsable'],
    ['an unknown format', 'a.unknown', 'x', 'input.no-parser'],
  ])('%s', async (_, path, text, code) => {
    const { codes, documents } = await judged({ 'p.rego': DENY }, { [path]: text })
    expect(codes).toContain(code)
    expect(documents).toEqual([])
  })

  test('an endless comprehension is stopped at its limit, and nothing passes after it', async () => {
    const limited = new RegoEngine({ callTimeoutSeconds: 1 })
    const text =
      'package main\ndeny contains "x" if count([1 | some a in numbers.range(1, 99999); some b in numbers.range(1, 99999); a * b == -1]) > 0\n'
    await limited.load([{ path: 'p.rego', text }])
    const { documents } = await limited.read({ path: 'x.json', text: '{}' })
    const first = await limited.judge(documents)
    expect(first).toMatchObject({
      results: [],
      diagnostics: [{ code: 'engine.timeout', blame: 'engine', file: 'x.json' }],
    })
    expect((await limited.read({ path: 'y.json', text: '{}' })).diagnostics).toMatchObject([{ blame: 'engine' }])
    await limited.close()
  })
})

test('sensitive values of a plan are masked in what rules say', async () => {
  const resource = {
    address: 'a.b',
    type: 'a',
    values: { password: 'hunter2-hunter2' },
    sensitive_values: { password: true },
  }
  const plan = JSON.stringify({ format_version: '1.2', planned_values: { root_module: { resources: [resource] } } })
  const text =
    'package main\ndeny contains sprintf("uses %s", [r.values.password]) if some r in input.planned_values.root_module.resources\n'
  const { results } = await judged({ 'p.rego': text }, { 'plan.json': plan })
  expect(results[0]?.message).toMatch(/^uses /)
  expect(JSON.stringify(results)).not.toContain('hunter2')
})
