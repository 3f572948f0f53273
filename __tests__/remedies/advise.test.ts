import { Locator } from '../../src/documents/locate.ts'
import { KyvernoEngine } from '../../src/engines/kyverno/kyverno.ts'
import { advise } from '../../src/remedies/advise.ts'
import { put } from '../../src/remedies/edits.ts'
import { judgeAgainWith } from '../../src/remedies/judge-again.ts'
import { findingsOf } from '../../src/verdict/findings.ts'

// Every remedy here was accepted by the engine; the tests are about which are offered, and what they change.

let engine: KyvernoEngine
beforeAll(() => {
  engine = new KyvernoEngine()
})
afterAll(() => engine.close())

function classic(validate: string, annotations = '{}', kinds = 'Pod'): string {
  return `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: policy
  annotations: ${annotations}
spec:
  validationFailureAction: Enforce
  rules:
    - name: rule
      match: {any: [{resources: {kinds: [${kinds}]}}]}
      validate:
        message: refused
${validate.replace(/^/gm, '        ')}
`
}

function expressions(...validations: readonly string[]): string {
  return `apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: {name: policy}
spec:
  validationActions: [Deny]
  matchConstraints:
    resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods]}]
  validations:
${validations.map((expression, index) => `    - {message: refused ${index}, expression: ${JSON.stringify(expression)}}\n`).join('')}`
}

const pod = (spec: string, metadata = '') => `apiVersion: v1
kind: Pod
metadata:
  name: web
${metadata}spec:
${spec.replace(/^/gm, '  ')}
`

async function advice(policy: string, manifest: string) {
  const policies = [{ path: 'policy.yaml', text: policy }]
  const loaded = await engine.load(policies)
  expect(loaded.diagnostics).toEqual([])
  const { documents } = await engine.read({ path: 'm.yaml', text: manifest })
  const { results } = await engine.judge(documents)
  const texts = new Map([['m.yaml', manifest]])
  const findings = findingsOf(results, new Locator(texts))
  return (await advise(findings, { policies, texts, judge: judgeAgainWith(engine, []) })).map(
    (finding) => finding.advice,
  )
}

const LABELS = classic('pattern: {metadata: {labels: {team: "?*", tier: "web | db"}}}')
const REGISTRY = classic('pattern: {spec: {containers: [{image: "registry.example/*"}]}}')

test('labels that are missing: what the policy leaves open is named as a choice', async () => {
  const [given] = await advice(LABELS, pod('containers: [{name: a, image: nginx}]'))
  expect(given?.remedy).toEqual({
    edits: [{ op: 'add', path: ['metadata', 'labels'], value: { team: 'web', tier: 'web' } }],
    choices: [
      ['metadata', 'labels', 'team'],
      ['metadata', 'labels', 'tier'],
    ],
    source: 'condition',
  })
  expect(given?.expectation).toMatchObject({ kind: 'pattern', file: 'policy.yaml', line: 13, endLine: 13 })
})

test('the registry: the image keeps its name, every container of a Deployment is mended', async () => {
  const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec:
      containers:
        - {name: a, image: docker.io/library/nginx:1.29}
        - {name: b, image: registry.example/api:2}
        - {name: c, image: redis}
`
  const [given] = await advice(REGISTRY, deployment)
  const at = (index: number) => ['spec', 'template', 'spec', 'containers', index, 'image']
  expect(given?.remedy?.edits).toEqual([
    { op: 'replace', path: at(0), value: 'registry.example/library/nginx:1.29' },
    { op: 'replace', path: at(2), value: 'registry.example/redis' },
  ])
  expect(given?.remedy?.choices).toEqual([])
})

test('limits take what is requested, in a member of a list as well', async () => {
  const limits = classic('pattern: {spec: {containers: [{resources: {limits: {cpu: "?*", memory: "<=1Gi"}}}]}}')
  const member = pod('containers: [{name: a, image: b, resources: {requests: {cpu: 50m}}}]').replace(/^/gm, '    ')
  const [given] = await advice(limits, `apiVersion: v1\nkind: List\nitems:\n  -\n${member}`)
  expect(given?.remedy?.edits).toEqual([
    { op: 'add', path: ['spec', 'containers', 0, 'resources', 'limits'], value: { cpu: '50m', memory: '1Gi' } },
  ])
})

test.each([
  [
    '!has(object.spec.hostNetwork) || object.spec.hostNetwork == false',
    'hostNetwork: true',
    [['replace', 'hostNetwork', false]],
  ],
  ['has(object.spec.priorityClassName)', '', []],
  ['!has(object.spec.hostname)', 'hostname: x', [['remove', 'hostname', undefined]]],
  ["object.spec.restartPolicy in ['Always']", 'restartPolicy: Never', [['replace', 'restartPolicy', 'Always']]],
])('an expression: %s', async (expression, spec, expected) => {
  const [given] = await advice(expressions(expression), pod(`containers: [{name: a, image: b}]\n${spec}`))
  const edits = (given?.remedy?.edits ?? []).map((edit) => [
    edit.op,
    edit.path[1],
    'value' in edit ? edit.value : undefined,
  ])
  expect(edits).toEqual(expected)
})

test('an expression that looks deeper than what is there, in every container, after another one', async () => {
  const policy = expressions(
    'object.spec.hostPID != true',
    'object.spec.containers.all(c, has(c.resources) && has(c.resources.limits) && has(c.resources.limits.memory))',
  )
  const [given] = await advice(policy, pod('hostPID: true\ncontainers: [{name: a, image: b}, {name: c, image: d}]'))
  expect(given?.remedy?.edits.map(({ path }) => path.join('.'))).toEqual(
    expect.arrayContaining(['spec.hostPID', 'spec.containers.0.resources', 'spec.containers.1.resources']),
  )
})

const annotated = (...annotations: readonly string[]) =>
  pod('containers: [{name: a, image: b}]', `  annotations: {${annotations.join(', ')}}\n`)

test('labels that an expression asks for one by one come together, and those that are there stay', async () => {
  const policy = expressions(
    ['owner', 'team', 'env'].map((label) => `object.metadata.?labels.?${label}.orValue('') != ''`).join(' && '),
  )
  const [given] = await advice(policy, pod('containers: [{name: a, image: b}]', '  labels: {team: x, env: ""}\n'))
  expect(given?.remedy).toMatchObject({
    edits: [
      { op: 'add', path: ['metadata', 'labels', 'owner'], value: 'web' },
      { op: 'replace', path: ['metadata', 'labels', 'env'], value: 'web' },
    ],
    choices: [
      ['metadata', 'labels', 'owner'],
      ['metadata', 'labels', 'env'],
    ],
  })
})

test.each([
  ['an override', expressions("object.metadata.?annotations[?'mesh/inject'].orValue('') != 'no'"), ['mesh/inject']],
  [
    'keys that are not on a list',
    expressions("object.metadata.?annotations.orValue([]).all(key, !key.contains('mesh/') || key in ['mesh/good'])"),
    ['mesh/inject', 'mesh/other'],
  ],
  [
    'keys that a condition denies',
    classic(
      'deny: {conditions: {all: [{key: "{{ request.object.metadata.annotations.keys(@)[?starts_with(@, \'mesh/\')] }}", operator: AnyNotIn, value: [mesh/good]}]}}',
    ),
    ['mesh/inject', 'mesh/other'],
  ],
  [
    'what a value may not hold',
    expressions("!object.metadata.annotations.exists(key, object.metadata.annotations[key].matches('^[N n]o$'))"),
    ['mesh/inject'],
  ],
])('annotations that are refused are taken out, the others stay: %s', async (_, policy, gone) => {
  const [given] = await advice(policy, annotated('mesh/inject: "no"', 'mesh/good: "1"', 'mesh/other: "2"', 'a: b'))
  expect(given?.remedy).toMatchObject({
    edits: gone.map((key) => ({ op: 'remove', path: ['metadata', 'annotations', key] })),
    choices: [],
  })
})

test('registries that come from data are read where the message names them', async () => {
  const policy = expressions('object.spec.containers.all(c, c.image.startsWith(variables.allowed))').replace(
    '  validations:',
    `  variables: [{name: allowed, expression: "'quay' + '.example'"}]\n  validations:`,
  )
  const telling = policy.replace(/message: refused 0/, `messageExpression: "'only from ' + variables.allowed"`)
  const [given] = await advice(telling, pod('containers: [{name: a, image: docker.io/app:1}]'))
  expect(given?.remedy).toMatchObject({
    edits: [{ op: 'replace', path: ['spec', 'containers', 0, 'image'], value: 'quay.example/app:1' }],
    choices: [],
  })
})

test('no value is made up for a field that only has to be there, and none from a name of a key or a part of a text', async () => {
  const policy = expressions(
    "has(object.spec.tls) || object.metadata.?annotations[?'a.example/tls'].orValue('x') == 'off'",
  )
  const [given] = await advice(policy, pod('containers: [{name: a, image: b}]'))
  for (const edit of given?.remedy?.edits ?? []) expect(edit.path[0]).toBe('metadata')
  const part = expressions("object.metadata.?labels.?tier.orValue('').startsWith('tier-')")
  const [label] = await advice(part, pod('containers: [{name: a, image: b}]', '  labels: {tier: x}\n'))
  expect(label?.remedy).toMatchObject({ choices: [['metadata', 'labels', 'tier']] })
})

test.each([
  [
    'a toleration of everything',
    expressions("object.spec.?tolerations.orValue([]).all(t, t.?key.orValue('') != 'control')"),
    'tolerations: [{key: control, operator: Exists}]',
  ],
  [
    'a list that nothing is left of, and that has to be there',
    expressions("object.spec.containers.all(c, !('sh' in c.command))"),
    'dnsPolicy: Default',
  ],
  [
    'the kind of a resource as a value',
    expressions("object.kind == 'Job' || object.spec.?hostname.orValue('') != ''"),
    'dnsPolicy: Default',
  ],
])('no remedy is %s', async (_, policy, rest) => {
  const given = await advice(policy, pod(`containers: [{name: a, image: b, command: [sh]}]\n${rest}`))
  expect(given).toHaveLength(1)
  expect(given[0]?.remedy).toBeUndefined()
})

test('a field that is taken away is a choice where the condition would take other values', async () => {
  const policy = expressions("object.spec.?hostname.orValue('') != 'bad'")
  const [given] = await advice(policy, pod('containers: [{name: a, image: b}]\nhostname: bad'))
  expect(given?.remedy).toMatchObject({ edits: [{ op: 'remove' }], choices: [['spec', 'hostname']] })
})

test('a map whose value was left out is made where it stands', () => {
  expect(put({ metadata: null }, ['metadata', 'labels', 'team'], 'x')).toEqual({
    op: 'replace',
    path: ['metadata'],
    value: { labels: { team: 'x' } },
  })
})

test.each([
  [
    'a tag that nobody but the author can know',
    classic('pattern: {spec: {containers: [{image: "!*:latest"}]}}'),
    'image: nginx:latest',
  ],
  [
    'a volume that something needs',
    classic('pattern: {spec: {=(volumes): [{"X(hostPath)": "null"}]}}'),
    'image: b}]\nvolumes: [{name: v, hostPath: {path: /, type: null}',
  ],
])('no remedy is made up for %s', async (_, policy, rest) => {
  const given = await advice(policy, pod(`containers: [{name: a, ${rest}}]`))
  expect(given).toHaveLength(1)
  for (const one of given) if (one?.remedy !== undefined) expect(one.remedy.edits[0]?.op).toBe('remove')
})

test('what only evades the rule is no remedy: a precondition that no longer holds is a skip', async () => {
  const policy = expressions(
    "!has(object.metadata.labels) || !('app' in object.metadata.labels) || object.metadata.labels['app'] == 'x' || object.spec.hostNetwork == false",
  )
  const evading = classic(
    'deny: {conditions: {any: [{key: "{{ request.object.spec.hostname }}", operator: Equals, value: bad}]}}',
  )
  const conditional = evading.replace(
    '      validate:',
    '      preconditions: {all: [{key: "{{ request.object.spec.hostname || \'\' }}", operator: NotEquals, value: ""}]}\n      validate:',
  )
  expect(policy).toContain('labels')
  const [given] = await advice(conditional, pod('hostname: bad\ncontainers: [{name: a, image: b}]'))
  expect(given?.remedy).toBeUndefined()
})

test('a remedy that makes another rule fail is not offered', async () => {
  const other = REGISTRY.replace('name: policy', 'name: other').replaceAll('registry.example/*', 'docker.io/*')
  const given = await advice(`${REGISTRY}---\n${other}`, pod('containers: [{name: a, image: docker.io/nginx}]'))
  expect(given).toHaveLength(1)
  expect(given[0]?.remedy).toBeUndefined()
})

test('a patch that the policy brings comes before what is drafted', async () => {
  const patch = '{policy-gate.dev/patch: "{spec: {hostNetwork: false, +(hostname): good}}"}'
  const policy = classic('pattern: {spec: {hostNetwork: "!true"}}', patch)
  const [given] = await advice(policy, pod('hostNetwork: true\ncontainers: [{name: a, image: b}]'))
  expect(given?.remedy).toMatchObject({ source: 'policy' })
  expect(given?.remedy?.edits).toHaveLength(2)
})
