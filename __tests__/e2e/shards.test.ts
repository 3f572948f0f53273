import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FORMATS } from '../../src/model/format.ts'
import { type ActionRun, action, cli, type Ran, ROOT } from '../support/built.ts'
import { fixedClock } from '../support/fixed-clock.ts'
import { LocalArtifacts } from '../support/github/artifacts.ts'
import { deployment, LIMITS_POLICY, NETWORK_POLICY, OPEN_NETWORK } from '../support/manifests.ts'
import { pullRequest } from '../support/pull-request.ts'
import { type Files, Repository, removeTemporaryFolders, temporaryFolder } from '../support/repository.ts'

// Documents that several jobs judge, through the program as it is shipped: together they say what one says alone.

afterAll(removeTemporaryFolders)

const PASSWORD = ['correct', 'horse', 'battery'].join('-')

const STRICT = LIMITS_POLICY.replace('message:', 'allowExistingViolations: false\n        message:')

/** Its message repeats the values that it complains about. */
const TELLTALE = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: no-values}
spec:
  validationFailureAction: Audit
  background: false
  rules:
    - name: env
      match: {any: [{resources: {kinds: [Pod]}}]}
      validate:
        message: "the values {{ request.object.spec.containers[].env[].value }} are written out"
        deny: {conditions: {all: [{key: "{{ request.object.spec.containers[].env[].value | length(@) }}", operator: GreaterThan, value: 0}]}}
`

const SECRETIVE = `apiVersion: v1
kind: Pod
metadata: {name: secretive}
spec:
  containers:
    - name: web
      image: web:1
      env: [{name: DB_PASSWORD, value: ${PASSWORD}}]
`

const REGO = `package main

deny contains msg if {
	input.debug == true
	msg := "debug is on"
}

warn contains msg if {
	not input.owner
	msg := "nobody owns this"
}
`

const TEMPLATE = deployment('{{ .Release.Name }}').replace('main', '{{ .Values.main }}')

const BASE: Files = {
  '.github/policy-gate.yml': `rego-paths: ['conf/**']
baseline: baseline.json
exceptions:
  - policy: require-limits
    resource: {kind: Deployment, name: excepted}
    justification: The nightly import needs the burst until it moves to its own pool.
    expires: 2027-01-31
  - policy: require-limits
    resource: {kind: Deployment, name: nobody}
    justification: A worker that was to come and never came, for the sake of it.
    expires: 2027-01-31
`,
  'baseline.json': '{"version": 1, "entries": []}\n',
  'policies/limits.yaml': STRICT,
  'policies/network.yaml': NETWORK_POLICY,
  'policies/values.yaml': TELLTALE,
  'policies/main.rego': REGO,
  'policies/judging.tar.gz': readFileSync(join(ROOT, '__tests__/support/bundles/judging.tar.gz')),
  'deploy/old.yaml': deployment('old'),
  'deploy/gone.yaml': deployment('gone'),
  'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'chart/values.yaml': 'main: a\n',
  'chart/values-prod.yaml': 'main: b\n',
  'chart/templates/d.yaml': TEMPLATE,
  'over/kustomization.yaml': 'namePrefix: over-\nresources: [d.yaml]\n',
  'over/d.yaml': deployment('base', true),
}

/** A copy of what stood, files of several documents, a List, what is rendered, what cannot be read, and what Rego reads. */
const CHANGE: Files = {
  'deploy/old.yaml': `# a comment\n${deployment('old')}`,
  'deploy/copy.yaml': deployment('old'),
  'deploy/excepted.yaml': deployment('excepted'),
  'deploy/many.yaml': Array.from({ length: 12 }, (_, at) => deployment(`many-${at}`, at % 3 === 0)).join('---\n'),
  'deploy/network.yaml': OPEN_NETWORK,
  'deploy/list.yaml': `apiVersion: v1\nkind: List\nitems:\n${['a', 'b'].map((name) => `  - ${deployment(name).trimEnd().replaceAll('\n', '\n    ')}\n`).join('')}`,
  'deploy/secretive.yaml': SECRETIVE,
  'deploy/broken.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: [}\n',
  'chart/values-prod.yaml': 'main: c\n',
  'over/d.yaml': deployment('base'),
  'conf/a.toml': 'debug = true\n',
  'conf/b.json': '{"owner": "me", "debug": true}\n',
  'conf/c.ini': '[server]\nport = 1\n',
}

const FORMAT_FLAGS = (folder: string) => FORMATS.flatMap((format) => ['--report', `${format}=${join(folder, format)}`])

const reportsIn = (folder: string) => FORMATS.map((format) => [format, readFileSync(join(folder, format), 'utf8')])

const env = fixedClock('2026-11-26T12:00:00Z')

/** Runs all shards, and the merge; `flags` are those that all of them get. */
async function sharded(folder: string, of: number, flags: readonly string[], more: readonly string[] = []) {
  const parts = join(temporaryFolder(), 'parts')
  mkdirSync(parts)
  for (let shard = 0; shard < of; shard++) {
    const part = join(parts, `${shard}.json`)
    const ran = await cli(folder, ['check', '--shard', `${shard}/${of}`, '-o', part, ...flags], { env })
    expect(ran).toEqual({ exitCode: 0, stdout: '', stderr: '' })
  }
  return { parts, ran: await cli(folder, ['merge', '--parts', parts, ...flags, ...more], { env }) }
}

describe('four shards', () => {
  const repository = Repository.create()
  const flags = ['--changed', 'HEAD~1..HEAD', '--all-results']
  const [one, four] = [temporaryFolder(), temporaryFolder()]
  let alone: Ran
  let together: Awaited<ReturnType<typeof sharded>>

  beforeAll(async () => {
    repository.commit(BASE)
    repository.remove('deploy/gone.yaml').commit(CHANGE)
    alone = await cli(repository.folder, ['check', ...flags, ...FORMAT_FLAGS(one)], { env })
    together = await sharded(repository.folder, 4, flags, FORMAT_FLAGS(four))
  })

  test('say in every format, byte for byte, what one run says', () => {
    expect(together.ran).toEqual(alone)
    expect(reportsIn(four)).toEqual(reportsIn(one))
  })

  test('were asked about all of what could differ', () => {
    const { results, exceptions, skipped, diagnostics } = JSON.parse(readFileSync(join(one, 'json'), 'utf8'))
    const marks = results.flatMap((result: object) => Object.keys(result))
    for (const mark of ['exception', 'existing']) expect(marks).toContain(mark)
    const told = results.map(({ engine, status }: Record<string, string>) => `${engine} ${status}`)
    for (const each of ['kyverno fail', 'kyverno pass', 'rego fail', 'rego warn', 'rego pass'])
      expect(told).toContain(each)
    const files = results.map(({ location }: { location: { file: string } }) => location.file)
    expect(files).toContain('chart/templates/d.yaml')
    expect(exceptions).toHaveLength(2)
    expect(skipped).not.toEqual([])
    expect(diagnostics).toContainEqual(expect.objectContaining({ code: 'input.unparsable' }))
  })

  test('write no secret down', () => {
    const parts = [0, 1, 2, 3].map((shard) => readFileSync(join(together.parts, `${shard}.json`), 'utf8'))
    for (const text of parts) expect(text).not.toContain(PASSWORD)
    expect(parts.flatMap((text) => JSON.parse(text).judgements[0].withheld)).toHaveLength(1)
    expect(reportsIn(one).join()).toContain('are written out')
  })
})

test('what Rego judges together is judged once, by the merge', async () => {
  const repository = Repository.create()
  repository.write({
    'policies/all.rego':
      'package main\n\ndeny contains msg if {\n\tcount(input) > 2\n\tmsg := sprintf("%d files", [count(input)])\n}\n',
    'conf/a.json': '{}',
    'conf/b.json': '{}',
    'conf/c.json': '{}',
  })
  const flags = ['conf', '--combine', '--rego-paths', 'conf/**']
  const alone = await cli(repository.folder, ['check', ...flags], { env })
  expect(alone).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('3 files') })
  expect((await sharded(repository.folder, 2, flags)).ran).toEqual(alone)
})

describe('parts that do not make a whole', () => {
  const repository = Repository.create()
  let parts: readonly string[] = []

  beforeAll(async () => {
    repository.commit({
      'policies/limits.yaml': LIMITS_POLICY,
      'a.yaml': deployment('a', true),
      'b.yaml': deployment('b', true),
    })
    const { parts: folder, ran } = await sharded(repository.folder, 2, ['.'])
    expect(ran.exitCode).toBe(0)
    parts = [0, 1].map((shard) => readFileSync(join(folder, `${shard}.json`), 'utf8'))
  })

  async function merged(texts: readonly string[], flags: readonly string[] = ['.'], folder = repository.folder) {
    const files = texts.map((text, at) => {
      const file = join(temporaryFolder(), `part-${at}.json`)
      writeFileSync(file, text)
      return ['--parts', file]
    })
    return cli(folder, ['merge', ...files.flat(), ...flags])
  }

  const edited = (edit: (part: Any) => unknown) => {
    const part = JSON.parse(parts[1] ?? '')
    edit(part)
    return [parts[0] ?? '', JSON.stringify(part)]
  }

  test.each<[string, () => readonly string[], string, string?]>([
    ['one is of another version', () => edited((part) => (part.gate = '0.0.1')), 'parts.different', 'version'],
    ['one is of another commit', () => edited((part) => (part.commit.head = 'f00')), 'parts.different', 'head commit'],
    ['one lacks an answer', () => edited((part) => part.judgements[0].answers.pop()), 'parts.unreadable', 'once'],
    [
      'one answers for another shard',
      () => edited((part) => (part.judgements[0].answers = JSON.parse(parts[0] ?? '').judgements[0].answers)),
      'parts.unreadable',
    ],
    [
      'one is of another engine',
      () => edited((part) => (part.judgements[0].engines.kyverno.digest = 'sha256:0')),
      'parts.different',
      'other engines',
    ],
    ['one has no judgement', () => edited((part) => (part.judgements = [])), 'parts.different'],
  ])('%s: an error, never a pass', async (_, texts, code, says = '') => {
    const ran = await merged(texts())
    expect([ran.exitCode, ran.stdout]).toEqual([2, ''])
    expect(ran.stderr).toContain(`(${code})`)
    expect(ran.stderr).toContain(says)
  })

  test('settings, policies and documents have to be those of the shards', async () => {
    expect((await merged(parts, ['.', '--fail-on', 'none'])).stderr).toContain('other settings')
    const other = repository.clone()
    other.write({ 'a.yaml': deployment('a') })
    expect((await merged(parts, ['.'], other.folder)).stderr).toContain('other documents')
    other.git('checkout', 'a.yaml')
    other.write({ 'policies/limits.yaml': LIMITS_POLICY.replace('Enforce', 'Audit') })
    expect((await merged(parts, ['.'], other.folder)).stderr).toContain('other policies')
  })

  test('a shard that is killed leaves nothing, and the merge fails', async () => {
    const part = join(temporaryFolder(), 'killed.json')
    const onStart = (child: ChildProcess) => void setTimeout(() => child.kill('SIGKILL'), 300)
    const ran = await cli(repository.folder, ['check', '.', '--shard', '1/2', '-o', part], { onStart })
    expect([ran.exitCode, existsSync(part)]).toEqual([null, false])
    expect(await merged(parts.slice(0, 1))).toMatchObject({ exitCode: 2, stdout: '' })
  })

  test('there is no such shard, and a shard has no report', async () => {
    for (const shard of ['4/4', '1', '0/0', '1/257', '-1/2'])
      expect((await cli(repository.folder, ['check', `--shard=${shard}`])).stderr).toContain('config.bad-value')
    const ran = await cli(repository.folder, ['check', '--shard', '0/2', '--format', 'json'])
    expect([ran.exitCode, ran.stderr]).toEqual([2, expect.stringContaining('config.contradiction')])
  })
})

// biome-ignore lint/suspicious/noExplicitAny: a part is spoilt in ways that its type does not know
type Any = any

describe('jobs of a matrix', () => {
  let artifacts: LocalArtifacts
  beforeAll(async () => {
    artifacts = await LocalArtifacts.start()
  })
  afterAll(() => artifacts.stop())

  /** The change loosens a policy as well, which is previewed. */
  const { repository, setting } = pullRequest(
    { 'policies/limits.yaml': STRICT, 'a.yaml': deployment('a'), 'b.yaml': deployment('b', true) },
    {
      'policies/limits.yaml': STRICT.replace('Enforce', 'Audit'),
      'b.yaml': deployment('b'),
      'c.yaml': [deployment('c'), deployment('d', true)].join('---\n'),
    },
  )

  const job = (
    inputs: Readonly<Record<string, string>>,
    more: Readonly<Record<string, string>> = {},
  ): Promise<ActionRun> => action(repository, { ...setting, inputs, env: { ...artifacts.env, ...more } })

  const told = ({ exitCode, outputs, report, summary, stdout }: ActionRun) => ({
    exitCode,
    outputs,
    report,
    summary,
    said: stdout.slice(stdout.indexOf('b.yaml ')), // before it, the client of the artifacts speaks
  })

  test('leave parts, and the job that needs them says what one job says', async () => {
    const alone = await job({ artifact: 'off' })
    expect(alone.outputs['verdict']).toBe('fail')
    expect(JSON.parse(alone.report).preview).toMatchObject({ outcome: 'pass' })
    for (const shard of ['0/2', '1/2']) {
      const ran = await job({ shard })
      expect(ran).toMatchObject({ exitCode: 0, report: '', annotations: [] })
      expect(Object.keys(ran.outputs)).toEqual(['part'])
      expect(ran.summary).toContain(`shard ${shard.replace('/', ' of ')}`)
    }
    expect([...artifacts.kept.keys()]).toEqual(['policy-gate-part-0-of-2', 'policy-gate-part-1-of-2'])
    expect(told(await job({ merge: 'auto', artifact: 'off' }))).toEqual(told(alone))
  })

  test('that are run again leave their part once', async () => {
    await job({ shard: '1/2' }, { GITHUB_RUN_ATTEMPT: '2' })
    expect(artifacts.calls.map(({ name }) => name)).toContain('DeleteArtifact')
    expect([...artifacts.kept.keys()].sort()).toEqual(['policy-gate-part-0-of-2', 'policy-gate-part-1-of-2'])
    expect((await job({ merge: 'auto', artifact: 'off' })).outputs['verdict']).toBe('fail')
  })

  test('that left nothing end in an error', async () => {
    artifacts.kept.delete('policy-gate-part-0-of-2')
    const ran = await job({ merge: 'auto', artifact: 'off' })
    expect([ran.exitCode, ran.outputs['verdict'], ran.stdout]).toEqual([
      2,
      'error',
      expect.stringContaining('parts.missing'),
    ])
  })

  test('cannot judge and merge at once', async () => {
    const ran = await job({ merge: 'auto', shard: '0/2' })
    expect([ran.exitCode, ran.stdout]).toEqual([2, expect.stringContaining('config.contradiction')])
  })
})
