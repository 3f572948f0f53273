import { cli } from '../support/built.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { Repository, removeTemporaryFolders } from '../support/repository.ts'

// A policy that cannot be understood is an error with its file and line; the good one beside it does not make up for it.

afterAll(removeTemporaryFolders)

test.each([
  ['does not parse', LIMITS_POLICY.replace('rules:', 'rules: ['), 'bad.yaml:'],
  ['has an unknown field', LIMITS_POLICY.replace('validationFailureAction', 'validationFailureAktion'), 'bad.yaml:'],
  ['has an unknown kind', LIMITS_POLICY.replace('kind: ClusterPolicy', 'kind: ClusterPolitics'), 'bad.yaml'],
  ['has an unknown version', LIMITS_POLICY.replace('kyverno.io/v1', 'kyverno.io/v9'), 'bad.yaml'],
  [
    'has an expression that does not compile',
    `apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: {name: bad}
spec:
  matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}
  validations: [{expression: "object.spec.("}]
`,
    'bad.yaml:',
  ],
])('a policy that %s', async (_, bad, place) => {
  const files = { 'policies/good.yaml': LIMITS_POLICY, 'policies/bad.yaml': bad, 'a.yaml': deployment('a', true) }
  const { folder } = new Repository().write(files)
  const ran = await cli(folder, [
    'check',
    'a.yaml',
    '--policies',
    'policies/good.yaml',
    '--policies',
    'policies/bad.yaml',
  ])
  expect(ran.exitCode).toBe(2)
  expect(ran.stdout + ran.stderr).toContain(place)
})
