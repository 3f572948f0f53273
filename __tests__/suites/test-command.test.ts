import { test as runTest } from '../../src/commands/test.ts'
import { MemoryHost } from '../../src/host/memory.ts'
import { ROOT } from '../support/built.ts'
import { LIMITS_POLICY } from '../support/manifests.ts'
import { type Files, Repository, removeTemporaryFolders } from '../support/repository.ts'

afterAll(removeTemporaryFolders)

const pod = (name: string, limits = '{cpu: 1, memory: 1Gi}') => `apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec: {containers: [{name: a, image: a, resources: {limits: ${limits}}}]}
---
`

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: {name: entry}\nspec: {ports: [{port: 80}]}\n'
const RESOURCES = pod('good') + pod('bad', '{cpu: 1}') + SERVICE

function suite(results: readonly string[], more = ''): string {
  const head = 'apiVersion: cli.kyverno.io/v1alpha1\nkind: Test\nmetadata: {name: limits}\n'
  const list = results.map((result) => `- ${result}\n`).join('')
  return `${head}policies: [../policy.yaml]\nresources: [resources.yaml]\n${more}results:\n${list}`
}

const expects = (result: string, name: string) =>
  `{policy: require-limits, rule: limits, result: ${result}, resources: [${name}]}`

const GOOD: Files = {
  'policy.yaml': LIMITS_POLICY,
  'good/resources.yaml': RESOURCES,
  'good/kyverno-test.yaml': suite([expects('pass', 'good'), expects('fail', 'bad'), expects('skip', 'entry')]),
}

/** A suite of its own in a folder, with the resources beside it. */
const beside = (folder: string, text: string): Files => ({
  [`${folder}/kyverno-test.yaml`]: text,
  [`${folder}/resources.yaml`]: RESOURCES,
})

async function run(files: Files, ...args: string[]) {
  const host = new MemoryHost(new Repository().write(files).folder)
  const exitCode = await runTest([...(args.includes('.') ? [] : ['.']), ...args], host)
  return { exitCode, printed: host.printed }
}

test('suites that hold pass', async () => {
  expect(await run(GOOD)).toEqual({
    exitCode: 0,
    printed: `3 cases: 2 passed, 1 skipped
1 suite, 3 expected results: 3 passed, 0 disagree, 0 vacuous (no rule answered)
`,
  })
})

test('a disagreement fails, whatever else passes, and the order is that of the files', async () => {
  const ran = await run(
    {
      ...GOOD,
      ...beside('a', suite([expects('pass', 'bad')])),
      ...beside('b', suite([expects('fail', 'good'), expects('pass', 'good')])),
    },
    '--format',
    'json',
  )
  expect(ran.exitCode).toBe(1)
  const { cases, ...counts } = JSON.parse(ran.printed) as { cases: Record<string, unknown>[] }
  expect(counts).toEqual({ suites: 3, passed: 3, failed: 2, skipped: 1 })
  expect(cases.map(({ file, resource, ok }) => [file, resource, ok])).toEqual([
    ['a/kyverno-test.yaml', 'v1/Pod/default/bad', false],
    ['b/kyverno-test.yaml', 'v1/Pod/default/good', false],
    ['b/kyverno-test.yaml', 'v1/Pod/default/good', true],
    ['good/kyverno-test.yaml', 'v1/Pod/default/good', true],
    ['good/kyverno-test.yaml', 'v1/Pod/default/bad', true],
    ['good/kyverno-test.yaml', 'v1/Service/default/entry', true],
  ])
})

describe('where nothing is tested', () => {
  const VACUOUS = { ...GOOD, ...beside('vacuous', suite([expects('pass', 'entry')])) }

  test('a result that no rule answered fails', async () => {
    const { exitCode, printed } = await run(VACUOUS)
    expect(exitCode).toBe(1)
    expect(printed).toContain('2 suites, 4 expected results: 3 passed, 0 disagree, 1 vacuous (no rule answered)')
  })

  test('it may be allowed', async () => {
    const { exitCode, printed } = await run(VACUOUS, '--allow-vacuous')
    expect(exitCode).toBe(0)
    expect(printed).toContain(
      'vacuous: require-limits/limits on v1/Service/default/entry: expected pass, got no answer',
    )
  })

  test('a suite without results fails', async () => {
    const { exitCode, printed } = await run({ ...GOOD, ...beside('empty', suite([])) })
    expect(exitCode).toBe(1)
    expect(printed).toContain('the suite has no results, so it tests nothing')
  })

  test('a policy, rule or resource that is not there fails, even where a skip is expected', async () => {
    const ran = await run(
      {
        ...GOOD,
        ...beside('a', suite(['{policy: nope, rule: limits, result: skip, resources: [good]}'])),
        ...beside('b', suite(['{policy: require-limits, rule: nope, result: skip, resources: [good]}'])),
        ...beside('c', suite([expects('skip', 'nope')])),
      },
      '--allow-vacuous',
    )
    expect(ran.exitCode).toBe(1)
    for (const what of ['policy', 'rule', 'resource']) expect(ran.printed).toContain(`${what} not found`)
    expect(ran.printed).toContain('3 passed, 0 disagree, 0 vacuous (no rule answered), 3 missing')
  })

  test('to find no suite is an error', async () => {
    await expect(run({ 'policy.yaml': LIMITS_POLICY })).rejects.toMatchObject({ detail: { code: 'suite.none' } })
    await expect(run(GOOD, 'nowhere')).rejects.toMatchObject({ detail: { code: 'input.not-found' } })
  })
})

describe('a suite that cannot run is named, and the others run all the same', () => {
  const broken = LIMITS_POLICY.replace('pattern:', 'patern:')
  const FAULTS: readonly (readonly [string, string, string])[] = [
    ['a file that is not there', suite([expects('pass', 'good')], 'variables: gone.yaml\n'), 'suite.missing-file'],
    ['a file on the network', suite([], 'exceptions: ["https://example.org/x.yaml"]\n'), 'suite.network'],
    ['a file outside of the workspace', suite([], 'exceptions: [/proc/self/environ]\n'), 'input.link-outside'],
    ['a misspelt key', suite([], 'resorces: []\n'), 'suite.invalid'],
    ['requests to a server', suite([], 'httpPayloads: [resources.yaml]\n'), 'suite.unsupported'],
    ['a policy that does not load', suite([expects('skip', 'good')]).replace('../p', '../broken/p'), 'policy.invalid'],
  ]

  test('a fault in each of several suites', async () => {
    const faulty = FAULTS.map(([, text], at) => beside(`faulty-${at}`, text))
    const { exitCode, printed } = await run(Object.assign({ 'broken/policy.yaml': broken }, GOOD, ...faulty))
    expect(exitCode).toBe(2)
    const blocks = new Map(printed.split('\n\n').map((block) => [block.split('\n', 1)[0], block]))
    for (const [at, [, , code]] of FAULTS.entries())
      expect(blocks.get(`faulty-${at}/kyverno-test.yaml`)).toContain(code)
    expect(printed).toContain('7 suites, 5 expected results: 3 passed, 0 disagree')
  })

  test('an engine that runs without end is stopped, and the next suite gets another', async () => {
    // CEL gives up on one expression when it has cost too much, so there are many of them.
    const digits = '[0,1,2,3,4,5,6,7,8,9]'
    const nested = [...'abcdefghi'].reduceRight((inner, name) => `${digits}.all(${name}, ${inner})`, 'a >= 0')
    const policies = Array.from(
      { length: 30 },
      (_, at) => `apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: {name: endless-${at}}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  validations: [{expression: "${nested}", message: never}]
---
`,
    )
    const text = suite(['{policy: endless-0, result: pass, resources: [good]}']).replace('../policy', 'policies')
    const files = { ...GOOD, ...beside('endless', text), 'endless/policies.yaml': policies.join('') }
    const { exitCode, printed } = await run(files, '--timeout', '5')
    expect(exitCode).toBe(3)
    expect(printed).toContain('engine.timeout')
    expect(printed).toContain(
      '2 suites, 4 expected results: 3 passed, 0 disagree, 0 vacuous (no rule answered), 1 not judged',
    )
  })
})

describe('mutation', () => {
  const POLICY = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: add-team}
spec:
  rules:
  - name: team
    match: {any: [{resources: {kinds: [Pod]}}]}
    mutate: {patchStrategicMerge: {metadata: {labels: {team: shop}}}}
`
  const files = (label: string): Files => ({
    'policy.yaml': POLICY,
    'm/resources.yaml': pod('good'),
    'm/patched.yaml': pod('other') + pod('good').replace('{name: good}', `{name: good, labels: {team: ${label}}}`),
    'm/kyverno-test.yaml': suite([
      '{policy: add-team, rule: team, result: pass, resources: [good], patchedResources: patched.yaml}',
    ]),
  })

  test('is compared with the expected object, one of several in its file', async () => {
    expect(await run(files('shop'))).toMatchObject({ exitCode: 0 })
    const { exitCode, printed } = await run(files('stock'))
    expect(exitCode).toBe(1)
    expect(printed).toContain('the mutated resource differs from the expected one')
  })
})

test('what cannot be judged here is never a pass', async () => {
  const policy = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: quota}
spec:
  rules:
  - name: make
    match: {any: [{resources: {kinds: [Pod]}}]}
    generate: {apiVersion: v1, kind: ConfigMap, name: a, namespace: default, data: {data: {a: b}}}
`
  const text = suite(['{policy: quota, rule: make, result: skip, resources: [good]}'])
  const { exitCode, printed } = await run({ 'policy.yaml': policy, ...beside('g', text) }, '--allow-vacuous')
  expect(exitCode).toBe(2)
  expect(printed).toContain('generate rules are not judged here')
})

test('the suites of the policies that come with the project pass', async () => {
  const host = new MemoryHost(ROOT)
  expect(await runTest(['policies'], host)).toBe(0)
  expect(host.printed).toContain('0 disagree, 0 vacuous')
})

test('writes the report to a file, and explains itself', async () => {
  const place = new Repository().write(GOOD)
  const host = new MemoryHost(place.folder)
  expect(await runTest(['good', '--format', 'junit', '-o', 'out/report.xml'], host)).toBe(0)
  expect(host.printed).toBe('')
  expect((await host.read('out/report.xml', 1e6)).toString()).toContain('tests="3" failures="0" errors="0" skipped="1"')
  expect(await runTest(['--help'], host)).toBe(0)
  expect(host.printed).toContain('--allow-vacuous')
})

test.each([
  [['--format', 'xml', '.'], 'config.bad-value'],
  [['--allow-vacous', '.'], 'config.unknown-flag'],
  [['--timeout', 'soon', '.'], 'config.bad-value'],
  [[], 'config.no-folder'],
])('refuses %j', async (args, code) => {
  await expect(runTest(args, new MemoryHost('/'))).rejects.toMatchObject({ detail: { code } })
})
