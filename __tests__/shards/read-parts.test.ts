import { ConfigError } from '../../src/errors.ts'
import { MemoryHost } from '../../src/host/memory.ts'
import { type Part, partSchema } from '../../src/shards/part-schema.ts'
import { partText } from '../../src/shards/part-text.ts'
import { readParts } from '../../src/shards/read-parts.ts'
import { type Files, Repository, removeTemporaryFolders } from '../support/repository.ts'

afterAll(removeTemporaryFolders)

const JUDGEMENT: Part['judgements'][number] = {
  law: 'base',
  engines: { kyverno: { version: '1', digest: 'sha256:1' } },
  rests: { settings: 's', policies: 'p', data: 'd', documents: 'x' },
  documents: 1,
  answers: [
    {
      document: 0,
      results: [
        {
          policy: 0,
          rule: 'r',
          status: 'fail',
          enforcement: 'enforce',
          message: 'm',
          paths: [['spec', 0]],
          pathProven: true,
          hint: { names: ['n'], line: 1 },
          exception: 'e',
        },
      ],
    },
  ],
  withheld: [],
  diagnostics: [{ level: 'error', code: 'c', message: 'm', blame: 'engine' }],
}

const part = (shard: number, of = 3): string =>
  partText({
    version: 1,
    kind: 'policy-gate-part',
    gate: '1',
    shard,
    of,
    commit: { head: 'h' },
    judgements: [JUDGEMENT],
  })

const THREE = { 'p/a/part.json': part(2), 'p/b/part.json': part(0), 'p/c/part.json': part(1) }

const read = (files: Files, ...places: string[]) =>
  readParts(new MemoryHost(new Repository().write(files).folder), places.length === 0 ? ['p'] : places)

test.each([
  ['a folder', ['p']],
  ['files', Object.keys(THREE)],
  ['globs', ['p/{a,b}/*.json', './p/c/*']],
  ['the same files twice', ['p', 'p/**/*.json']],
])('are found by %s, and put in order', async (_, places) => {
  const found = await read({ ...THREE, 'p/note.txt': 'no part' }, ...places)
  expect(found.map(({ value }) => value.shard)).toEqual([0, 1, 2])
  expect(found.map(({ file }) => file)).toEqual(['p/b/part.json', 'p/c/part.json', 'p/a/part.json'])
})

test.each<[string, Files, string, string]>([
  ['none is there', {}, 'parts.none', 'p'],
  ['some are missing', { 'p/a.json': part(1, 4) }, 'parts.missing', '0 of 4, 2 of 4, 3 of 4'],
  ['one is there twice', { ...THREE, 'p/d.json': part(1) }, 'parts.doubled', 'p/c/part.json, p/d.json'],
  ['they are of two divisions', { ...THREE, 'p/d.json': part(3, 4) }, 'parts.different', 'of 3 and of 4'],
  ['one is of a shard that there is not', { ...THREE, 'p/d.json': part(3) }, 'parts.unreadable', 'shard 3'],
  ['one is cut off', { ...THREE, 'p/a/part.json': part(2).slice(0, -2) }, 'parts.unreadable', 'not whole JSON'],
  ['one is empty', { ...THREE, 'p/a/part.json': '' }, 'parts.unreadable', 'not whole JSON'],
  ['one is something else', { ...THREE, 'p/a/part.json': '{"version": 1}' }, 'parts.unreadable', 'kind'],
  [
    'one is of a later version',
    { ...THREE, 'p/a/part.json': part(2).replace('1', '2') },
    'parts.unreadable',
    'version',
  ],
  [
    'one says more than it may',
    { ...THREE, 'p/a/part.json': part(2).replace('"rule"', '"x":1,"rule"') },
    'parts.unreadable',
    'results',
  ],
  ['one is not text', { ...THREE, 'p/a/part.json': Buffer.from([0xff, 0xfe]) }, 'parts.unreadable', 'UTF'],
])('an error, where %s', async (_, files, code, says) => {
  const error = await read(files).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(ConfigError)
  expect(error.detail).toMatchObject({ code, what: expect.stringContaining(says) })
})

test('a part follows its schema', () => {
  expect(partSchema.safeParse(JSON.parse(part(0))).error).toBeUndefined()
})
