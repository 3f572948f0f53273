import { admissionRequests } from '../../src/engines/admissions.ts'
import { KyvernoEngine } from '../../src/engines/kyverno/kyverno.ts'

// What a mutation makes of a document is what the rules after it judge. One that cannot be applied, or of which nobody knows
// whether it applies, is an error: upstream logs it and goes on.

let engine: KyvernoEngine
beforeAll(() => {
  engine = new KyvernoEngine()
})
afterAll(() => engine.close())

async function judge(policies: readonly string[], manifest: string, offered: readonly string[] = []) {
  const loaded = await engine.load([{ path: 'policy.yaml', text: policies.join('---\n') }])
  expect(loaded.diagnostics.filter(({ level }) => level === 'error')).toEqual([])
  await engine.offer(offered.map((text, at) => ({ path: `${at}.yaml`, text })))
  const { documents } = await engine.read({ path: 'm.yaml', text: manifest })
  const { results, diagnostics } = await engine.judge(documents)
  expect(diagnostics).toEqual([])
  return { loaded, results, said: results.map(({ policy, status }) => `${policy.name} ${status}`) }
}

const map = (labels = 'app: a') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop, labels: {${labels}}}\n`
const namespace = (labels: string) => `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {${labels}}}\n`
const PROD = 'namespaceSelector: {matchLabels: {env: prod}}'
const rules = (kinds = 'configmaps') =>
  `resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [${kinds}]}]`

interface Mutation {
  readonly expression?: string
  readonly match?: string
  readonly rest?: string
}

const LABEL = 'Object{metadata: Object.metadata{labels: Object.metadata.labels{team: "a"}}}'
const mutation = ({ expression = LABEL, match = rules(), rest = '' }: Mutation = {}) => `
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: {name: give}
spec:
  reinvocationPolicy: Never
  matchConstraints: {${match}}
  ${rest}
  mutations: [{patchType: ApplyConfiguration, applyConfiguration: {expression: '${expression}'}}]
`
const binding = (name = 'all', rest = '') => `
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicyBinding
metadata: {name: ${name}}
spec: {policyName: give${rest}}
`
const demands = (expression = 'has(object.metadata.labels.team)', kinds = 'configmaps') => `
apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: {name: demand}
spec:
  validationActions: [Deny]
  matchConstraints: {${rules(kinds)}}
  validations: [{expression: "${expression}", message: refused}]
`

test('a mutation is applied before validation, and one without a binding is not', async () => {
  expect((await judge([mutation(), binding(), demands()], map())).said).toEqual(['give pass', 'demand pass'])
  const { said, loaded } = await judge([mutation(), demands()], map())
  expect(said).toEqual(['demand fail'])
  expect(loaded.diagnostics).toMatchObject([
    { level: 'note', code: 'policy.unbound', message: expect.stringContaining('changes nothing') },
  ])
})

test('an error of a mutation stays one where nobody knows whether the policy applies', async () => {
  const rest = 'matchConditions: [{name: mode, expression: "object.data.mode == \'a\'"}]'
  const policies = [mutation({ match: `${rules()}, ${PROD}`, rest }), binding()]
  const { results, said } = await judge(policies, map())
  expect(said).toEqual(['give error'])
  expect(results[0]?.message).toContain('namespace shop, whose labels are not known')
  const prod = await judge(policies, map(), [namespace('env: prod')])
  expect(prod.results).toMatchObject([{ status: 'error', message: expect.stringContaining('no such key: data') }])
  expect((await judge(policies, map(), [namespace('env: dev')])).said).toEqual([])
})

test.each([
  ['fails', 'Object{metadata: Object.metadata{labels: Object.metadata.labels{team: object.data.team}}}'],
  ['does not compile', 'Object{metadata: nothing}'],
])('a mutation of which the expression %s is an error', async (_, expression) => {
  const { said, results } = await judge([mutation({ expression }), binding(), demands()], map())
  expect(said).toEqual(['give error', 'demand fail'])
  expect(results[0]?.message).toContain('the mutation of the binding all cannot be applied')
})

test('each binding and parameter changes what the one before it left', async () => {
  const expression = 'Object{data: params.data}'
  const rest = 'paramKind: {apiVersion: v1, kind: ConfigMap}'
  const param = (name: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: other}\ndata: {${name}: "1"}\n`
  const to = (name: string) => binding(name, `, paramRef: {name: ${name}, namespace: other}`)
  const policies = [
    mutation({ expression, rest }),
    to('one'),
    to('two'),
    demands('has(object.data.one) && has(object.data.two)'),
  ]
  const known = await judge(policies, map(), [param('one'), param('two')])
  expect(known.said).toEqual(['give pass', 'demand pass'])
  const half = await judge(policies, map(), [param('two')])
  expect(half.said).toEqual(['give error', 'give pass', 'demand fail'])
  expect(half.results[0]?.message).toContain('the parameter one (ConfigMap) of the binding one is not known here')
})

test('a binding that may apply is told from one that does, though both say the same', async () => {
  const policies = [mutation(), binding('all', ', matchResources: {objectSelector: {matchLabels: {app: a}}}')]
  expect((await judge([...policies, demands()], map())).said).toEqual(['give pass', 'demand pass'])
  const params = 'paramKind: {apiVersion: v1, kind: ConfigMap}'
  const param = (name: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: other}\ndata: {${name}: "1"}\n`
  const to = (name: string, rest = '') => binding(name, `, paramRef: {name: ${name}, namespace: other}${rest}`)
  const both = [
    mutation({ expression: 'Object{data: params.data}', rest: params }),
    to('one', `, matchResources: {${PROD}}`),
    to('two'),
    demands('has(object.data) && has(object.data.one)'),
  ]
  const offered = [param('one'), param('two')]
  expect((await judge(both, map(), offered)).said).toEqual(['give error', 'demand fail'])
  expect((await judge(both, map(), [...offered, namespace('env: prod')])).said).toEqual(['give pass', 'demand pass'])
})

test('items of a list are merged by their names, as in the cluster', async () => {
  const expression =
    'Object{spec: Object.spec{containers: object.spec.containers.map(c, Object.spec.containers{name: c.name, tty: true})}}'
  const pod = `apiVersion: v1
kind: Pod
metadata: {name: a, namespace: shop}
spec: {containers: [{name: a, image: x, securityContext: {privileged: true}}]}
`
  const allowed = 'object.spec.containers.all(c, c.tty && !(c.?securityContext.?privileged.orValue(false)))'
  const policies = [mutation({ expression, match: rules('pods') }), binding(), demands(allowed, 'pods')]
  expect((await judge(policies, pod)).said).toEqual(['give pass', 'demand fail'])
})

test('where one rule is enough, the rule that counts if the other does not apply is not lost', async () => {
  const rule = (name: string, match: string, label: string) => `
    - name: ${name}
      match: {any: [{resources: {kinds: [ConfigMap]${match}}}]}
      validate: {message: refused, pattern: {metadata: {labels: {${label}: "?*"}}}}`
  const policy = `
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: one}
spec:
  applyRules: One
  validationFailureAction: Enforce
  rules:${rule('prod', `, ${PROD}`, 'app')}${rule('others', '', 'team')}
`
  expect((await judge([policy], map(), [namespace('env: prod')])).said).toEqual(['one pass'])
  expect((await judge([policy], map(), [namespace('env: dev')])).said).toEqual(['one fail'])
  expect((await judge([policy], map())).said).toEqual(['one pass', 'one error'])
  expect((await judge([policy], map('app: a, team: a'))).said).toEqual(['one pass'])
})

test.each(['admissionregistration.k8s.io', 'policies.kyverno.io'])(
  'a removal is nothing to mutate for %s',
  async (group) => {
    const text =
      group === 'policies.kyverno.io'
        ? mutation()
            .replace('admissionregistration.k8s.io/v1', 'policies.kyverno.io/v1')
            .replace('AdmissionPolicy', 'Policy')
            .replace('  reinvocationPolicy: Never\n', '')
        : mutation()
    const all = text.replace('[CREATE, UPDATE]', '["*"]')
    const loaded = await engine.load([{ path: 'policy.yaml', text: [all, binding(), demands()].join('---\n') }])
    expect(loaded.diagnostics).toEqual([])
    const { documents: old } = await engine.read({ path: 'm.yaml@base', text: map() })
    const { documents, admissions } = admissionRequests([], old)
    const { results, diagnostics } = await engine.judge(documents, admissions)
    expect({ results, diagnostics }).toEqual({ results: [], diagnostics: [] })
  },
)

test('an update is mutated as one', async () => {
  const updates = mutation().replace('CREATE, UPDATE', 'UPDATE')
  await engine.load([{ path: 'policy.yaml', text: [updates, binding(), demands()].join('---\n') }])
  const { documents: old } = await engine.read({ path: 'm.yaml@base', text: map() })
  const { documents } = await engine.read({ path: 'm.yaml', text: map('app: b') })
  const requests = admissionRequests(documents, old)
  const { results } = await engine.judge(requests.documents, requests.admissions)
  expect(results.map(({ status }) => status)).toEqual(['pass', 'pass'])
})
