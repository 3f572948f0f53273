import { cli } from '../support/built.ts'
import { type Files, Repository, removeTemporaryFolders } from '../support/repository.ts'

// Charts and kustomizations through the program as it is shipped: what a deploy would apply is what is judged.

afterAll(removeTemporaryFolders)

const policy = (name: string, pattern: string) => `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: ${name}}
spec:
  validationFailureAction: Enforce
  background: false
  rules:
    - name: rule
      match: {any: [{resources: {kinds: [Deployment]}}]}
      validate: {message: refused, pattern: {spec: {template: {spec: ${pattern}}}}}
`
const POLICIES = {
  'policies/network.yaml': policy('no-host-network', '{"=(hostNetwork)": "false"}'),
  'policies/limits.yaml': policy('limits', '{containers: [{resources: {limits: {memory: "?*"}}}]}'),
}
const DEPLOYMENT = (network: string, limits: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      hostNetwork: ${network}
      containers:
        - name: web
          image: web
          resources:
            limits: ${limits}
`
const CHART = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'chart/values.yaml': 'network:\n  host: false\n',
  'chart/values-prod.yaml': '# production\nnetwork:\n  host: false\n',
  'chart/templates/deployment.yaml': `{{- if .Values.network }}\n${DEPLOYMENT('{{ .Values.network.host }}', '{memory: 64Mi}')}{{- end }}\n`,
}

async function change(before: Files, after: Files) {
  const repository = Repository.create()
  repository.commit({ ...POLICIES, ...before })
  repository.commit(after)
  const ran = await cli(repository.folder, ['check', '--changed', 'HEAD~1..HEAD', '--format', 'json'])
  if (!ran.stdout.startsWith('{')) throw new Error(`${ran.stdout}\n${ran.stderr}`)
  return { exitCode: ran.exitCode, report: JSON.parse(ran.stdout) }
}

const codes = ({ report }: { readonly report: { readonly diagnostics: readonly { code: string }[] } }) =>
  report.diagnostics.map(({ code }) => code)

test('finds what only production values open, where they open it', async () => {
  const ran = await change(CHART, { 'chart/values-prod.yaml': '# production\nnetwork:\n  host: true\n' })
  expect(ran.report.results).toHaveLength(1)
  const [finding] = ran.report.results
  expect(finding.location).toMatchObject({ file: 'chart/values-prod.yaml', line: 3, precision: 'exact' })
  expect(finding.message).toContain(
    '[chart with values.yaml + values-prod.yaml; through chart/templates/deployment.yaml:8]',
  )
  expect(ran.exitCode).toBe(1)
})

test('says once what every set of values has', async () => {
  const ran = await change(CHART, { 'chart/templates/deployment.yaml': DEPLOYMENT('{{ true }}', '{memory: 64Mi}') })
  expect(ran.report.results).toHaveLength(1)
  expect(ran.report.results[0].location).toMatchObject({
    file: 'chart/templates/deployment.yaml',
    line: 7,
    precision: 'template',
  })
  expect(ran.report.results[0].message).toContain('values.yaml; values.yaml + values-prod.yaml')
})

test('finds limits that an overlay removes, in its patch', async () => {
  const patch = (limits: string) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          resources:\n            limits: ${limits}\n`
  const base = {
    'k/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
    'k/base/deployment.yaml': DEPLOYMENT('false', '{memory: 64Mi}'),
    'k/prod/kustomization.yaml': 'resources: [../base]\npatches: [{path: patch.yaml}]\n',
    'k/prod/patch.yaml': patch('{memory: 32Mi}'),
  }
  const ran = await change(base, { 'k/prod/patch.yaml': patch('null') })
  expect(ran.report.results).toHaveLength(1)
  expect(ran.report.results[0].location).toMatchObject({ file: 'k/prod/patch.yaml', line: 10 })
  expect(ran.exitCode).toBe(1)
})

test('a patch with a target need not say of which version it is, and a manifest has to', async () => {
  const versionless = 'kind: Deployment\nmetadata: {name: web}\nspec: {replicas: 2}\n'
  const ran = await change(
    {
      'k/kustomization.yaml':
        'resources: [deployment.yaml]\npatches: [{path: patch.yaml, target: {kind: Deployment}}]\n',
      'k/deployment.yaml': DEPLOYMENT('false', '{memory: 64Mi}'),
      'k/patch.yaml': versionless.replace('2', '1'),
    },
    { 'k/patch.yaml': versionless, 'alone.yaml': versionless },
  )
  expect(ran.report.diagnostics).toMatchObject([
    { level: 'warning', code: 'input.no-api-version', file: 'alone.yaml', line: 1 },
  ])
  expect(ran.exitCode).toBe(0)
})

test.each([
  ['an endless template', '{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}', 'render.template-failed'],
  [
    'more than anybody renders',
    'a: "{{ repeat 500000000 "x" }}"',
    'render.too-large|engine.memory|engine.timeout|engine.crash',
  ],
])(
  'stops %s, and names the chart',
  async (_, template, code) => {
    const ran = await change(CHART, { 'chart/templates/bad.yaml': template })
    const fault = ran.report.diagnostics.find((one: { level: string }) => one.level === 'error')
    expect(fault.code).toMatch(new RegExp(`^(?:${code})$`))
    expect(fault.message).toContain('chart')
    expect(fault.message).not.toMatch(/RuntimeError|runtime\//)
    expect(fault.remedy).toMatch(/render|template/)
    expect([2, 3]).toContain(ran.exitCode)
  },
  120_000,
)

test('refuses a chart of ten thousand files, and names it', async () => {
  const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`chart/files/${at}`, 'x']))
  const ran = await change(CHART, many)
  expect(codes(ran)).toContain('render.too-large')
  expect(ran.exitCode).toBe(2)
}, 120_000)

test('refuses a link out of the workspace', async () => {
  const repository = Repository.create()
  repository.commit({ ...POLICIES, ...CHART })
  repository.link('chart/files/passwd', '/etc/passwd')
  repository.commit({ 'chart/values-prod.yaml': 'network: {host: false}\n' })
  const ran = await cli(repository.folder, ['check', '--changed', 'HEAD~1..HEAD', '--format', 'json'])
  expect(ran.stdout).toContain('chart/files/passwd of the chart chart leads out of the workspace')
  expect(ran.stdout).not.toContain('root:x')
  expect(ran.exitCode).toBe(2)
})

test('says which dependency is not there', async () => {
  const chart =
    'apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies: [{name: db, version: 2.0.0, repository: "https://a.example"}]\n'
  const ran = await change(CHART, { 'chart/Chart.yaml': chart })
  const fault = ran.report.diagnostics.find(({ code }: { code: string }) => code === 'render.dependency-missing')
  expect(fault).toMatchObject({
    message: expect.stringContaining('db 2.0.0'),
    remedy: expect.stringContaining('helm dependency build'),
  })
  expect(ran.exitCode).toBe(2)
})

test.each([
  ['comments', '# {{ if false }}\n', '# {{ end }}\n'],
  ['quotes', '"note": "{{ if false }}"\n', '"end": "{{ end }}"\n'],
])('judges a manifest that a new chart would hide by actions in %s', async (_, before, after) => {
  const manifest = `${before}${DEPLOYMENT('true', '{memory: 64Mi}')}${after}`
  const ran = await change(
    {},
    {
      'deploy/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
      'deploy/templates/web.yaml': manifest,
    },
  )
  expect(ran.report.results).toMatchObject([{ location: { file: 'deploy/templates/web.yaml', line: 8 } }])
  expect(ran.exitCode).toBe(1)
})

const BASE = {
  'k/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
  'k/base/deployment.yaml': DEPLOYMENT('false', '{memory: 64Mi}'),
  'k/prod/kustomization.yaml': 'resources: [../base]\nnamespace: prod\n',
  'k/staging/kustomization.yaml': 'resources: [../base]\nnamespace: staging\n',
}

test('says once what every overlay has from its base', async () => {
  const ran = await change(BASE, { 'k/base/deployment.yaml': DEPLOYMENT('true', '{memory: 64Mi}') })
  expect(ran.report.results).toHaveLength(1)
  expect(ran.report.results[0].location).toMatchObject({ file: 'k/base/deployment.yaml', line: 7 })
  expect(ran.report.results[0].message).toContain(
    '[built from k/prod; k/staging: Deployment prod/web, Deployment staging/web]',
  )
})

test('finds limits that a patch removes within the kustomization itself', async () => {
  const inline = (limits: string) =>
    `resources: [../base]\nnamespace: prod\npatches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: web}\n    spec:\n      template:\n        spec:\n          containers:\n          - name: web\n            resources:\n              limits: ${limits}\n`
  const before = { ...BASE, 'k/prod/kustomization.yaml': inline('{memory: 32Mi}') }
  const ran = await change(before, { 'k/prod/kustomization.yaml': inline('null') })
  expect(ran.report.results).toHaveLength(1)
  expect(ran.report.results[0].location).toMatchObject({ file: 'k/prod/kustomization.yaml', line: 14, column: 15 })
})

test('says once what a loop of a template makes ten times', async () => {
  const one = DEPLOYMENT('true', '{memory: 64Mi}').replace('name: web}', 'name: web-{{ . }}}')
  const ran = await change(CHART, {
    'chart/templates/deployment.yaml': `{{- range until 10 }}\n---\n${one}{{- end }}\n`,
  })
  expect(ran.report.results).toHaveLength(1)
  expect(ran.report.results[0].location).toMatchObject({ file: 'chart/templates/deployment.yaml', line: 9 })
  expect(ran.report.results[0].message).toContain('and 5 more')
})

describe('what the base renders alike is not the author’s doing', () => {
  const LOOSE = { ...CHART, 'chart/values.yaml': 'network:\n  host: true\n' }
  const OTHER = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\ndata: {a: "{{ .Values.other }}"}\n'
  const marks = ({ report }: Awaited<ReturnType<typeof change>>) =>
    report.results.map(({ existing, location }: { existing?: true; location: { file: string } }) => [
      location.file,
      existing === true,
    ])

  test.each<readonly [string, Files]>([
    ['another template', { 'chart/templates/other.yaml': OTHER }],
    ['a comment on the values', { 'chart/values.yaml': '# open\nnetwork:\n  host: true\n' }],
    ['a value that it does not use', { 'chart/values.yaml': 'network:\n  host: true\nother: 1\n' }],
  ])('%s', async (_, after) => {
    const ran = await change(LOOSE, after)
    expect(marks(ran)).toEqual([['chart/values.yaml', true]])
    expect([ran.exitCode, ran.report.verdict]).toEqual([0, 'pass'])
  })

  test.each<readonly [string, Files]>([
    [
      'another fault of the same object',
      { 'chart/templates/deployment.yaml': CHART['chart/templates/deployment.yaml'].replace('{memory: 64Mi}', '{}') },
    ],
    [
      'a chart under another name',
      {
        ...LOOSE,
        'chart/Chart.yaml': CHART['chart/Chart.yaml'],
        'copy/Chart.yaml': CHART['chart/Chart.yaml'],
        'copy/values.yaml': LOOSE['chart/values.yaml'],
        'copy/templates/deployment.yaml': CHART['chart/templates/deployment.yaml'],
      },
    ],
    ['another set of values with the same fault', { 'chart/values-stage.yaml': 'network:\n  host: true\n' }],
  ])('%s counts', async (_, after) => {
    const ran = await change(LOOSE, after)
    expect(ran.exitCode).toBe(1)
    expect(marks(ran).some(([, isExisting]: [string, boolean]) => !isExisting)).toBe(true)
  })

  test('nor what an overlay builds, as long as it builds the same object', async () => {
    const overlay = {
      'base/kustomization.yaml': 'resources: [web.yaml]\n',
      'base/web.yaml': DEPLOYMENT('true', '{memory: 64Mi}'),
      'prod/kustomization.yaml': 'resources: [../base]\n',
    }
    const beside = { 'prod/map.yaml': OTHER, 'prod/kustomization.yaml': 'resources: [../base, map.yaml]\n' }
    const same = await change(overlay, beside)
    expect([same.exitCode, marks(same)]).toEqual([0, [['base/web.yaml', true]]])
    const prefixed = await change(overlay, { 'prod/kustomization.yaml': 'resources: [../base]\nnamePrefix: x-\n' })
    expect(prefixed.exitCode).toBe(1)
  })
})
