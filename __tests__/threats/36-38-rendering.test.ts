import { cli } from '../support/built.ts'
import { HOST_NETWORK_POLICY } from '../support/manifests.ts'
import { tarGz } from '../support/releases/archives.ts'
import { type Files, Repository, removeTemporaryFolders } from '../support/repository.ts'

// What is rendered is hostile, too: a bad side that only other values show, ways out of the sandbox, and things without an end.

afterAll(removeTemporaryFolders)

const CHART = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'chart/values.yaml': 'host: false\n',
  'chart/templates/pod.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  hostNetwork: {{ .Values.host }}\n  containers: [{name: web, image: web}]\n',
}

async function judged(files: Files) {
  const repository = Repository.create()
  repository.commit({ 'policies/network.yaml': HOST_NETWORK_POLICY })
  repository.commit(files)
  const ran = await cli(repository.folder, ['check', '--changed', 'HEAD~1..HEAD', '--format', 'json'])
  return { exitCode: ran.exitCode, report: JSON.parse(ran.stdout) }
}

test('36: a chart that shows its bad side with other values only, and values that no rendering used', async () => {
  const { exitCode, report } = await judged({
    ...CHART,
    'chart/values-prod.yaml': 'host: true\n',
    'chart/ci/test-values.yaml': 'host: true\n',
  })
  expect(report.results).toMatchObject([
    { status: 'fail', location: { file: 'chart/values-prod.yaml', line: 1, precision: 'exact' } },
  ])
  expect(report.diagnostics).toContainEqual(
    expect.objectContaining({
      code: 'render.values-not-covered',
      message: expect.stringContaining('ci/test-values.yaml'),
    }),
  )
  expect(exitCode).toBe(1)
})

const functionOf = (how: string) =>
  `apiVersion: v1\nkind: Tool\nmetadata:\n  name: tool\n  annotations:\n    config.kubernetes.io/function: |\n      ${how}\n`
const OF_KUSTOMIZE = {
  'k/plugin.yaml': 'apiVersion: example.com/v1\nkind: Plugin\nmetadata: {name: plugin}\n',
  'k/program.yaml': functionOf('{exec: {path: ./tool.sh}}'),
  'k/container.yaml': functionOf('{container: {image: example.com/tool}}'),
  'k/tool.sh': '#!/bin/sh\ntouch ran\n',
}

test.each([
  ['a remote base', 'resources: ["https://github.com/a/b//c?ref=v1"]\n'],
  ['a chart to be fetched', 'helmCharts: [{name: a, repo: "https://a.example", version: "1"}]\n'],
  ['a path out of the workspace', 'resources: [../../../../../../etc/passwd]\n'],
  ['an absolute path', 'resources: [/etc/passwd]\n'],
  ['a plugin', 'generators: [plugin.yaml]\n'],
  ['a program as a function', 'transformers: [program.yaml]\n'],
  ['a function in a container', 'transformers: [container.yaml]\n'],
])('37: %s is refused', async (_, kustomization) => {
  const { exitCode, report } = await judged({ 'k/kustomization.yaml': kustomization, ...OF_KUSTOMIZE })
  const fault = report.diagnostics.find(({ level }: { level: string }) => level === 'error')
  expect(fault).toMatchObject({ code: 'render.kustomization-invalid', message: expect.stringContaining('k cannot be') })
  expect(JSON.stringify(report)).not.toContain('root:x')
  expect(exitCode).toBe(2)
})

const SUB = { path: 'sub/Chart.yaml', content: 'apiVersion: v2\nname: sub\nversion: 1.0.0\n' }
const zeros = (path: string, length: number) => ({ path, content: Buffer.alloc(length) })
const MANY = Array.from({ length: 40 }, (_, at) => zeros(`sub/files/${at}`, 4_000_000))

test.each([
  ['an archive with a file of 600 MB', { 'chart/charts/sub.tgz': tarGz([SUB, zeros('sub/zeros', 600_000_000)]) }],
  ['an archive of 160 MB in files that are small enough', { 'chart/charts/sub.tgz': tarGz([SUB, ...MANY]) }],
  ['a schema that refers to a device', { 'chart/values.schema.json': '{"$ref": "file:///dev/zero"}' }],
  [
    'an endless template',
    { 'chart/templates/a.yaml': '{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}' },
  ],
])(
  '38: %s is stopped, and the chart is named',
  async (_, files) => {
    const { exitCode, report } = await judged({ ...CHART, ...files })
    const fault = report.diagnostics.find(({ level }: { level: string }) => level === 'error')
    expect(fault.message).toContain('chart')
    expect(fault.file).toBe('chart/Chart.yaml')
    expect(exitCode).toBe(2)
  },
  60_000,
)
