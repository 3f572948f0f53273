import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { renderers } from '../../scripts/reference/renderers.ts'
import { type HelmRequest, Renderer } from '../../src/engines/render/renderer.ts'
import { ROOT } from '../support/built.ts'
import { removeTemporaryFolders, temporaryFolder } from '../support/repository.ts'
import { CHARTS } from './fixtures/charts.ts'
import { KUSTOMIZATIONS } from './fixtures/kustomizations.ts'

// Renders as the native programs do. Their answers are recorded (PG_RECORD=1 with what scripts/reference/build-renderers.mjs
// built), so that the comparison needs no Go; where the programs are there, they are asked again.

const native = renderers({ build: false })
const { helm, kustomize } = 'helm' in native ? native : { helm: '', kustomize: '' }

const renderer = new Renderer()
afterAll(async () => {
  await renderer.close()
  removeTemporaryFolders()
})

function written(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

const objects = (text: string) =>
  [...parseAllDocuments(text)].map((document) => document.toJS()).filter((object) => object !== null)

/** What the native program says, now or when it was recorded. */
function expected(
  name: string,
  command: string,
  args: () => { readonly args: string[]; readonly cwd: string },
): unknown[] {
  const golden = join(ROOT, '__tests__/render/golden', `${name}.yaml`)
  if (command !== '') {
    const { args: given, cwd } = args()
    const text = execFileSync(command, given, { cwd, encoding: 'utf8' })
    if (process.env['PG_RECORD'] === '1') {
      mkdirSync(dirname(golden), { recursive: true })
      writeFileSync(golden, text)
    }
    expect(existsSync(golden) && objects(readFileSync(golden, 'utf8'))).toEqual(objects(text))
  }
  return objects(readFileSync(golden, 'utf8'))
}

const filesOf = (files: Readonly<Record<string, string>>) =>
  Object.entries(files).map(([path, text]) => ({ path, text }))

test.each(Object.entries(CHARTS))('renders the chart %s as helm does', async (name, { files, values }) => {
  const over = values === undefined ? [] : [{ path: 'over.yaml', text: values }]
  const request: HelmRequest = {
    files: filesOf(files),
    values: { files: over, set: [] },
    release: 'r',
    namespace: 'default',
  }
  const answer = await renderer.helm(request)
  if (!answer.ok) throw new Error(answer.message)
  expect(answer.value.error).toBeUndefined()
  const wanted = expected(`helm-${name}`, helm, () => {
    const folder = written(files)
    if (values !== undefined) writeFileSync(join(folder, 'over.yaml'), values)
    return { args: ['template', 'r', '.', ...(values === undefined ? [] : ['-f', 'over.yaml'])], cwd: folder }
  })
  expect(wanted.length).toBeGreaterThan(0)
  expect((answer.value.documents ?? []).flatMap(({ text }) => objects(text))).toEqual(wanted)
})

test.each(Object.entries(KUSTOMIZATIONS))('builds the kustomization %s as kustomize does', async (name, files) => {
  const answer = await renderer.kustomize({ files: filesOf(files), folder: 'overlay' })
  if (!answer.ok) throw new Error(answer.message)
  expect(answer.value.error).toBeUndefined()
  const wanted = expected(`kustomize-${name}`, kustomize, () => ({ args: ['build', 'overlay'], cwd: written(files) }))
  expect(wanted.length).toBeGreaterThan(0)
  expect((answer.value.documents ?? []).flatMap(({ text }) => objects(text))).toEqual(wanted)
})

test.each([
  ['a remote base', { 'overlay/kustomization.yaml': 'resources: ["https://github.com/a/b//c?ref=v1"]\n' }],
  [
    'a helm chart',
    { 'overlay/kustomization.yaml': 'helmCharts: [{name: a, repo: "https://a.example", version: "1"}]\n' },
  ],
  ['a file outside', { 'overlay/kustomization.yaml': 'resources: [../../../etc/passwd]\n' }],
  ['an absolute path', { 'overlay/kustomization.yaml': 'resources: [/etc/passwd]\n' }],
])('refuses %s', async (_, files) => {
  const answer = await renderer.kustomize({ files: filesOf(files), folder: 'overlay' })
  expect(answer).toMatchObject({ ok: true, value: { error: { code: 'render.kustomization-invalid' } } })
})
