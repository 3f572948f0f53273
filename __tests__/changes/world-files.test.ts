import type { Comparison } from '../../src/changes/comparison.ts'
import { worldFiles } from '../../src/changes/world-files.ts'
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

function found(
  repository: Repository,
  given: Record<string, unknown>,
  trusted?: Comparison['trusted'],
  introduced = false,
) {
  const changes = { source: 'git', files: [] } as const
  const comparison = { changes, root: repository.folder, boundaries: [repository.folder], named: new Set<string>() }
  const host = new MemoryHost(repository.folder)
  const options = parseOptions(given, SOURCE)
  return worldFiles(host, trusted === undefined ? comparison : { ...comparison, trusted }, options, introduced)
}

test('without any setting nothing is known of the world', async () => {
  expect(await found(new Repository(), {})).toEqual({ world: {}, diagnostics: [] })
})

test('each setting is its part of the world', async () => {
  const folder = new Repository().write({ 'v.yaml': 'v', 'u.yaml': 'u', 'deep/c.yaml': 'c' })
  const given = { values: 'v.yaml', 'user-info': 'u.yaml', context: 'deep/c.yaml', set: ['a=1,b=2'] }
  expect(await found(folder, given)).toEqual({
    world: {
      values: { path: 'v.yaml', text: 'v' },
      userInfo: { path: 'u.yaml', text: 'u' },
      context: { path: 'deep/c.yaml', text: 'c' },
      set: ['a=1', 'b=2'],
    },
    diagnostics: [],
  })
})

test.each([
  ['nowhere.yaml', 'world.not-found'],
  ['folder', 'world.folder'],
])('%s cannot be used', async (values, code) => {
  const folder = new Repository().write({ 'folder/v.yaml': 'v' })
  await expect(found(folder, { values })).rejects.toMatchObject({ exitCode: 2, detail: { code } })
})

test('a file that is not UTF-8 is an error with its name', async () => {
  const folder = new Repository().write({ 'v.yaml': Buffer.from([0xff]) })
  expect((await found(folder, { values: 'v.yaml' })).diagnostics).toMatchObject([
    { level: 'error', code: 'input.not-utf8', file: 'v.yaml' },
  ])
})

describe('at the base commit', () => {
  function repository(base: Record<string, string>, change: (repository: Repository) => void) {
    const built = Repository.create()
    const from = built.commit({ 'app.yaml': 'a', ...base })
    change(built)
    return { built, trusted: { base: from, head: built.commit() } }
  }

  test.each([
    ['edits', (it: Repository) => it.write({ 'v.yaml': 'lax' })],
    ['deletes', (it: Repository) => it.remove('v.yaml')],
    ['replaces by a link', (it: Repository) => it.remove('v.yaml').write({ lax: 'lax' }).link('v.yaml', 'lax')],
  ])('a file that the change %s counts as it was', async (_, change) => {
    const { built, trusted } = repository({ 'v.yaml': 'strict' }, change)
    expect(await found(built, { values: 'v.yaml' }, trusted)).toEqual({
      world: { values: { path: 'v.yaml', text: 'strict' } },
      diagnostics: [],
    })
  })

  test.each([
    ['a file', (it: Repository) => it.write({ 'org/v.yaml': 'lax' })],
    ['a link to one', (it: Repository) => it.write({ 'mine/v.yaml': 'lax' }).link('org', 'mine')],
  ])('%s that only the change knows counts for nothing yet', async (_, change) => {
    const { built, trusted } = repository({}, change)
    const answer = await found(built, { values: 'org/v.yaml' }, trusted)
    expect(answer).toMatchObject({ world: {}, diagnostics: [{ level: 'note', code: 'world.not-yet' }] })
    expect(answer.world).not.toHaveProperty('values')
  })

  test('unless the change introduces the policies as well', async () => {
    const { built, trusted } = repository({}, (it) => it.write({ 'v.yaml': 'new' }))
    expect((await found(built, { values: 'v.yaml' }, trusted, true)).world.values?.text).toBe('new')
  })

  test('what the workflow put there is read from there', async () => {
    const { built, trusted } = repository({}, () => {})
    built.write({ 'org/v.yaml': 'org' })
    expect((await found(built, { values: 'org/v.yaml' }, trusted)).world.values?.text).toBe('org')
    const outside = new Repository(temporaryFolder()).write({ 'v.yaml': 'far' })
    expect((await found(built, { values: outside.path('v.yaml') }, trusted)).world.values?.text).toBe('far')
  })
})
