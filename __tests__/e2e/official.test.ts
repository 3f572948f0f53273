import { chmodSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { action, cli, ROOT } from '../support/built.ts'
import { deployment, LIMITS_POLICY, NETWORK_POLICY, OPEN_NETWORK } from '../support/manifests.ts'
import { describeOfficial, officialTools } from '../support/official-tools.ts'
import { pullRequest } from '../support/pull-request.ts'
import { Repository, removeTemporaryFolders, temporaryFolder } from '../support/repository.ts'

// Official programs, alone and beside the engines, as the gate is shipped.

afterAll(removeTemporaryFolders)

interface Report {
  readonly counts: Readonly<Record<'pass' | 'fail' | 'error' | 'skip' | 'documents', number>>
  readonly results: readonly {
    readonly policy: string
    readonly rule: string
    readonly status: string
    readonly location: object
  }[]
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[]
}

async function check(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const ran = await cli(cwd, ['check', ...args, '--format', 'json'], { env: { HOME: temporaryFolder(), ...env } })
  const report = (ran.stdout.startsWith('{') ? JSON.parse(ran.stdout) : undefined) as Report | undefined
  const codes = report?.diagnostics.map(({ code }) => code) ?? []
  return { ...ran, report, codes, said: ran.stdout + ran.stderr }
}

/** A folder with a `kyverno` of ours: the words of a shell script. */
function fakeTools(script: string): string {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'kyverno'), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, 'kyverno'), 0o755)
  return folder
}

/** Documents that are easily lost: behind a comment, in a list, without a name, and twice under one name. */
const MANY = {
  'policies/limits.yaml': LIMITS_POLICY,
  'policies/network.yaml': NETWORK_POLICY,
  'policies/replicas.yaml': `apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: {name: few-replicas}
spec:
  validationActions: [Deny]
  matchConstraints:
    resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}]
  validations: [{expression: "object.spec.?replicas.orValue(1) < 3", message: too many}]
`,
  'a.yaml': `${deployment('a')}--- # the second\n${deployment('b', true)}`,
  'b.yaml': deployment('a', true),
  'list.yaml': `apiVersion: v1\nkind: List\nitems:\n- ${OPEN_NETWORK.replaceAll('\n', '\n  ').trim()}\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: c}}\n`,
  'job.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {generateName: j-}\nspec: {containers: [{name: c, image: i}]}\n',
}

describeOfficial('the official programs', () => {
  test('say what the engines say of documents that are easily lost', async () => {
    const { folder } = new Repository().write(MANY)
    const tools = ['--tool-path', officialTools()]
    const [embedded, official, both] = [
      await check(folder, ['.']),
      await check(folder, ['.', '--engine', 'official', ...tools]),
      await check(folder, ['.', '--engine', 'both', ...tools]),
    ]
    const rows = ({ report }: typeof embedded) =>
      report?.results.map(({ policy, rule, status }) => `${policy}/${rule} ${status}`).sort()
    expect(embedded.report?.counts).toMatchObject({ documents: 9, fail: 3, error: 0 })
    expect(official.report?.counts).toEqual(embedded.report?.counts)
    expect(rows(official)).toEqual(rows(embedded))
    expect([embedded, official, both].map(({ exitCode }) => exitCode)).toEqual([1, 1, 1])
    expect(both.report?.results).toEqual(embedded.report?.results)
    expect([official.codes, both.codes]).toEqual([['tool.used'], ['tool.used']])
    expect(official.said).toContain('kyverno 1.19.1 (sha256:')
  })

  test('conftest says what the engine says of the example, and shows no sensitive value', async () => {
    const folder = temporaryFolder() // the programs may be kept in the project's own
    for (const part of ['examples/terraform', 'policies/terraform'])
      cpSync(join(ROOT, part), join(folder, part), { recursive: true })
    const args = ['examples/terraform', '--policies', 'policies/terraform', '--tool-path', officialTools()]
    const both = await check(folder, [...args, '--engine', 'both'])
    const official = await check(folder, [...args, '--engine', 'official', '--all-results'])
    expect([both.exitCode, official.exitCode]).toEqual([1, 1])
    expect([both.codes, official.codes]).toEqual([['tool.used'], ['tool.used']])
    expect(both.report?.counts.fail).toBeGreaterThan(0)
    expect(official.report?.counts).toEqual(both.report?.counts)
    expect(official.said).not.toContain('correct-horse')
  })

  test('an engine that answers otherwise is an error that shows both answers', async () => {
    const { folder } = new Repository().write({ 'policies/limits.yaml': LIMITS_POLICY, 'bad.yaml': deployment('a') })
    const lies = `'${officialTools()}/kyverno' "$@" | sed 's/"result":"fail"/"result":"pass"/g'`
    const { exitCode, report } = await check(folder, ['bad.yaml', '--engine', 'both', '--tool-path', fakeTools(lies)])
    const [disagreement] = report?.diagnostics.filter(({ code }) => code === 'engine.disagree') ?? []
    expect(exitCode).toBe(3)
    expect(disagreement?.message).toMatch(/the embedded engine says fail .*CPU and memory.*; .* says pass$/)
  })

  test('a policy that the CLI passes over is an error, though it ends with 0', async () => {
    const { folder } = new Repository().write({ 'policies/limits.yaml': LIMITS_POLICY, 'bad.yaml': deployment('a') })
    const blind = `for a in "$@"; do [ "$a" = policies/0.yaml ] && echo 'kind: ClusterPolicy' > policies/0.yaml; done
exec '${officialTools()}/kyverno' "$@"`
    const { exitCode, codes, said } = await check(folder, [
      'bad.yaml',
      '--engine',
      'official',
      '--tool-path',
      fakeTools(blind),
    ])
    expect(exitCode).toBe(3)
    expect(codes).toContain('engine.official')
    expect(said).toMatch(/0 policy rule|passed over/)
  })
})

/** Answers the question how many rules there are, then says something. */
const counting = (then: string) =>
  `case "$*" in *--policy-report*) ;; *) echo 'Applying 1 policy rule(s) to 1 resource(s)...'; exit 0;; esac\n${then}`

test.each([
  ['nothing', 'exit 0', 'it passed over apps/v1/Deployment//a'],
  ['half a report', `echo '{"results":[{"policy":"require-li'`, 'its report cannot be read'],
  ['a failure that it does not tell', `echo '{"results":[]}'; exit 1`, 'ended with 1 and told no failure'],
  ['an exit code of its own', `echo '{"results":[]}'; exit 7`, 'ended with 7'],
  ['a panic', 'echo "panic: out of order" >&2; exit 2', 'panic: out of order'],
  ['too little in its time', 'sleep 60', 'it took longer than 4 seconds'],
  ['a status that is none', `echo '{"results":[{"policy":"p","result":"maybe"}]}'`, 'its report cannot be read'],
])('a program that says %s is an error', async (_, script, why) => {
  const { folder } = new Repository().write({
    'policies/limits.yaml': LIMITS_POLICY,
    'good.yaml': deployment('a', true),
  })
  const args = ['good.yaml', '--engine', 'official', '--tool-path', fakeTools(counting(script)), '--timeout', '1']
  const { exitCode, codes, said } = await check(folder, args)
  expect(said).toContain(why)
  expect(codes).toContain('engine.official')
  expect(exitCode).toBe(3)
})

test('a program sees nothing of our environment, and no program of the workspace is run', async () => {
  const trace = join(temporaryFolder(), 'trace')
  const tools = fakeTools(`env > '${trace}'; pwd >> '${trace}'`)
  const { folder } = new Repository().write({
    'policies/limits.yaml': LIMITS_POLICY,
    'good.yaml': deployment('a', true),
  })
  await check(folder, ['good.yaml', '--engine', 'official', '--tool-path', tools], {
    GITHUB_TOKEN: 'canary',
    KUBECONFIG: '/k',
  })
  const seen = readFileSync(trace, 'utf8')
  expect(seen).toContain('HOME=')
  expect(seen).not.toMatch(/canary|KUBECONFIG/)
  expect(seen).not.toContain(folder)

  const inside = new Repository().write({
    'policies/limits.yaml': LIMITS_POLICY,
    'good.yaml': deployment('a', true),
    'bin/kyverno': readFileSync(join(tools, 'kyverno')),
  })
  chmodSync(inside.path('bin/kyverno'), 0o755)
  writeFileSync(trace, '')
  const named = await check(inside.folder, ['good.yaml', '--engine', 'official', '--tool-path', 'bin'])
  const mirror = ['--tool-mirror', 'https://localhost:9']
  const found = await check(inside.folder, ['good.yaml', '--engine', 'official', ...mirror], {
    PATH: `${inside.path('bin')}:${process.env['PATH']}`,
  })
  expect(named.exitCode).toBe(2)
  expect(named.said).toContain('tool.in-workspace')
  expect(found.said).toContain('tool.download')
  const root = await check(inside.folder, [
    'good.yaml',
    '--engine',
    'official',
    ...mirror,
    '--tool-trust-root',
    'good.yaml',
  ])
  expect(root.said).toContain('tool.in-workspace')
  expect(readFileSync(trace, 'utf8')).toBe('')
})

test('a change does not choose what is run: its own settings are previewed without its program', async () => {
  const trace = join(temporaryFolder(), 'trace')
  const tools = fakeTools(`touch '${trace}'`)
  const base = { 'policies/limits.yaml': LIMITS_POLICY, '.github/policy-gate.yml': 'fail-on: enforce\n' }
  const { repository, setting } = pullRequest(base, {
    '.github/policy-gate.yml': `fail-on: audit\nengine: official\ntool-path: ${tools}\n`,
    'bad.yaml': deployment('a'),
  })
  const ran = await action(repository, setting)
  expect(ran.outputs['verdict']).toBe('fail')
  expect(existsSync(trace)).toBe(false)
})

test.each([
  [
    'select namespaces',
    LIMITS_POLICY.replaceAll(/^( *)kinds:/gm, '$1namespaceSelector: {matchLabels: {a: b}}\n$1kinds:'),
  ],
  [
    'are of a namespaced kind',
    `${LIMITS_POLICY}---\napiVersion: policies.kyverno.io/v1\nkind: NamespacedValidatingPolicy\nmetadata: {name: n, namespace: a}\nspec:\n  matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}\n  validations: [{expression: 'true'}]\n`,
  ],
  [
    "are Kubernetes' own and mutate",
    `${LIMITS_POLICY}---\napiVersion: admissionregistration.k8s.io/v1\nkind: MutatingAdmissionPolicy\nmetadata: {name: m}\nspec:\n  reinvocationPolicy: Never\n  matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}\n  mutations: [{patchType: ApplyConfiguration, applyConfiguration: {expression: 'Object{}'}}]\n`,
  ],
  [
    'are bound',
    `${LIMITS_POLICY}---\napiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\nmetadata: {name: b}\nspec: {policyName: p, validationActions: [Deny]}\n`,
  ],
])('the official program is not asked about policies that %s', async (_, policies) => {
  const tools = fakeTools(counting('exit 0'))
  const folder = new Repository().write({ 'policies/p.yaml': policies, 'a.yaml': deployment('a', true) }).folder
  const args = ['a.yaml', '--engine', 'official', '--tool-path', tools]
  expect((await check(folder, args)).codes).toContain('engine.unaskable')
})

test.each(['spec: [', 'a: 1\n---\nb: 2\n'])(
  'a values file that cannot be read is an error of its own: %j',
  async (values) => {
    const selecting = LIMITS_POLICY.replaceAll(/^( *)kinds:/gm, '$1namespaceSelector: {matchLabels: {a: b}}\n$1kinds:')
    const files = { 'policies/limits.yaml': selecting, 'a.yaml': deployment('a', true), 'values.yaml': values }
    const { folder } = new Repository().write(files)
    const tools = fakeTools(counting('exit 0'))
    const args = ['a.yaml', '--values', 'values.yaml', '--engine', 'official', '--tool-path', tools]
    const { exitCode, report } = await check(folder, args)
    expect(exitCode).toBe(2)
    expect(report?.diagnostics).toContainEqual(expect.objectContaining({ code: 'world.unusable', file: 'values.yaml' }))
  },
)

test('what the official program cannot be asked is an error', async () => {
  const tools = fakeTools(counting('exit 0'))
  const old = LIMITS_POLICY.replace('CPU and memory limits are required.', 'was {{ request.oldObject.kind }}')
  const { repository, setting } = pullRequest(
    { 'policies/limits.yaml': old, 'a.yaml': deployment('a', true) },
    { 'a.yaml': deployment('a') },
  )
  const ran = await action(repository, { ...setting, inputs: { engine: 'official', 'tool-path': tools } })
  expect(ran.outputs['verdict']).toBe('error')
  expect(ran.stdout).toContain('engine.unaskable')
})
