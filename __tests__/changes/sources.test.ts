import { findChanges } from '../../src/changes/find-changes.ts'
import type { Scope } from '../../src/changes/scope.ts'
import { readSources } from '../../src/changes/sources.ts'
import { MemoryHost } from '../../src/host/memory.ts'
import { OPTION_KEYS, parseOptions } from '../../src/inputs/options.ts'
import { Repository, removeTemporaryFolders, temporaryFolder } from '../support/repository.ts'

afterAll(removeTemporaryFolders)

const SOURCE = {
  noun: 'key',
  name: (key: string) => key,
  where: ([key]: readonly (string | number)[]) => ({ input: String(key) }),
  allowed: OPTION_KEYS,
}
const INPUTS = { policies: ['policies'], config: [], workflow: undefined, world: [] }
const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n'

async function sorted(
  folder: Repository,
  raw: Record<string, unknown> = {},
  scope: Scope = { kind: 'paths', paths: ['.'] },
) {
  const host = new MemoryHost(folder.folder, {}, POD)
  const read = await readSources(host, await findChanges(host, scope, INPUTS), parseOptions(raw, SOURCE), {
    all: new Set(['kyverno']),
    chosen: new Set(['kyverno']),
  })
  return {
    judged: read.sources.map(({ path, guess }) => (guess ? `${path} (guess)` : path)),
    skipped: Object.fromEntries(read.skipped.map(({ file, reason }) => [file, reason])),
    refused: Object.fromEntries(read.diagnostics.map(({ file, code }) => [file, code])),
    texts: read.sources.map(({ text }) => text),
  }
}

test('every file is judged, passed over with a reason, or refused', async () => {
  const folder = new Repository()
    .write({
      'a.yaml': POD,
      'B.YML': POD,
      'c.json': '{"apiVersion": "v1", "kind": "Pod"}',
      'd.yaml.txt': POD,
      'no-extension': `---\n${POD}`,
      'escaped.yaml': '{"apiVersion": v1, "\\x6bind": Pod}',
      'tagged.yaml': '!!binary a2luZA==: Pod\napiVersion: v1\n',
      'values.yaml': 'replicas: 3\n',
      'tsconfig.json': '{ // a comment\n "strict": true }',
      'empty.yaml': ' \n',
      'main.go': POD,
      'README.md': POD,
      'notes.txt': 'a kind word about the apiVersion: it is fine\n',
      'deploy-script': `#!/bin/sh\ncat <<E\n${POD}E\n`,
      picture: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255]),
      'latin1.yaml': Buffer.from('apiVersion: v1\nkind: Pod # \xfc\n', 'latin1'),
      'big.yaml': `${POD}${'#'.repeat(5000)}`,
      'node_modules/x/a.yaml': POD,
    })
    .link('etc.yaml', '/etc/passwd')
    .link('passwd', '/etc/passwd')
  const { judged, skipped, refused } = await sorted(folder, { 'max-file-size': 4000 })
  expect(judged.sort()).toEqual([
    'B.YML',
    'a.yaml',
    'c.json',
    'd.yaml.txt (guess)',
    'escaped.yaml',
    'no-extension (guess)',
    'tagged.yaml',
  ])
  expect(skipped).toEqual({
    'README.md': 'not-configuration',
    'deploy-script': 'not-configuration',
    'empty.yaml': 'empty',
    'main.go': 'not-configuration',
    'notes.txt': 'not-configuration',
    'tsconfig.json': 'not-kubernetes',
    'values.yaml': 'not-kubernetes',
    picture: 'not-configuration',
  })
  expect(refused).toEqual({
    'big.yaml': 'input.too-large',
    'etc.yaml': 'input.link-outside',
    'latin1.yaml': 'input.not-utf8',
    passwd: 'input.link-outside',
  })
})

test('what the globs leave out is listed, not read', async () => {
  const folder = new Repository().write({ 'k8s/a.yaml': POD, 'docs/b.yaml': Buffer.from([0xff]) })
  expect(await sorted(folder, { paths: ['k8s/**'] })).toMatchObject({
    judged: ['k8s/a.yaml'],
    skipped: { 'docs/b.yaml': 'outside-paths' },
    refused: {},
  })
})

test('a file that is named is judged whatever it is called and wherever it is', async () => {
  const outside = new Repository(temporaryFolder()).write({ 'x.md': POD })
  const folder = new Repository().write({ 'a.go': POD })
  const scope = { kind: 'paths', paths: ['a.go', `${outside.folder}/x.md`, 'a.go', './a.go'] } as const
  expect((await sorted(folder, {}, scope)).judged).toEqual(['a.go', `${outside.folder}/x.md`])
})

test('a path that is not there is an error', async () => {
  await expect(sorted(new Repository(), {}, { kind: 'paths', paths: ['gone.yaml'] })).rejects.toMatchObject({
    detail: { code: 'input.not-found' },
    exitCode: 2,
  })
})

test('standard input is one file, within the limit', async () => {
  const folder = new Repository()
  expect(await sorted(folder, {}, { kind: 'stdin' })).toMatchObject({ judged: ['<stdin>'], texts: [POD] })
  expect((await sorted(folder, { 'max-file-size': 10 }, { kind: 'stdin' })).refused).toEqual({
    '<stdin>': 'input.too-large',
  })
})

test('links to folders are followed once, and never in a circle', async () => {
  const folder = new Repository().write({ 'real/a.yaml': POD }).link('real/self', '..').link('alias', 'real')
  expect((await sorted(folder)).judged).toEqual(['alias/a.yaml'])
})

test('a changed file that is missing from the work tree is an error, a deleted one is listed', async () => {
  const repository = Repository.create()
  const base = repository.commit({ 'a.yaml': POD, 'gone.yaml': 'gone: 1\n' })
  repository.remove('gone.yaml').commit({ 'a.yaml': `${POD}#\n`, 'sparse.yaml': POD })
  repository.remove('sparse.yaml')
  expect(await sorted(repository, {}, { kind: 'changed', range: `${base}..HEAD` })).toMatchObject({
    judged: ['a.yaml'],
    skipped: { 'gone.yaml': 'deleted' },
    refused: { 'sparse.yaml': 'input.unreadable' },
  })
})

test('what names a kind of Kubernetes and no version is told, and nothing else that has a kind', async () => {
  const body = 'metadata: {name: a}\nspec: {containers: []}\n'
  const folder = new Repository().write({
    'pod.yaml': `kind: Pod\n${body}`,
    'second.yaml': `${POD}---\n# a comment\n"kind": 'Deployment'\n${body}---\nkind: Secret\napiVersion: v1\n${body}`,
    'job.json': '{"kind": "Job", "spec": {}}',
    'compose.yaml': 'services: {web: {image: nginx}}\nkind: Service\n',
    'openapi.yaml': `kind: API\n${body}`,
    'inside.yaml': `apiVersion: v1\nkind: ConfigMap\ndata:\n  pod: |\n    kind: Pod\n    spec: {}\n`,
    'values.json': '{"pod": {"kind": "Pod", "spec": {}}}',
    'notes.txt': `kind: Pod\n${body}`,
  })
  const host = new MemoryHost(folder.folder, {}, '')
  const kyverno = new Set(['kyverno'] as const)
  const changes = await findChanges(host, { kind: 'paths', paths: ['.'] }, INPUTS)
  const { diagnostics } = await readSources(host, changes, parseOptions({}, SOURCE), { all: kyverno, chosen: kyverno })
  expect(diagnostics.map(({ file, line, code }) => `${file}:${line} ${code}`)).toEqual([
    'job.json:1 input.no-api-version',
    'pod.yaml:1 input.no-api-version',
    'second.yaml:7 input.no-api-version',
  ])
})
