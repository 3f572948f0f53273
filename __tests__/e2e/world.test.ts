import { action, cli } from '../support/built.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { pullRequest } from '../support/pull-request.ts'
import { Repository, removeTemporaryFolders } from '../support/repository.ts'

// What policies ask of the world, given as `kyverno apply` is given it, through the program as it is shipped.

afterAll(removeTemporaryFolders)

const rule = (name: string, more: string, condition: string) => `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: ${name}}
spec:
  validationFailureAction: Enforce
  background: false
  rules:
    - name: rule
      match: {any: [{resources: {kinds: [Pod]}}]}
${more}      validate:
        message: refused
        deny: {conditions: {any: [${condition}]}}
`

const LOOKUP = rule(
  'lookup',
  '      context: [{name: allowed, configMap: {name: allowed, namespace: default}}]\n',
  '{key: "{{ request.object.metadata.name }}", operator: NotEquals, value: "{{ allowed.data.name }}"}',
)
const USER = rule('user', '', '{key: "{{ request.userInfo.username }}", operator: NotEquals, value: deployer}')
const GET = `apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: {name: get}
spec:
  validationActions: [Deny]
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  variables: [{name: allowed, expression: 'resource.Get("v1", "configmaps", "default", "allowed")'}]
  validations: [{expression: "object.metadata.name == variables.allowed.data.name", message: refused}]
`

const values = (name: string) => `apiVersion: cli.kyverno.io/v1alpha1
kind: Values
metadata: {name: values}
policies:
  - name: lookup
    rules: [{name: rule, values: {allowed.data.name: ${name}}}]
`
const user = (name: string) => `apiVersion: cli.kyverno.io/v1alpha1
kind: UserInfo
metadata: {name: user}
userInfo: {username: ${name}}
`
const context = (name: string) => `apiVersion: cli.kyverno.io/v1alpha1
kind: Context
metadata: {name: context}
spec:
  resources:
    - apiVersion: v1
      kind: ConfigMap
      metadata: {name: allowed, namespace: default}
      data: {name: ${name}}
`

const folder = new Repository().write({
  'pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: x}]}\n',
  'lookup.yaml': LOOKUP,
  'user.yaml': USER,
  'get.yaml': GET,
  'values-a.yaml': values('a'),
  'values-b.yaml': values('b'),
  'user-a.yaml': user('deployer'),
  'user-b.yaml': user('somebody'),
  'context-a.yaml': context('a'),
  'context-b.yaml': context('b'),
  'gate.yml': 'policies: [lookup.yaml]\nvalues: values-a.yaml\n',
})

const check = (...args: string[]) => cli(folder.folder, ['check', 'pod.yaml', ...args])
const exitCode = async (...args: string[]) => (await check(...args)).exitCode

test.each([
  ['values', 'lookup.yaml', ['--values', 'values-a.yaml'], ['-f', 'values-b.yaml']],
  ['variables', 'lookup.yaml', ['--set', 'allowed.data.name=a'], ['--set', 'allowed.data.name=b']],
  ['user info', 'user.yaml', ['--user-info', 'user-a.yaml'], ['-u', 'user-b.yaml']],
  ['a context', 'get.yaml', ['--context', 'context-a.yaml'], ['--context', 'context-b.yaml']],
])('%s decide', async (_, policy, good, bad) => {
  expect(await exitCode('--policies', policy, ...good)).toBe(0)
  expect(await exitCode('--policies', policy, ...bad)).toBe(1)
})

test('a policy that asks for what was not given is an error, not a pass', async () => {
  expect(await exitCode('--policies', 'lookup.yaml')).toBe(2)
  expect(await exitCode('--policies', 'get.yaml')).toBe(2)
})

test('the configuration file has the same settings, and the command line counts before it', async () => {
  expect(await exitCode('--config', 'gate.yml')).toBe(0)
  expect(await exitCode('--config', 'gate.yml', '--values', 'values-b.yaml')).toBe(1)
})

test.each([
  ['a file that is not there', ['--values', 'nowhere.yaml'], ['world.not-found', 'nowhere.yaml', 'Values']],
  ['an assignment without a value', ['--set', 'a'], ['config.bad-value', '--set', 'NAME=VALUE']],
])('%s is an error with a remedy', async (_, args, words) => {
  const ran = await check('--policies', 'lookup.yaml', ...args)
  expect(ran.exitCode).toBe(2)
  for (const word of words) expect(ran.stderr).toContain(word)
})

describe('in a pull request', () => {
  const deploy = 'apiVersion: v1\nkind: Pod\nmetadata: {name: b}\nspec: {containers: [{name: a, image: x}]}\n'

  async function judged(change: Record<string, string>) {
    const repository = Repository.create()
    const base = repository.commit({ 'policies/lookup.yaml': LOOKUP, 'values.yaml': values('a') })
    const head = repository.branch('change').commit(change)
    const merge = repository.branch('main').merge(head)
    const payload = { number: 1, pull_request: { base: { sha: base }, head: { sha: head } } }
    return action(repository, { event: 'pull_request', payload, sha: merge, inputs: { values: 'values.yaml' } })
  }

  test('the values of the base count, not those that the change brings for itself', async () => {
    const ran = await judged({ 'b.yaml': deploy, 'values.yaml': values('b') })
    expect(ran.exitCode).toBe(1)
    expect(JSON.parse(ran.report)).toMatchObject({ verdict: 'fail', counts: { fail: 1 } })
  })

  test('a change of the values judges every file', async () => {
    const ran = await judged({ 'values.yaml': values('b') })
    expect(ran.exitCode).toBe(0)
    expect(ran.log).toContain('values.yaml, which policies ask, changed')
  })
})

describe('labels of namespaces', () => {
  const SELECTING = LIMITS_POLICY.replaceAll(
    /^( *)kinds:/gm,
    '$1namespaceSelector: {matchLabels: {env: prod}}\n$1kinds:',
  )
  const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {env: prod}}\n'
  const shop = deployment('a').replace('metadata:', 'metadata:\n  namespace: shop')

  test('come from the base, and a change cannot bring those that exempt it', async () => {
    const policies = { 'policies/p.yaml': SELECTING }
    const known = pullRequest({ ...policies, 'namespaces.yml': namespace }, { 'a.yaml': shop })
    const brought = pullRequest(policies, { 'a.yaml': shop, 'namespaces.yml': namespace.replace('prod', 'dev') })
    const altered = pullRequest(
      { ...policies, 'namespaces.yml': namespace },
      { 'a.yaml': shop, 'namespaces.yml': namespace.replace('prod', 'dev') },
    )
    expect((await action(known.repository, known.setting)).outputs).toMatchObject({ verdict: 'fail', fail: '1' })
    expect((await action(altered.repository, altered.setting)).outputs).toMatchObject({ verdict: 'fail', fail: '1' })
    const ran = await action(brought.repository, brought.setting)
    expect(ran.outputs).toMatchObject({ verdict: 'error', error: '1' })
    expect(ran.stdout).toContain('the namespace shop, whose labels are not known here')
  })

  test('come along with what is judged, where nobody is distrusted', async () => {
    const { folder } = new Repository().write({ 'policies/p.yaml': SELECTING })
    const judged = (text: string) => cli(folder, ['check', '-'], { stdin: text })
    expect((await judged(`${namespace}---\n${shop}`)).exitCode).toBe(1)
    expect((await judged(`${namespace.replace('prod', 'dev')}---\n${shop}`)).exitCode).toBe(0)
    expect((await judged(shop)).exitCode).toBe(2)
  })

  test('count with the policies, where a change introduces them', async () => {
    const first = pullRequest({}, { 'policies/p.yaml': SELECTING, 'a.yaml': shop, 'namespaces.yml': namespace })
    expect((await action(first.repository, first.setting)).outputs).toMatchObject({ verdict: 'fail', error: '0' })
  })
})

test('rules that generate, clean up or verify images are named and counted, and never taken for judged', async () => {
  const folder = new Repository().write({
    'policies/p.yaml': `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: mixed}
spec:
  rules:
    - name: named
      match: {any: [{resources: {kinds: [Pod]}}]}
      validate: {message: a name, pattern: {metadata: {name: "?*"}}}
    - name: made
      match: {any: [{resources: {kinds: [Namespace]}}]}
      generate: {apiVersion: v1, kind: ConfigMap, name: a, namespace: default, data: {data: {a: b}}}
`,
    'pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: a}]}\n',
  })
  const { exitCode, stdout } = await cli(folder.folder, ['check', 'pod.yaml', '--format', 'json'])
  expect(exitCode).toBe(0)
  const { counts, diagnostics } = JSON.parse(stdout)
  expect(counts).toMatchObject({ rules: 1, pass: 1 })
  expect(diagnostics).toMatchObject([
    {
      level: 'note',
      code: 'policy.not-judged',
      message: '1 of 2 rules of mixed are not judged here: made (generates)',
      file: 'policies/p.yaml',
    },
  ])
})

test('a pass that another policy brought about by mutation says so', async () => {
  const folder = new Repository().write({
    'policies/p.yaml': `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: adds-team}
spec:
  rules:
    - name: add
      match: {any: [{resources: {kinds: [ConfigMap]}}]}
      mutate: {patchStrategicMerge: {metadata: {labels: {+(team): none}}}}
---
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: asks-team}
spec:
  rules:
    - name: ask
      match: {any: [{resources: {kinds: [ConfigMap]}}]}
      validate: {message: a team, pattern: {metadata: {labels: {team: "?*"}}}}
`,
    'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
    'b.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b, labels: {team: shop}}\n',
  })
  const { stdout } = await cli(folder.folder, ['check', 'a.yaml', 'b.yaml', '--all-results', '--format', 'json'])
  const results = JSON.parse(stdout).results as {
    rule: string
    status: string
    message: string
    location: { file: string }
  }[]
  const asked = results
    .filter(({ rule }) => rule === 'ask')
    .map(({ status, message, location }) => [location.file, status, message])
  expect(asked).toEqual([
    ['a.yaml', 'pass', expect.stringContaining('judged after mutation by adds-team')],
    ['b.yaml', 'pass', expect.not.stringContaining('mutation')],
  ])
})
