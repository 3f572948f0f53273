import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { SDK_BUILTINS } from '../../src/engines/bundle/sdk-builtins.ts'
import { action, cli, ROOT } from '../support/built.ts'
import { Repository, removeTemporaryFolders } from '../support/repository.ts'

// Policies that users compiled with `opa build -t wasm`, through the program as it is shipped.

afterAll(removeTemporaryFolders)

const BUNDLES = join(ROOT, '__tests__/support/bundles')
const judging = readFileSync(join(BUNDLES, 'judging.tar.gz'))

interface Report {
  readonly verdict: string
  readonly results: readonly {
    readonly rule: string
    readonly status: string
    readonly message: string
    readonly severity: string
    readonly location: { readonly file: string; readonly line: number; readonly precision: string }
  }[]
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[]
}

async function check(files: Readonly<Record<string, string | Buffer>>, ...more: readonly string[]) {
  const folder = new Repository().write({ 'p.tar.gz': judging, ...files })
  const named = Object.keys(files).filter((path) => path.endsWith('.json') || path.endsWith('.yaml'))
  const { exitCode, stdout } = await cli(folder.folder, [
    'check',
    ...named,
    '--policies',
    'p.tar.gz',
    '--format',
    'json',
    ...more,
  ])
  return { exitCode, stdout, report: JSON.parse(stdout) as Report }
}

const said = ({ results }: Report) => results.map(({ rule, status, message }) => [rule, status, message])

const PLAN = JSON.stringify(
  {
    format_version: '1.2',
    planned_values: {
      root_module: {
        resources: [
          {
            address: 'aws_s3_bucket.b',
            type: 'aws_s3_bucket',
            name: 'b',
            values: { acl: 'public-read', secret: 'hunter2-hunter2' },
            sensitive_values: { secret: true },
          },
        ],
      },
    },
  },
  null,
  1,
)

describe('a bundle judges', () => {
  test('by its rules and its own data, with what METADATA says, at the resource, and shows nothing sensitive', async () => {
    const { exitCode, stdout, report } = await check({ 'plan.json': PLAN })
    expect(exitCode).toBe(1)
    expect(report.results).toMatchObject([
      {
        rule: 'deny',
        severity: 'high',
        message: 'bucket b is public: (sensitive)',
        location: { file: 'plan.json', precision: 'nearest' },
      },
    ])
    expect(stdout).not.toContain('hunter2')
  })

  test('as Conftest does: warnings warn, silence passes; exceptions do not count, since a bundle holds no reason for them', async () => {
    const { exitCode, report } = await check(
      { 'a.json': '{"open": true}', 'b.json': '{"open": true, "excepted": 1}', 'c.yaml': 'number: 9007199254740993\n' },
      '--all-results',
    )
    expect(exitCode).toBe(1)
    expect(said(report).filter(([, status]) => status !== 'pass')).toEqual([
      ['deny_open', 'fail', 'open'],
      ['deny_open', 'fail', expect.stringContaining('open (excepted by data.main.exception')],
      ['warn', 'warn', '9007199254740992 is more than a float can hold'],
    ])
    expect(said(report)).toHaveLength(15)
  })

  test('beside Rego that is not compiled', async () => {
    const files = { 'q.rego': 'package other\ndeny contains "other" if input.open\n', 'a.json': '{"open": true}' }
    const { report } = await check(files, '--policies', 'q.rego')
    expect(
      said(report)
        .map(([, , message]) => message)
        .sort(),
    ).toEqual(['open', 'other'])
  })

  test('all files together when asked', async () => {
    const { exitCode, report } = await check(
      { 'a.json': '{"open": true}', 'b.json': '{}' },
      '--combine',
      '--all-results',
    )
    expect(exitCode).toBe(0)
    expect(new Set(said(report).map(([, status]) => status))).toEqual(new Set(['pass']))
    expect(report.results).toHaveLength(5)
  })

  test('from the base commit on a pull request', async () => {
    const repository = Repository.create()
    const base = repository.commit({ 'policies/p.tar.gz': judging, 'README.md': 'x\n' })
    const head = repository.commit({ 'policies/p.tar.gz': Buffer.from('none'), 'values/a.json': '{"open": true}' })
    const payload = {
      number: 1,
      pull_request: { number: 1, base: { sha: base, ref: 'main' }, head: { sha: head }, changed_files: 2 },
    }
    const inputs = { policies: 'policies', 'rego-paths': 'values/**' }
    const ran = await action(repository, { event: 'pull_request', payload, sha: head, inputs })
    expect(ran.exitCode).toBe(1)
    expect(ran.annotations.join('\n')).toMatch(/file=values\/a\.json.*open/)
  })
})

describe('what cannot be judged is an error and no pass', () => {
  test('a bundle that calls builtins which the SDK lacks, all of them named at load', async () => {
    const { exitCode, report } = await check({
      'p.tar.gz': readFileSync(join(BUNDLES, 'missing.tar.gz')),
      'a.json': '{}',
    })
    expect(exitCode).toBe(2)
    expect(report.diagnostics[0]).toMatchObject({
      code: 'bundle.missing-builtin',
      message: expect.stringMatching(/http\.send, time\.now_ns$/),
    })
  })

  test.each([
    ['a bundle that is cut off', judging.subarray(0, 3000)],
    ['what is no archive', Buffer.from('package main\n')],
    ['an archive without a compiled policy', tarOf('data.json', '{}')],
    ['a compiled policy that is cut off', tarOf('policy.wasm', '\0asm')],
  ])('%s', async (_, bundle) => {
    const { exitCode, report } = await check({ 'p.tar.gz': bundle, 'a.json': '{"open": true}' })
    expect(exitCode).toBe(2)
    expect(report.diagnostics[0]).toMatchObject({ code: 'bundle.invalid' })
  })

  test('a bundle without rules that judge', async () => {
    const { exitCode, report } = await check({
      'p.tar.gz': readFileSync(join(BUNDLES, 'silent.tar.gz')),
      'a.json': '{}',
    })
    expect(exitCode).toBe(2)
    expect(report.diagnostics[0]).toMatchObject({
      code: 'bundle.no-rules',
      message: expect.stringContaining('main/allow'),
    })
  })

  test('an endless rule is stopped at its limit', async () => {
    const { exitCode, report } = await check({ 'a.json': '{"slow": true}' }, '--timeout', '1')
    expect(exitCode).toBe(3)
    expect(report.diagnostics).toMatchObject([{ code: 'engine.timeout', message: expect.stringContaining('p.tar.gz') }])
  })

  test('a builtin of the SDK that fails is an error of its rule', async () => {
    const { exitCode, report } = await check({ 'a.json': '{"text": "no number"}' })
    expect(exitCode).toBe(2)
    expect(said(report)).toEqual([['deny_text', 'error', expect.stringContaining('expecting number')]])
  })
})

test('the builtins that the SDK brings are the ones we say', async () => {
  const { default: own } = await import(join(ROOT, 'node_modules/@open-policy-agent/opa-wasm/src/builtins/index.js'))
  expect([...SDK_BUILTINS].sort()).toEqual(Object.keys(own).sort())
})

function tarOf(name: string, text: string): Buffer {
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write(text.length.toString(8).padStart(11, '0'), 124)
  header.write('0', 156)
  const body = Buffer.alloc(512)
  body.write(text, 'latin1')
  return gzipSync(Buffer.concat([header, body, Buffer.alloc(1024)]))
}
