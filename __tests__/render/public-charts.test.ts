import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderers } from '../../scripts/reference/renderers.ts'
import { Renderer, type RenderFile } from '../../src/engines/render/renderer.ts'
import { ROOT } from '../support/built.ts'
import { describeWith } from '../support/pinned.ts'
import { removeTemporaryFolders, temporaryFolder } from '../support/repository.ts'

// Charts and kustomizations that others published are rendered as the native programs render them, byte for byte but for empty
// lines around documents. Of the native answers only digests are recorded (PG_RECORD=1): the texts are not ours to keep.

const RECORDED = join(ROOT, '__tests__/render/golden/public.json')
const recorded: Record<string, string> = JSON.parse(readFileSync(RECORDED, 'utf8'))
const native = renderers({ build: false })
const { helm, kustomize } = 'helm' in native ? native : { helm: '', kustomize: '' }
const isRecording = process.env['PG_RECORD'] === '1'

const renderer = new Renderer()
afterAll(async () => {
  await renderer.close()
  removeTemporaryFolders()
  if (isRecording) writeFileSync(RECORDED, `${JSON.stringify(recorded, null, 2)}\n`)
})

function filesBelow(folder: string): readonly RenderFile[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return paths.filter((path) => statSync(join(folder, path)).isFile()).map((path) => fileAt(folder, path))
}

function fileAt(folder: string, path: string): RenderFile {
  const bytes = readFileSync(join(folder, path))
  const text = bytes.toString('utf8')
  return Buffer.from(text).equals(bytes) ? { path, text } : { path, binary: bytes.toString('base64') }
}

const documentsIn = (text: string) =>
  text
    .split(/^---$/m)
    .map((document) => document.trim())
    .filter((document) => document !== '')

/** Compares with the native program where it is there, and with what it said when it was recorded. */
function compare(name: string, text: string, command: string, args: readonly string[], cwd: string): void {
  const ours = documentsIn(text)
  expect(ours.length).toBeGreaterThan(0)
  const digest = createHash('sha256').update(ours.join('\n---\n')).digest('hex')
  if (command !== '') {
    const said = execFileSync(command, args, {
      cwd,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    expect(ours).toEqual(documentsIn(said))
    if (isRecording) recorded[name] = digest
  }
  expect(recorded[name]).toBe(digest)
}

const CHARTS: readonly (readonly [chart: string, ...values: string[]])[] = [
  ['helm/charts/chart-with-secret'],
  ['helm/charts/chart-with-template-lib-archive-dep'],
  ['helm/charts/issue-9027'],
  ['helm/charts/object-order'],
  ['helm/charts/subchart'],
  ['kyverno/chart', 'ci/monitoring-values.yaml'],
  ['kyverno-api/chart'],
  ['openreports/chart'],
  ['ragleap-app-chart/chart'],
  ['ragleap-app-chart/chart', 'values-prod.yaml'],
  ['ragleap-observability/chart'],
  ['ragleap-ops/chart', 'values-dev.yaml'],
  ['ragleap-ops/chart', 'values-prod.yaml'],
]

const KUSTOMIZATIONS: readonly (readonly [folder: string, kustomization: string])[] = [
  ['conftest/kustomize', '.'],
  ['kustomize/testdata', 'localize/simple'],
  ['kustomize/testdata', 'remoteload/multibase/dev'],
]

describeWith('charts', 'charts and kustomizations of others', (folder) => {
  /** Kyverno's own dependencies are published beside it; the one that is off by default is not. */
  function chartFolder(chart: string): string {
    const source = join(folder, chart)
    if (chart !== 'kyverno/chart') return source
    const copy = temporaryFolder()
    cpSync(source, copy, { recursive: true })
    for (const part of ['kyverno-api', 'openreports'])
      cpSync(join(folder, part, 'chart'), join(copy, 'charts', part), { recursive: true })
    mkdirSync(join(copy, 'charts/reports-server'))
    writeFileSync(
      join(copy, 'charts/reports-server/Chart.yaml'),
      'apiVersion: v2\nname: reports-server\nversion: 0.1.6\n',
    )
    return copy
  }

  test.each(CHARTS)('the chart %s is rendered as helm renders it (%s)', async (chart, ...values) => {
    const cwd = chartFolder(chart)
    const files = values.map((path) => fileAt(cwd, path))
    const asked = { files: filesBelow(cwd), values: { files, set: [] }, release: 'r', namespace: 'default' }
    const answer = await renderer.helm(asked)
    if (!answer.ok) throw new Error(answer.message)
    expect(answer.value.error).toBeUndefined()
    const text = answer.value.documents?.map((one) => `---\n# Source: ${one.source}\n${one.text}\n`).join('') ?? ''
    const args = ['template', 'r', '.', ...values.map((path) => `--values=${path}`)]
    compare(`helm ${[chart, ...values].join(' ')}`, text, helm, args, cwd)
  })

  test.each(KUSTOMIZATIONS)('the kustomization %s/%s is built as kustomize builds it', async (name, kustomization) => {
    const cwd = join(folder, name)
    const answer = await renderer.kustomize({ files: filesBelow(cwd), folder: kustomization })
    if (!answer.ok) throw new Error(answer.message)
    expect(answer.value.error).toBeUndefined()
    const text = answer.value.documents?.map((one) => `---\n${one.text}`).join('') ?? ''
    compare(`kustomize ${name}/${kustomization}`, text, kustomize, ['build', kustomization], cwd)
  })
})
