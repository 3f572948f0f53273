import { admissionRequests } from '../../src/engines/admissions.ts'
import { KyvernoEngine } from '../../src/engines/kyverno/kyverno.ts'

// The engine as it is shipped: what is tested here is upstream's judgement on the other side of our seam.

let engine: KyvernoEngine
beforeAll(() => {
  engine = new KyvernoEngine()
})
afterAll(() => engine.close())

const rule = (name: string, kinds: string, validate: string) => `
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: ${name}
spec:
  validationFailureAction: Enforce
  rules:
    - name: rule
      match: {any: [{resources: {kinds: [${kinds}]}}]}
      validate:
        message: refused
${validate.replace(/^/gm, '        ')}
`

const PRIVILEGED = rule(
  'privileged',
  'Pod',
  'pattern: {spec: {containers: [{"=(securityContext)": {"=(privileged)": "false"}}]}}',
)

async function judge(policies: string, manifest: string) {
  const loaded = await engine.load([{ path: 'policy.yaml', text: policies }])
  const read = await engine.read({ path: 'm.yaml', text: manifest })
  const judged = await engine.judge(read.documents)
  return { loaded, read, ...judged }
}

const pod = (spec: string, name = 'a') =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec:\n  containers:\n${spec}`

test.each(['yes', 'on', 'y', 'true', 'True', 'YES'])(
  'privileged: %s is true for the cluster, and here',
  async (word) => {
    const { results } = await judge(
      PRIVILEGED,
      pod(`    - {name: a, image: x, securityContext: {privileged: ${word}}}\n`),
    )
    expect(results.map(({ status }) => status)).toEqual(['fail'])
  },
)

test('an open network policy fails at the peer that is open, not at its neighbour', async () => {
  const deny = `deny:
  conditions:
    any:
      - {key: "{{ request.object.spec.ingress[].from[].ipBlock.cidr }}", operator: AnyIn, value: [0.0.0.0/0]}`
  const manifest = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: a}
spec:
  podSelector: {}
  ingress:
    - from: [{ipBlock: {cidr: 10.0.0.0/8}}, {ipBlock: {cidr: 0.0.0.0/0}}]
    - from: [{ipBlock: {cidr: 0.0.0.0/0}}]
`
  const { results } = await judge(rule('open', 'NetworkPolicy', deny), manifest)
  expect(results).toMatchObject([{ status: 'fail', pathProven: true }])
  expect(results[0]?.paths).toEqual([
    ['spec', 'ingress', 0, 'from', 1, 'ipBlock', 'cidr'],
    ['spec', 'ingress', 1, 'from', 0, 'ipBlock', 'cidr'],
  ])
})

const REGISTRY = `
apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: {name: registry}
spec:
  validationActions: [Deny]
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods]}]
  variables:
    - {name: all, expression: "object.spec.containers + object.spec.?initContainers.orValue([])"}
  validations:
    - {expression: "variables.all.all(c, c.image.startsWith('ok/'))", message: wrong registry}
`

test('a CEL policy fails at the image it refuses, through its variables', async () => {
  const { results } = await judge(REGISTRY, pod('    - {name: a, image: ok/a}\n    - {name: b, image: bad/b}\n'))
  expect(results).toMatchObject([
    { status: 'fail', enforcement: 'enforce', pathProven: true, paths: [['spec', 'containers', 1, 'image']] },
  ])
})

test('the same policy judges what a Deployment makes', async () => {
  const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: a}
spec:
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec: {containers: [{name: a, image: bad/a}]}
`
  const { results } = await judge(REGISTRY, deployment)
  expect(results).toMatchObject([{ status: 'fail', paths: [['spec', 'template', 'spec', 'containers', 0, 'image']] }])
})

test('every document and every item of a list is judged, and knows where it stands', async () => {
  const text = `${pod('    - {name: a, image: ok/a}\n')}--- # next\n---\nkind: List\napiVersion: v1\nitems:\n- ${JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'b' }, spec: { containers: [{ name: 'b', image: 'bad/b' }] } })}\n`
  const { read, results } = await judge(REGISTRY, text)
  expect(read.documents.map(({ resource, root }) => [resource.name, root])).toEqual([
    ['a', []],
    ['b', ['items', 0]],
  ])
  expect(results.map(({ status }) => status)).toEqual(['pass', 'fail'])
})

test.each([
  ['a key written twice', 'apiVersion: v1\nkind: Pod\nspec: {}\nspec: {}\n', 4, /written twice, first at line 3/],
  ['text after the end', 'apiVersion: v1\nkind: Pod\n...\nspec: {}\n', 4, /ignore/],
  ['text after a root in flow style', '{apiVersion: v1, kind: Pod}\nspec: {}\n', undefined, /ignore/],
  ['a mapping that does not close', 'apiVersion: v1\nkind: {\n', undefined, /yaml/],
])('%s cannot be judged', async (_, text, line, message) => {
  const read = await engine.read({ path: 'm.yaml', text })
  expect(read.diagnostics).toMatchObject([
    { level: 'error', code: 'input.unparsable', blame: 'user', message: expect.stringMatching(message) },
  ])
  if (line !== undefined) expect(read.diagnostics[0]?.line).toBe(line)
})

test('a key may override a merged one', async () => {
  const text = pod('    - &base {name: a, image: ok/a}\n    - {<<: *base, name: b, image: bad/b}\n')
  expect((await judge(REGISTRY, text)).results).toMatchObject([
    { status: 'fail', paths: [['spec', 'containers', 1, 'image']] },
  ])
})

test.each([
  ['an unknown field', PRIVILEGED.replace('message: refused', 'mesage: refused'), 'policy.invalid', 12],
  ['an unknown kind', PRIVILEGED.replace('ClusterPolicy', 'ClusterPolice'), 'policy.unknown-kind', 2],
  ['an unknown version', PRIVILEGED.replace('kyverno.io/v1', 'kyverno.io/v9'), 'policy.unknown-version', 2],
  ['broken YAML', `${PRIVILEGED}\n  - [\n`, 'policy.unparsable', undefined],
  [
    'CEL that does not compile',
    REGISTRY.replace('c.image.startsWith', 'c.image.startsWithout'),
    'policy.invalid-cel',
    undefined,
  ],
  [
    'a variable that is not defined',
    rule('v', 'Pod', 'deny: {conditions: {any: [{key: "{{ foo.bar }}", operator: Equals, value: x}]}}'),
    'policy.invalid',
    undefined,
  ],
])('a policy with %s is refused', async (_, text, code, line) => {
  const { diagnostics } = await engine.load([{ path: 'policy.yaml', text }])
  expect(diagnostics[0]).toMatchObject({ level: 'error', code, file: 'policy.yaml', blame: 'user' })
  if (line !== undefined) expect(diagnostics[0]?.line).toBe(line)
})

test('image signatures are an error of the rule, once, and never a pass', async () => {
  const policy = `
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: signed}
spec:
  validationFailureAction: Enforce
  rules:
    - name: signed
      match: {any: [{resources: {kinds: [Pod]}}]}
      verifyImages:
        - imageReferences: ["*"]
          attestors: [{entries: [{keyless: {issuer: 'https://a', subject: b, rekor: {url: 'https://r'}}}]}]
`
  const { loaded, results } = await judge(policy, pod('    - {name: a, image: ghcr.io/a/b:1}\n'))
  expect(loaded.diagnostics).toEqual([])
  expect(loaded.policies[0]?.rules).toMatchObject([{ kind: 'verify-images', judged: false }])
  expect(results).toMatchObject([{ status: 'error', message: expect.stringContaining('unsupported') }])
})

describe('what a change does to what the base has', () => {
  const block = rule(
    'block',
    'ConfigMap',
    `deny:
  conditions:
    any:
      - {key: "{{ request.operation }}", operator: Equals, value: DELETE}
      - {key: "{{ request.oldObject.data.mode || 'none' }}", operator: Equals, value: locked}`,
  )
  const map = (mode: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {mode: ${mode}}\n`

  async function change(from: string | undefined, to: string | undefined, policy = block) {
    await engine.load([{ path: 'policy.yaml', text: policy }])
    const base = from === undefined ? [] : (await engine.read({ path: 'm.yaml@1234567', text: from })).documents
    const now = to === undefined ? [] : (await engine.read({ path: 'm.yaml', text: to })).documents
    const { documents, admissions } = admissionRequests(now, base)
    return (await engine.judge(documents, admissions)).results.map(({ status }) => status)
  }

  test('a new object passes', async () => expect(await change(undefined, map('locked'))).toEqual(['pass']))
  test('an update sees the object it replaces', async () =>
    expect(await change(map('locked'), map('open'))).toEqual(['fail']))
  test('an update of an open object passes', async () =>
    expect(await change(map('open'), map('locked'))).toEqual(['pass']))
  test('a removal is judged by a rule that speaks of it', async () =>
    expect(await change(map('open'), undefined)).toEqual(['fail']))
  test('what a rule denies may be removed', async () => {
    const deny = rule(
      'open',
      'ConfigMap',
      'deny: {conditions: {any: [{key: "{{ request.object.data.mode }}", operator: Equals, value: open}]}}',
    )
    expect(await change(map('open'), undefined, deny)).toEqual([])
  })
})

test('a lookup is answered by what was offered, and is an error where nothing was', async () => {
  const policy = `
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: lookup}
spec:
  rules:
    - name: lookup
      match: {any: [{resources: {kinds: [Pod]}}]}
      context: [{name: allowed, configMap: {name: allowed, namespace: default}}]
      validate:
        message: refused
        deny: {conditions: {any: [{key: "{{ request.object.metadata.name }}", operator: NotEquals, value: "{{ allowed.data.name }}"}]}}
`
  const alone = await judge(policy, pod('    - {name: a, image: x}\n'))
  expect(alone.loaded.asks).toEqual({ everything: false, words: ['allowed'] })
  expect(alone.results).toMatchObject([{ status: 'error' }])
  await engine.load([{ path: 'policy.yaml', text: policy }])
  await engine.offer([
    { path: 'cm.yaml', text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: allowed}\ndata: {name: a}\n' },
  ])
  const { documents } = await engine.read({ path: 'm.yaml', text: pod('    - {name: a, image: x}\n') })
  expect((await engine.judge(documents)).results).toMatchObject([{ status: 'pass' }])
})
