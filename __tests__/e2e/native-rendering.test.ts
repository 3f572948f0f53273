import { createHash } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { renderers } from '../../scripts/reference/renderers.ts'
import { action, cli } from '../support/built.ts'
import { HOST_NETWORK_POLICY } from '../support/manifests.ts'
import { pullRequest } from '../support/pull-request.ts'
import { tarGz } from '../support/releases/archives.ts'
import { type Files, Repository, removeTemporaryFolders, temporaryFolder } from '../support/repository.ts'

// `render-engine: native`: the machine's own helm and kustomize, built from their modules, and programs that misbehave.

afterAll(removeTemporaryFolders)

const pod = (network: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  hostNetwork: ${network}\n  containers: [{name: web, image: web}]\n`
const CHART = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'chart/values.yaml': 'host: false\n',
  'chart/templates/pod.yaml': pod('{{ .Values.host }}'),
}

async function judged(tools: string, before: Files, after: Files, more: Readonly<Record<string, string>> = {}) {
  const repository = Repository.create()
  const configuration = `render-engine: native\ntool-path: ${tools}\ntimeout: ${more['timeout'] ?? 60}\n`
  repository.commit({
    'policies/network.yaml': HOST_NETWORK_POLICY,
    '.github/policy-gate.yml': configuration,
    ...before,
  })
  repository.commit(after)
  const ran = await cli(repository.folder, ['check', '--changed', 'HEAD~1..HEAD', '--format', 'json'], { env: more })
  if (!ran.stdout.startsWith('{')) throw new Error(`${ran.stdout}\n${ran.stderr}`)
  return { exitCode: ran.exitCode, report: JSON.parse(ran.stdout) }
}

const native = renderers({ build: false })
const describeNative = 'helm' in native ? describe : describe.skip
if ('skipped' in native) console.log(`skipped: ${native.skipped} (scripts/reference/build-renderers.mjs)`)

describeNative('with the official programs', () => {
  const tools = temporaryFolder()
  if ('helm' in native) {
    symlinkSync(native.helm, join(tools, 'helm'))
    symlinkSync(native.kustomize, join(tools, 'kustomize'))
  }

  test('a value of a chart is found where it stands, and the report names the program', async () => {
    const { report } = await judged(tools, CHART, { 'chart/values-prod.yaml': 'host: true\n' })
    expect(report.results).toMatchObject([
      { location: { file: 'chart/values-prod.yaml', line: 1, precision: 'exact' } },
    ])
    expect(Object.keys(report.engines)).toContain('helm (native)')
    expect(report.engines['helm (native)'].digest).toMatch(/^sha256:[0-9a-f]{64}$/)
  })

  test('a patch of a kustomization is found where it stands, and a remote base is not fetched', async () => {
    const before = {
      'k/base/kustomization.yaml': 'resources: [pod.yaml]\n',
      'k/base/pod.yaml': pod('false'),
      'k/prod/kustomization.yaml': 'resources: [../base]\n',
    }
    const overlay = 'resources: [../base]\npatches:\n- path: patch.yaml\n'
    const patch = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  hostNetwork: true\n'
    const { report } = await judged(tools, before, {
      'k/prod/kustomization.yaml': overlay,
      'k/prod/patch.yaml': patch,
      'k/remote/kustomization.yaml': 'resources: ["https://github.com/a/b//c?ref=v1"]\n',
    })
    expect(report.results).toMatchObject([{ location: { file: 'k/prod/patch.yaml', line: 5 } }])
    expect(report.engines['kustomize (native)'].version).toBe('5.8.2')
    expect(report.diagnostics).toMatchObject([
      { code: 'render.kustomization-invalid', file: 'k/remote/kustomization.yaml', level: 'error' },
    ])
  })

  test('dependencies that are not vendored are fetched once, and what they render is judged', async () => {
    const archive = tarGz([
      { path: 'net/Chart.yaml', content: 'apiVersion: v2\nname: net\nversion: 1.0.0\n' },
      { path: 'net/values.yaml', content: 'host: false\n' },
      { path: 'net/templates/pod.yaml', content: pod('{{ .Values.host }}') },
    ])
    const digest = createHash('sha256').update(archive).digest('hex')
    const index = JSON.stringify({
      apiVersion: 'v1',
      entries: { net: [{ name: 'net', version: '1.0.0', apiVersion: 'v2', digest, urls: ['net-1.0.0.tgz'] }] },
    })
    const asked: (string | undefined)[] = []
    const server = createServer((request, response) => {
      asked.push(request.url)
      response.end(request.url === '/index.yaml' ? index : request.url === '/net-1.0.0.tgz' ? archive : undefined)
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    try {
      const repository = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      const { report } = await judged(tools, CHART, {
        'chart/Chart.yaml': `${CHART['chart/Chart.yaml']}dependencies: [{name: net, version: 1.0.0, repository: "${repository}"}]\n`,
        'chart/values.yaml': 'host: false\nnet: {host: true}\n',
        'chart/values-prod.yaml': 'net: {host: false}\n',
        'chart/values-test.yaml': 'other: true\n',
      })
      expect(report.diagnostics).toEqual([])
      expect(report.results).toMatchObject([
        { status: 'fail', message: expect.stringContaining('chart with values.yaml; values.yaml + values-test.yaml') },
      ])
      expect(asked.filter((url) => url === '/net-1.0.0.tgz')).toHaveLength(1)
    } finally {
      server.close()
    }
  })
})

/** A program by the name of helm that answers its version and then does what a script says. */
function programThat(does: string): string {
  const tools = temporaryFolder()
  writeFileSync(join(tools, 'helm'), `#!/bin/sh\n[ "$1" = version ] && { echo 'Version:"v3.0.0"'; exit 0; }\n${does}\n`)
  chmodSync(join(tools, 'helm'), 0o755)
  return tools
}

test('helm renders once with each set of values, and what is found is traced all the same', async () => {
  const log = join(temporaryFolder(), 'log')
  const printed = `---\n# Source: web/templates/pod.yaml\n${pod('true')}`
  const tools = programThat(`echo "$@" >> ${log}; cat <<'END'\n${printed}END`)
  const values = { 'chart/values.yaml': 'host: true\n', 'chart/values-prod.yaml': 'host: true\n' }
  const { report } = await judged(tools, {}, { ...CHART, ...values })
  expect(report.results).toMatchObject([{ location: { file: 'chart/values.yaml', line: 1, precision: 'exact' } }, {}])
  expect(readFileSync(log, 'utf8').trim().split('\n')).toEqual([
    'template chart ./chart --namespace=default',
    'template chart ./chart --namespace=default --values=values-0.yaml',
  ])
})

test.each([
  ['says no and is told no secret', 'env >&2; exit 1', /^render.template-failed .*helm ended with 1: (?!.*hush)/s],
  ['prints anything and says yes', 'echo hello', /^render.native .*printed what it never prints/],
  ['prints without an end', 'yes', /^render.native .*printed more than/],
  ['does not end', 'sleep 60', /^render.native .*took longer than 2 seconds/],
])('a program that %s is an error with the chart', async (_, does, expected) => {
  const { exitCode, report } = await judged(
    programThat(does),
    CHART,
    { 'chart/values.yaml': 'host: true\n' },
    { TOKEN: 'hush', timeout: '2' },
  )
  const [{ code, message, file }] = report.diagnostics
  expect(`${code} ${message}`).toMatch(expected)
  expect(file).toBe('chart/Chart.yaml')
  expect(exitCode).toBe(2)
})

test('a change cannot have a program run', async () => {
  const mark = join(temporaryFolder(), 'ran')
  const { repository, setting } = pullRequest(
    { 'policies/network.yaml': HOST_NETWORK_POLICY, ...CHART, '.github/policy-gate.yml': 'timeout: 30\n' },
    {
      '.github/policy-gate.yml': `render-engine: native\ntool-path: ${programThat(`touch ${mark}`)}\n`,
      'chart/values.yaml': 'host: true\n',
    },
  )
  const ran = await action(repository, setting)
  expect(ran.outputs['verdict']).toBe('fail')
  expect(existsSync(mark)).toBe(false)
})

test('what is judged by the policies of the base and by those of the change is rendered once', async () => {
  const log = join(temporaryFolder(), 'log')
  const tools = programThat(`echo "$1" >> ${log}; printf '%s' '---\n# Source: web/templates/pod.yaml\n${pod('false')}'`)
  const { repository, setting } = pullRequest(
    {
      'policies/network.yaml': HOST_NETWORK_POLICY,
      ...CHART,
      '.github/policy-gate.yml': `render-engine: native\ntool-path: ${tools}\n`,
    },
    { 'policies/network.yaml': `${HOST_NETWORK_POLICY}# another\n`, 'chart/values.yaml': 'host: "false"\n' },
  )
  const ran = await action(repository, setting)
  expect(JSON.parse(ran.report).preview).toMatchObject({ outcome: 'pass' })
  expect(readFileSync(log, 'utf8')).toBe('template\n')
})
