import type { Comparison } from '../../src/changes/comparison.ts'
import { policyFiles } from '../../src/changes/policy-files.ts'
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

function found(repository: Repository, policies: readonly string[], trusted?: Comparison['trusted']) {
  const changes = { source: 'git', files: [] } as const
  const comparison = { changes, root: repository.folder, boundaries: [repository.folder], named: new Set<string>() }
  const options = parseOptions({ policies }, SOURCE)
  return policyFiles(
    new MemoryHost(repository.folder),
    trusted === undefined ? comparison : { ...comparison, trusted },
    options,
  )
}

const pathsOf = async (answer: ReturnType<typeof found>) => (await answer).files.map(({ path }) => path)

describe('in the work tree', () => {
  const folder = new Repository().write({
    'policies/a.yaml': 'a',
    'policies/b.YML': 'b',
    'policies/c.json': 'c',
    'policies/README.md': 'no',
    'policies/kustomization.yaml': 'no',
    'policies/policy-gate-params.yaml': 'no',
    'policies/deep/er/d.yaml': 'd',
    'policies/deep/kyverno-test.yaml': 'no',
    'policies/deep/.kyverno-test/resource.yaml': 'no',
    'policies/deep/.chainsaw-test/resource.yaml': 'no',
    'policies/node_modules/x.yaml': 'no',
    'one.txt': 'explicit',
  })

  test('a folder is read with all that is below it, tests left out', async () => {
    expect(await pathsOf(found(folder, ['policies/']))).toEqual([
      'policies/a.yaml',
      'policies/b.YML',
      'policies/c.json',
      'policies/deep/er/d.yaml',
    ])
  })

  test('globs and files, each file once; a file that is named is taken whatever it is called', async () => {
    const entries = ['./policies/*.yaml', 'policies/a.yaml', 'one.txt']
    expect(await pathsOf(found(folder, entries))).toEqual(['policies/a.yaml', 'one.txt'])
    expect([...(await found(folder, entries)).explicit].sort()).toEqual(['one.txt', 'policies/a.yaml'])
  })

  test.each(['nowhere', 'policies/*.toml', 'nowhere/**'])('%s finds nothing, and that is an error', async (entry) => {
    await expect(found(folder, ['policies', entry])).rejects.toMatchObject({
      detail: { code: 'policies.not-found', what: expect.stringContaining(entry) },
      exitCode: 2,
    })
  })

  test('a folder without a policy file is an error', async () => {
    folder.write({ 'empty/readme.md': 'x' })
    await expect(found(folder, ['empty'])).rejects.toMatchObject({ detail: { code: 'policies.none' } })
  })

  test('policies may stand outside of the folder when they are named, but no link leads there', async () => {
    const outside = temporaryFolder()
    new Repository(outside).write({ 'far.yaml': 'far' })
    expect((await found(folder, [outside])).files).toEqual([{ path: `${outside}/far.yaml`, text: 'far' }])
    const linked = new Repository().link('policies/far.yaml', `${outside}/far.yaml`)
    const answer = await found(linked, ['policies'])
    expect(answer.files).toEqual([])
    expect(answer.diagnostics).toMatchObject([
      { level: 'error', code: 'input.link-outside', file: 'policies/far.yaml' },
    ])
  })

  test('a policy that is not UTF-8 is an error with its name', async () => {
    const bad = new Repository().write({ 'policies/a.yaml': Buffer.from([0x61, 0xff]), 'policies/b.yaml': 'b' })
    const answer = await found(bad, ['policies'])
    expect(answer.diagnostics).toMatchObject([{ level: 'error', code: 'input.not-utf8', file: 'policies/a.yaml' }])
  })
})

describe('at the base commit', () => {
  function repository(baseFiles: Record<string, string>, change: (repository: Repository) => void) {
    const built = Repository.create()
    const base = built.commit({ 'app.yaml': 'a', ...baseFiles })
    change(built)
    const head = built.commit()
    return { built, trusted: { base, head } }
  }

  test('what the change does to a policy does not count', async () => {
    const { built, trusted } = repository({ 'policies/a.yaml': 'strict', 'policies/b.yaml': 'kept' }, (it) =>
      it.write({ 'policies/a.yaml': 'lax', 'policies/exception.yaml': 'for me' }).remove('policies/b.yaml'),
    )
    expect((await found(built, ['policies'], trusted)).files).toEqual([
      { path: 'policies/a.yaml', text: 'strict' },
      { path: 'policies/b.yaml', text: 'kept' },
    ])
  })

  test('nor does anything that the work tree holds beside the commits', async () => {
    const { built, trusted } = repository({ 'policies/a.yaml': 'strict' }, () => {})
    built.write({ 'policies/a.yaml': 'uncommitted', 'policies/untracked.yaml': 'x' })
    expect((await found(built, ['policies'], trusted)).files).toEqual([{ path: 'policies/a.yaml', text: 'strict' }])
  })

  test('a policy folder that is deleted altogether still counts', async () => {
    const { built, trusted } = repository({ 'policies/a.yaml': 'strict' }, (it) => it.remove('policies'))
    expect(await pathsOf(found(built, ['policies'], trusted))).toEqual(['policies/a.yaml'])
  })

  test('globs and absolute paths reach into the commit as well', async () => {
    const { built, trusted } = repository({ 'policies/a.yaml': 'strict' }, (it) =>
      it.write({ 'policies/a.yaml': 'lax' }),
    )
    for (const entry of ['policies/*.yaml', built.path('policies'), './policies/a.yaml'])
      expect((await found(built, [entry], trusted)).files).toEqual([{ path: 'policies/a.yaml', text: 'strict' }])
  })

  test('the change that introduces the gate is judged by its own policies, with a note', async () => {
    const { built, trusted } = repository({}, (it) => it.write({ 'policies/a.yaml': 'new' }))
    const answer = await found(built, ['policies'], trusted)
    expect(answer.files).toEqual([{ path: 'policies/a.yaml', text: 'new' }])
    expect(answer.diagnostics).toMatchObject([{ level: 'note', code: 'policy.introduced' }])
  })

  test('with policies at the base, a place that only the change knows counts for nothing yet', async () => {
    const { built, trusted } = repository({ 'policies/a.yaml': 'strict' }, (it) =>
      it.write({ 'exceptions/mine.yaml': 'exception' }),
    )
    const answer = await found(built, ['policies', 'exceptions'], trusted)
    expect(answer.files).toEqual([{ path: 'policies/a.yaml', text: 'strict' }])
    expect(answer.diagnostics).toMatchObject([{ level: 'note', code: 'policy.not-yet' }])
  })

  test('nor does one that a link of the change leads to', async () => {
    const { built, trusted } = repository({ 'policies/a.yaml': 'strict' }, (it) =>
      it.write({ 'mine/exception.yaml': 'exception' }).link('org', 'mine'),
    )
    for (const entry of ['org', 'org/*.yaml', 'org/exception.yaml']) {
      const answer = await found(built, ['policies', entry], trusted)
      expect(answer.files).toEqual([{ path: 'policies/a.yaml', text: 'strict' }])
    }
  })

  test('policies that the workflow put beside the checkout are read from there', async () => {
    const { built, trusted } = repository({ 'policies/a.yaml': 'strict' }, () => {})
    built.write({ 'org-policies/b.yaml': 'org' })
    expect(await pathsOf(found(built, ['policies', 'org-policies'], trusted))).toEqual([
      'policies/a.yaml',
      'org-policies/b.yaml',
    ])
  })

  test('a link among the policies of a commit is an error', async () => {
    const built = Repository.create()
    const base = built.write({ 'policies/a.yaml': 'a' }).link('policies/b.yaml', '../x.yaml').commit()
    const answer = await found(built, ['policies'], { base, head: base })
    expect(answer.diagnostics).toMatchObject([{ level: 'error', code: 'policy.link', file: 'policies/b.yaml' }])
  })
})
