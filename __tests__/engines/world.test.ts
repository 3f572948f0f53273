import type { World } from '../../src/engines/engine.ts'
import { KyvernoEngine } from '../../src/engines/kyverno/kyverno.ts'

// What policies ask of the world is answered by what `load` is given, in each of Kyverno's languages.

let engine: KyvernoEngine
beforeAll(() => {
  engine = new KyvernoEngine()
})
afterAll(() => engine.close())

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: x}]}\n'
const allowed = (name: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: allowed, namespace: default}\ndata: {name: ${name}}\n`

const CLASSIC = `
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: classic}
spec:
  rules:
    - name: lookup
      match: {any: [{resources: {kinds: [Pod]}}]}
      context: [{name: allowed, configMap: {name: allowed, namespace: default}}]
      validate:
        message: refused
        deny: {conditions: {any: [{key: "{{ request.object.metadata.name }}", operator: NotEquals, value: "{{ allowed.data.name }}"}]}}
`

const CEL = `
apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: {name: cel}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  variables: [{name: allowed, expression: 'resource.Get("v1", "configmaps", "default", "allowed")'}]
  validations: [{expression: "object.metadata.name == variables.allowed.data.name", message: refused}]
`

const ADMISSION = `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: admission}
spec:
  paramKind: {apiVersion: v1, kind: ConfigMap}
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  validations: [{expression: "object.metadata.name == params.data.name", message: refused}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: admission}
spec:
  policyName: admission
  validationActions: [Deny]
  paramRef: {name: allowed, namespace: default, parameterNotFoundAction: Deny}
`

async function statuses(policy: string, world: World) {
  const { diagnostics } = await engine.load([{ path: 'policy.yaml', text: policy }], world)
  expect(diagnostics).toEqual([])
  const { documents } = await engine.read({ path: 'm.yaml', text: POD })
  return (await engine.judge(documents)).results.map(({ status }) => status)
}

test.each([
  ['a ConfigMap in the context of a rule', CLASSIC, 'cluster'],
  ['an object that CEL gets', CEL, 'cluster'],
  ['the parameter of a binding', ADMISSION, 'params'],
] as const)('%s decides', async (_, policy, key) => {
  expect(await statuses(policy, { [key]: [allowed('a')] })).toEqual(['pass'])
  expect(await statuses(policy, { [key]: [allowed('b')] })).toEqual(['fail'])
})

test('a world is not remembered: policies loaded without one know nothing', async () => {
  expect(await statuses(CLASSIC, { cluster: [allowed('a')] })).toEqual(['pass'])
  expect(await statuses(CLASSIC, {})).toEqual(['error'])
})

test('parameters of another engine are none of Kyverno’s business', async () => {
  expect(await statuses(CLASSIC, { cluster: [allowed('a')], parameters: { name: 'b' } })).toEqual(['pass'])
})
