import { cli } from '../support/built.ts'
import { HOST_NETWORK_POLICY } from '../support/manifests.ts'
import { type Files, Repository, removeTemporaryFolders } from '../support/repository.ts'

// How charts are deployed, as the configuration says it.

afterAll(removeTemporaryFolders)

const POLICY = HOST_NETWORK_POLICY.replace(
  'message: refused',
  'message: "{{ request.object.metadata.namespace }}/{{ request.object.metadata.name }} is refused"',
)
const POD = `apiVersion: v1
kind: Pod
metadata: {name: {{ .Release.Name }}, namespace: {{ .Release.Namespace }}}
spec:
  hostNetwork: {{ .Values.network.host }}
  containers: [{name: web, image: web}]
`
const CHART = {
  'policies/network.yaml': POLICY,
  'deploy/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'deploy/web/values.yaml': 'network: {host: false}\n',
  'deploy/web/templates/pod.yaml': POD,
}
const CONFIGURATION = '.github/policy-gate.yml'

async function change(before: Files, after: Files) {
  const repository = Repository.create()
  repository.commit({ ...CHART, ...before })
  repository.commit(after)
  const { stdout, exitCode } = await cli(repository.folder, ['check', '--changed', 'HEAD~1..HEAD', '--format', 'json'])
  if (!stdout.startsWith('{')) throw new Error(stdout)
  const { results, diagnostics } = JSON.parse(stdout)
  return { exitCode, results, diagnostics }
}

test('values from another folder, which paths leave out: rendered when they change, found where they stand', async () => {
  const configuration = `paths: ["!environments/**"]
charts:
  deploy/*:
    release: shop
    namespace: front
    sets:
      production:
        values: [values-large.yaml, ../../environments/prod.yaml]
      trial: {}
`
  const before = {
    [CONFIGURATION]: configuration,
    'deploy/web/values-large.yaml': 'network: {host: false}\n',
    'deploy/web/values-unused.yaml': 'network: {host: true}\n',
    'environments/prod.yaml': '# production\nnetwork:\n  host: false\n',
  }
  const ran = await change(before, { 'environments/prod.yaml': '# production\nnetwork:\n  host: true\n' })
  expect(ran.results).toMatchObject([
    {
      message: expect.stringMatching(/front\/shop is refused.*\[deploy\/web with production; through .*pod.yaml:5\]$/),
      location: { file: 'environments/prod.yaml', line: 3, precision: 'exact' },
    },
  ])
  expect(ran.diagnostics).toMatchObject([
    { code: 'render.values-not-covered', message: expect.stringContaining('deploy/web/values-unused.yaml') },
  ])
  expect(ran.exitCode).toBe(1)
})

test('a value that the configuration sets is found there, never in a values file', async () => {
  const configuration = `charts:
  deploy/web:
    sets:
      files: {values: [values-prod.yaml]}
      inline:
        values: [values-prod.yaml]
        set:
          network.host: true
`
  const before = { [CONFIGURATION]: configuration, 'deploy/web/values-prod.yaml': 'network: {host: false}\n' }
  const ran = await change(before, { 'deploy/web/values-prod.yaml': 'network: {host: false, other: 1}\n' })
  expect(ran.results).toMatchObject([
    {
      message: expect.stringContaining('[deploy/web with inline; '),
      location: { file: CONFIGURATION, line: 8, precision: 'exact' },
    },
  ])
})

test('the versions of the cluster are those of the configuration', async () => {
  const pod = POD.replace(
    '{{ .Values.network.host }}',
    '{{ and (.Capabilities.APIVersions.Has "example.com/v1") (eq .Capabilities.KubeVersion.Minor "99") }}',
  )
  const after = { 'deploy/web/templates/pod.yaml': pod }
  const configuration = 'charts: {deploy/web: {kube-version: "1.99", api-versions: [example.com/v1]}}\n'
  expect(await change({}, after)).toMatchObject({ exitCode: 0, results: [] })
  const ran = await change({ [CONFIGURATION]: configuration }, after)
  expect(ran.results).toMatchObject([{ location: { file: 'deploy/web/templates/pod.yaml', line: 5 } }])
  expect(ran.exitCode).toBe(1)
})

test('a values file that is not there fails the gate, and a chart that is not there is told', async () => {
  const configuration = `charts:
  deploy/wbe: {}
  deploy/web: {sets: {production: {values: [values-prod.yaml]}}}
`
  const ran = await change({ [CONFIGURATION]: configuration }, { 'deploy/web/values.yaml': 'network: {host: off}\n' })
  expect(ran.diagnostics).toMatchObject([
    {
      code: 'render.values-missing',
      level: 'error',
      file: 'deploy/web/values-prod.yaml',
      message: expect.stringContaining('the set production of the chart deploy/web'),
      remedy: expect.stringContaining('charts'),
    },
    { code: 'render.chart-not-found', level: 'warning', message: expect.stringContaining('deploy/wbe') },
  ])
  expect(ran.exitCode).toBe(2)
})

test('a chart that asks for another Kubernetes is refused as helm refuses it', async () => {
  const ran = await change({}, { 'deploy/web/Chart.yaml': `${CHART['deploy/web/Chart.yaml']}kubeVersion: ">=1.99"\n` })
  expect(ran.diagnostics).toMatchObject([
    {
      code: 'render.kube-version',
      message: expect.stringContaining('>=1.99'),
      remedy: expect.stringContaining('kube-version'),
    },
  ])
  expect(ran.exitCode).toBe(2)
})
