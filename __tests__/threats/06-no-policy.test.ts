import { action, cli } from '../support/built.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { pullRequest } from '../support/pull-request.ts'
import { Repository, removeTemporaryFolders } from '../support/repository.ts'

// A gate without a rule judges nothing: that is an error wherever rules were meant to be.

afterAll(removeTemporaryFolders)

const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n'
const GENERATES = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: generates}
spec:
  rules:
    - name: rule
      match: {any: [{resources: {kinds: [Namespace]}}]}
      generate: {apiVersion: v1, kind: ConfigMap, name: a, namespace: "{{request.object.metadata.name}}", data: {data: {a: b}}}
`

test.each([
  ['nothing at the place that was named', {}, 'policies.not-found', ['--policies', 'policies']],
  ['no file that could be a policy', { 'policies/README.md': 'words\n' }, 'policies.none'],
  ['no policy in the files', { 'policies/map.yaml': CONFIG_MAP }, 'policies.none'],
  ['no rule that judges', { 'policies/generates.yaml': GENERATES }, 'policies.none'],
])('%s is an error of the command line', async (_, files, code, named = []) => {
  const { folder } = new Repository().write({ 'a.yaml': deployment('a', true), ...files })
  const ran = await cli(folder, ['check', 'a.yaml', ...named])
  expect(ran.exitCode).toBe(2)
  expect(ran.stdout + ran.stderr).toContain(code)
})

test('where nobody names policies and there are none, those that ship judge, and a note says so', async () => {
  const { folder } = new Repository().write({ 'a.yaml': deployment('a', true) })
  const ran = await cli(folder, ['check', 'a.yaml', '--format', 'json'])
  const { counts, diagnostics } = JSON.parse(ran.stdout)
  expect(counts.rules).toBeGreaterThan(10)
  expect(JSON.stringify(diagnostics)).toContain('agent-baseline')
})

test('a configuration that names another place fails the check where nothing is there', async () => {
  const { repository, setting } = pullRequest(
    { 'policies/limits.yaml': LIMITS_POLICY, '.github/policy-gate.yml': 'policies: [rules]\n' },
    { 'a.yaml': deployment('a', true) },
  )
  const ran = await action(repository, setting)
  expect(ran).toMatchObject({ exitCode: 2, outputs: { verdict: 'error' } })
  expect(ran.stdout).toContain('policies.not-found')
})
