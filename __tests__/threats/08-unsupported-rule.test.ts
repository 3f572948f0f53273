import { cli } from '../support/built.ts'
import { Repository, removeTemporaryFolders } from '../support/repository.ts'

// What the engine cannot ask offline is an error that names the rule, never a pass.

afterAll(removeTemporaryFolders)

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: "ghcr.io/a/b:1"}]}\n'
const policy = (rule: string) => `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: asks}
spec:
  validationFailureAction: Enforce
  background: false
  rules:
    - name: the-rule
      match: {any: [{resources: {kinds: [Pod]}}]}
${rule}`

test.each([
  [
    'a list of the live cluster',
    `      context: [{name: pods, apiCall: {urlPath: "/api/v1/namespaces/default/pods", jmesPath: "items | length(@)"}}]
      validate: {message: m, deny: {conditions: {any: [{key: "{{ pods }}", operator: GreaterThan, value: 3}]}}}
`,
  ],
  [
    'a service',
    `      context: [{name: said, apiCall: {method: POST, data: [], service: {url: "http://example.org"}}}]
      validate: {message: m, deny: {conditions: {any: [{key: "{{ said }}", operator: Equals, value: no}]}}}
`,
  ],
])('a rule that needs %s', async (_, rule) => {
  const { folder } = new Repository().write({ 'policies/p.yaml': policy(rule), 'a.yaml': POD })
  const ran = await cli(folder, ['check', 'a.yaml', '--fail-on', 'none'])
  expect(ran.exitCode).toBe(2)
  expect(ran.stdout + ran.stderr).toContain('the-rule')
})
