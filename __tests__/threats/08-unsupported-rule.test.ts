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

const KEY = '-----BEGIN PUBLIC KEY-----\\nMFkw\\n-----END PUBLIC KEY-----'
const JUDGES = `    - name: named
      match: {any: [{resources: {kinds: [Pod]}}]}
      validate: {message: m, pattern: {metadata: {name: "?*"}}}
`
const IMAGES = policy(
  `      verifyImages: [{imageReferences: ["ghcr.io/*"], attestors: [{entries: [{keys: {publicKeys: "${KEY}"}}]}]}]\n`,
)

test.each([
  ['signatures of images', IMAGES + JUDGES, 'the-rule'],
  [
    'signatures of manifests',
    policy(`      validate: {manifests: {attestors: [{entries: [{keys: {publicKeys: "${KEY}"}}]}]}}\n`),
    'the-rule',
  ],
  [
    'signatures of images, by the newer kind of policy',
    `${policy(JUDGES.replace('    - name: named\n', ''))}---
apiVersion: policies.kyverno.io/v1
kind: ImageValidatingPolicy
metadata: {name: the-newer-rule}
spec:
  matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}
  matchImageReferences: [{glob: "ghcr.io/*"}]
  attestors: [{name: a, cosign: {key: {data: "${KEY}"}}}]
  validations: [{expression: "images.containers.map(image, verifyImageSignatures(image, [attestors.a])).all(e, e > 0)", message: m}]
`,
    'the-newer-rule',
  ],
])('a rule that asks for %s says so, and what to do', async (_, text, rule) => {
  const { folder } = new Repository().write({ 'policies/p.yaml': text, 'a.yaml': POD })
  const ran = await cli(folder, ['check', 'a.yaml', '--fail-on', 'none', '--format', 'json'])
  expect(ran.exitCode).toBe(2)
  const { verdict, results } = JSON.parse(ran.stdout)
  expect(verdict).toBe('error')
  expect(results).toEqual([expect.objectContaining({ rule, status: 'error' })])
  expect(results[0].message).toMatch(/^unsupported: .*; leave policies of signatures to the cluster/)
})

test('where no other rule judges, what the only one does is said', async () => {
  const { folder } = new Repository().write({ 'policies/p.yaml': IMAGES, 'a.yaml': POD })
  const ran = await cli(folder, ['check', 'a.yaml', '--fail-on', 'none'])
  expect(ran.exitCode).toBe(2)
  expect(ran.stdout + ran.stderr).toContain('ClusterPolicy asks: the-rule (verifies images')
})
