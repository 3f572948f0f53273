import { action, cli } from '../support/built.ts'
import { pullRequest } from '../support/pull-request.ts'
import { Repository, removeTemporaryFolders } from '../support/repository.ts'

// Parameters as policies of each language find them, through the program as it is shipped.

afterAll(removeTemporaryFolders)

const DECLARED = `    policy-gate.dev/params: |
      - {name: allowedRegistries, type: array, items: string}
      - {name: maxReplicas, type: integer, default: 5}
`
const CLASSIC = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: registries
  annotations:
${DECLARED}spec:
  validationFailureAction: Enforce
  background: false
  rules:
    - name: rule
      match: {any: [{resources: {kinds: [Pod]}}]}
      context: [{name: params, configMap: {name: policy-gate-params, namespace: policy-gate}}]
      validate:
        message: "Images come from {{ params.data.allowedRegistries }}."
        foreach:
          - list: request.object.spec.containers
            deny:
              conditions:
                any:
                  - key: "{{ element.image | split(@, '/') | [0] }}"
                    operator: AnyNotIn
                    value: "{{ params.data.allowedRegistries | parse_json(@) }}"
`
const CEL = `apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata:
  name: registries-cel
  annotations:
${DECLARED}spec:
  validationActions: [Deny]
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  variables:
    - {name: params, expression: 'resource.Get("v1", "configmaps", "policy-gate", "policy-gate-params").data'}
    - {name: allowed, expression: json.unmarshal(variables.params.allowedRegistries)}
  validations:
    - expression: object.spec.containers.all(c, variables.allowed.exists(r, c.image.startsWith(r + "/")))
      message: refused
`
const ADMISSION = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: registries-vap
  annotations:
${DECLARED}spec:
  failurePolicy: Fail
  paramKind: {apiVersion: v1, kind: ConfigMap}
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  validations:
    - expression: object.spec.containers.all(c, params.data.allowedRegistries.contains('"' + c.image.split('/')[0] + '"'))
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: registries-vap}
spec:
  policyName: registries-vap
  validationActions: [Deny]
  paramRef: {name: policy-gate-params, namespace: policy-gate, parameterNotFoundAction: Deny}
`
const REGO = `# METADATA
# scope: package
# custom:
#   params:
#     - {name: allowedRegistries, type: array, items: string}
#     - {name: maxReplicas, type: integer, default: 5}
package main

deny contains msg if {
	some container in input.spec.containers
	not split(container.image, "/")[0] in data.params.allowedRegistries
	msg := "refused"
}

deny contains "too many" if data.params.maxReplicas > 5
`
const pod = (image: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: ${image}}]}\n`
const params = (text: string) => `policies: [rules]\nrego-paths: ["*.yaml"]\nparams: {${text}}\n`
const GIVEN = params('allowedRegistries: [good.example, ok.example]')
const CONFIGURATION = '.github/policy-gate.yml'
const good = pod('good.example/a')
const bad = pod('bad.example/a')

describe.each([
  ['classic', 'classic.yaml', CLASSIC],
  ['CEL', 'cel.yaml', CEL],
  ['a bound admission policy', 'vap.yaml', ADMISSION],
  ['Rego', 'main.rego', REGO],
])('%s', (_, name, policy) => {
  const check = (configuration: string, manifest: string) => {
    const files = { [`rules/${name}`]: policy, [CONFIGURATION]: configuration, 'a.yaml': manifest }
    return cli(new Repository().write(files).folder, ['check', 'a.yaml'])
  }

  test('judges by the value', async () => {
    expect(await check(GIVEN, good)).toMatchObject({ exitCode: 0 })
    expect(await check(GIVEN, bad)).toMatchObject({ exitCode: 1 })
  })

  test.each([
    ['missing', params(''), 'params.missing', 'needs the parameter allowedRegistries'],
    ['misspelt', params('allowedRegistrys: [a]'), 'params.missing', 'did you mean it by allowedRegistrys?'],
    ['ill-typed', params('allowedRegistries: good.example'), 'params.bad-value', 'of type array'],
    ['of odd members', params('allowedRegistries: [1]'), 'params.bad-value', 'members of type string'],
  ])('is an error where it is %s', async (_, configuration, code, words) => {
    const ran = await check(configuration, good)
    expect(ran.exitCode).toBe(2)
    for (const said of [code, words, `rules/${name}`]) expect(ran.stdout).toContain(said)
  })
})

const pods = { 'rules/classic.yaml': CLASSIC, 'rules/main.rego': REGO, [CONFIGURATION]: GIVEN }

test('a pull request does not choose its own', async () => {
  const more = params('allowedRegistries: [good.example, bad.example]')
  const { repository, setting } = pullRequest(pods, { 'a.yaml': bad, [CONFIGURATION]: more })
  expect((await action(repository, setting)).exitCode).toBe(1)
})

test('a ConfigMap of the repository does not stand in for them', async () => {
  const own = `apiVersion: v1
kind: ConfigMap
metadata: {name: policy-gate-params, namespace: policy-gate}
data: {allowedRegistries: '["bad.example"]'}
`
  const { folder } = new Repository().write({ ...pods, 'map.yaml': own, 'a.yaml': bad })
  expect((await cli(folder, ['check', 'a.yaml', 'map.yaml'])).exitCode).toBe(1)
})

test('export writes what the cluster needs, defaults included', async () => {
  const ran = await cli(new Repository().write(pods).folder, ['params', 'export'])
  expect(ran).toMatchObject({ exitCode: 0, stderr: '' })
  expect(ran.stdout).toContain('kind: "ConfigMap"')
  expect(ran.stdout).toContain(String.raw`allowedRegistries: "[\"good.example\",\"ok.example\"]"`)
  expect(ran.stdout).toContain('maxReplicas: "5"')
})

test('export does not write what the policies could not use', async () => {
  const ran = await cli(new Repository().write({ ...pods, [CONFIGURATION]: params('') }).folder, ['params', 'export'])
  expect(ran).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('params.missing') })
})
