import { cli } from '../support/built.ts'
import { HOST_NETWORK_POLICY } from '../support/manifests.ts'
import { type Files, Repository, removeTemporaryFolders } from '../support/repository.ts'

// Which charts and kustomizations a change reaches: also where it tries to have them left out, and by way of links.

afterAll(removeTemporaryFolders)

const pod = (name: string, host: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec:\n  hostNetwork: ${host}\n  containers: [{name: web, image: web}]\n`
const chartFile = (name: string) => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`
const chart = (folder: string, name: string): Files => ({
  [`${folder}/Chart.yaml`]: chartFile(name),
  [`${folder}/values.yaml`]: 'host: false\n',
  [`${folder}/templates/pod.yaml`]: pod(name, '{{ .Values.host }}'),
})
const PATCHES = 'patches: [{path: patch.yaml, target: {kind: Pod}}]\n'
const patch = (host: boolean) => `- {op: replace, path: /spec/hostNetwork, value: ${host}}\n`
const kustomization = (folder: string, name: string): Files => ({
  [`${folder}/kustomization.yaml`]: `resources: [pod.yaml]\n${PATCHES}`,
  [`${folder}/pod.yaml`]: pod(name, 'false'),
  [`${folder}/patch.yaml`]: patch(false),
})
const over = (base: string) =>
  `resources: [${base}]\npatches: [{patch: '${patch(false).trim()}', target: {kind: Pod}}]\n`

async function judged(repository: Repository) {
  const { stdout, exitCode } = await cli(repository.folder, ['check', '--changed', 'HEAD~1..HEAD', '--format', 'json'])
  if (!stdout.startsWith('{')) throw new Error(stdout)
  return { exitCode, report: JSON.parse(stdout) }
}

const places = ({ results }: { results: { location: { file: string } }[] }) =>
  results.map(({ location }) => location.file).sort()

test('a change cannot hide charts below a chart, nor kustomizations below a chart or behind another', async () => {
  const repository = Repository.create()
  repository.commit({
    'policies/network.yaml': HOST_NETWORK_POLICY,
    ...chart('charts/web', 'web'),
    ...chart('services/api', 'api'),
    ...kustomization('deploy/prod', 'prod'),
    ...kustomization('deploy/team', 'team'),
    ...kustomization('deploy/both', 'both'),
    'deploy/other/kustomization.yaml': 'resources: [pod.yaml]\n',
    'deploy/other/pod.yaml': pod('other', 'false'),
  })
  repository.commit({
    'Chart.yaml': chartFile('everything'),
    'templates/empty.yaml': '{{ "" }}',
    'charts/web/values-prod.yaml': 'host: true\n',
    'services/api/values.yaml': 'host: true\n',
    'services/api/templates/node_modules/pod.yaml': pod('api-{{ 1 }}', 'true'),
    'deploy/prod/patch.yaml': patch(true),
    'deploy/hidden/kustomization.yaml': over('../prod'),
    'deploy/team/patch.yaml': patch(true),
    'deploy/team/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [pod.yaml]\n${PATCHES}`,
    'deploy/both/patch.yaml': patch(true),
    'deploy/other/kustomization.yaml': over('../both'),
  })
  const { report, exitCode } = await judged(repository)
  expect(places(report)).toEqual([
    'charts/web/values-prod.yaml',
    'deploy/both/patch.yaml',
    'deploy/prod/patch.yaml',
    'deploy/team/patch.yaml',
    'services/api/templates/node_modules/pod.yaml',
    'services/api/values.yaml',
  ])
  expect(exitCode).toBe(1)
})

test('what a base has is judged as overlays have it, whoever changes it', async () => {
  const repository = Repository.create()
  const base = {
    ...kustomization('base', 'base'),
    'base/patch.yaml': patch(true),
    'overlay/kustomization.yaml': over('../base'),
  }
  repository.commit({ 'policies/network.yaml': HOST_NETWORK_POLICY, ...base })
  repository.commit({
    'base/kustomization.yaml': `resources: [pod.yaml]\ncommonAnnotations: {a: b}\n${PATCHES}`,
    'overlay/kustomization.yaml': `${over('../base')}nameSuffix: -b\n`,
    'new/base/kustomization.yaml': 'resources: [pod.yaml]\npatches: [{path: patch.yaml, target: {kind: Pod}}]\n',
    'new/base/pod.yaml': pod('new', 'false'),
    'new/base/patch.yaml': patch(true),
    'new/overlay/kustomization.yaml': over('../base'),
  })
  expect(await judged(repository)).toMatchObject({ exitCode: 0, report: { results: [], diagnostics: [] } })
})

test('what a file broke before excuses nothing that is rendered under the same name', async () => {
  const repository = Repository.create()
  repository.commit({
    'policies/network.yaml': HOST_NETWORK_POLICY,
    'base/kustomization.yaml': 'resources: [pod.yaml]\n',
    'base/pod.yaml': pod('prod', 'true'),
    'prod/kustomization.yaml': `resources: [../base]\n${PATCHES}`,
    'prod/patch.yaml': patch(false),
    ...chart('web', 'web'),
    'elsewhere/pod.yaml': pod('web', 'true'),
  })
  repository.commit({
    'base/pod.yaml': `# as it was\n${pod('prod', 'true')}`,
    'prod/patch.yaml': patch(true),
    'elsewhere/pod.yaml': `# as it was\n${pod('web', 'true')}`,
    'web/values.yaml': 'host: true\n',
  })
  const { report, exitCode } = await judged(repository)
  expect(places(report)).toEqual(['prod/patch.yaml', 'web/values.yaml'])
  expect(exitCode).toBe(1)
})

test('words that are no bases hide nothing, and what a kustomization names is followed however it is written', async () => {
  const repository = Repository.create()
  const many = Array.from({ length: 120 }, (_, at) => `k${at}: *a`).join(', ')
  const inline =
    'apiVersion: builtin\n  kind: PatchTransformer\n  metadata: {name: t}\n  target: {kind: Pod}\n  path: by-hand.yaml\n'
  repository.commit({
    'policies/network.yaml': HOST_NETWORK_POLICY,
    'deploy/kustomization.yaml': 'resources: [pod.yaml]\nnamespace: prod\ncommonLabels: {components: "yes"}\n',
    'deploy/pod.yaml': pod('deploy', 'false'),
    ...kustomization('deploy/prod', 'prod'),
    ...kustomization('deploy/components', 'components'),
    'aliases/kustomization.yaml': `commonAnnotations: {a: &a b, ${many}}\nresources: [pod.yaml]\n${PATCHES}`,
    'aliases/pod.yaml': pod('aliases', 'false'),
    'aliases/patch.yaml': patch(false),
    'inline/kustomization.yaml': `resources: [pod.yaml]\ntransformers:\n- |-\n  ${inline}`,
    'inline/pod.yaml': pod('inline', 'false'),
    'inline/by-hand.yaml': patch(false),
    ...kustomization('two', 'two'),
  })
  repository.commit({
    'deploy/prod/patch.yaml': patch(true),
    'deploy/components/patch.yaml': patch(true),
    'aliases/patch.yaml': patch(true),
    'inline/by-hand.yaml': patch(true),
    'two/kustomization.yml': 'resources: [pod.yaml]\n',
  })
  const { report, exitCode } = await judged(repository)
  expect(places(report)).toEqual([
    'aliases/patch.yaml',
    'deploy/components/patch.yaml',
    'deploy/prod/patch.yaml',
    expect.stringMatching(/^inline\//),
  ])
  expect(report.diagnostics).toMatchObject([
    { level: 'error', file: 'two/kustomization.yaml' },
    { level: 'error', file: 'two/kustomization.yml', message: expect.stringContaining('multiple kustomization files') },
  ])
  expect(exitCode).toBe(2)
})

test('links lead to what they render, each by its own name', async () => {
  const repository = Repository.create()
  repository.write({
    'policies/network.yaml': HOST_NETWORK_POLICY,
    ...chart('web', 'web'),
    'shared/values-prod.yaml': 'host: false\n',
    ...kustomization('prod', 'prod'),
    'shared/patch.yaml': patch(false),
    ...chart('twice', 'twice'),
    'parts/pod.yaml': pod('{{ base (dir .Template.Name) }}', '{{ eq "b" (base (dir .Template.Name)) }}'),
  })
  repository.remove('prod/patch.yaml')
  repository.link('web/values-prod.yaml', '../shared/values-prod.yaml')
  repository.link('prod/patch.yaml', '../shared/patch.yaml')
  repository.link('twice/templates/a', '../../parts').link('twice/templates/b', '../../parts')
  repository.commit({})
  repository.commit({
    'shared/values-prod.yaml': 'host: true\n',
    'shared/patch.yaml': patch(true),
    'twice/values.yaml': 'host: false\nother: 1\n',
  })
  const { report } = await judged(repository)
  expect(places(report)).toEqual(['prod/patch.yaml', 'twice/templates/b/pod.yaml', 'web/values-prod.yaml'])
})

test('what is gone is missed where it is named', async () => {
  const repository = Repository.create()
  repository.commit({
    'policies/network.yaml': HOST_NETWORK_POLICY,
    ...kustomization('base', 'base'),
    'a/kustomization.yaml': 'resources: [../base]\n',
    'b/kustomization.yaml': 'resources: [pod.yaml]\npatches: [{path: ../shared/patch.yaml, target: {kind: Pod}}]\n',
    'b/pod.yaml': pod('b', 'false'),
    'shared/patch.yaml': patch(false),
  })
  repository.remove('base', 'shared')
  repository.commit({})
  const { report, exitCode } = await judged(repository)
  expect(report.diagnostics).toMatchObject([
    { code: 'render.kustomization-invalid', file: 'a/kustomization.yaml' },
    { code: 'render.kustomization-invalid', file: 'b/kustomization.yaml' },
  ])
  expect(exitCode).toBe(2)
})

test('what no set of values shows is told; values files that are too many fail where the change touches them', async () => {
  const repository = Repository.create()
  const values = (count: number, text: string) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`many/values-${at + 10}.yaml`, text]))
  repository.commit({ 'policies/network.yaml': HOST_NETWORK_POLICY, ...chart('web', 'web'), ...chart('many', 'many') })
  repository.commit({
    'web/templates/off.yaml': `{{ if .Values.on }}\n${pod('off', 'true')}{{ end }}\n`,
    'web/templates/_parts.tpl': '{{ define "a" }}{{ end }}',
    'web/prod-values.yaml': 'host: true\n',
    ...values(21, 'host: false\n'),
  })
  const { report, exitCode } = await judged(repository)
  expect(report.diagnostics).toMatchObject([
    {
      level: 'error',
      code: 'render.too-many-values',
      message: expect.stringMatching(/with many\/values-29.yaml, many\/values-30.yaml:/),
    },
    { level: 'note', code: 'render.values-not-covered', message: expect.stringContaining('web/prod-values.yaml') },
    { level: 'note', code: 'render.template-not-covered', file: 'web/templates/off.yaml' },
  ])
  expect(exitCode).toBe(2)
})
