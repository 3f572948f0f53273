import { findChanges } from '../../src/changes/find-changes.ts'
import { MemoryHost } from '../../src/host/memory.ts'
import { Repository, removeTemporaryFolders, temporaryFolder } from '../support/repository.ts'

afterAll(removeTemporaryFolders)

function changed(folder: string, range: string) {
  const inputs = { policies: ['policies'], config: [], workflow: undefined, world: [] }
  return findChanges(new MemoryHost(folder), { kind: 'changed', range }, inputs)
}

function diverged() {
  const repository = Repository.create()
  repository.commit({ 'a.yaml': 'a: 1\n', 'sub/s.yaml': 's: 1\n' })
  repository.branch('feature').commit({ 'sub/f.yaml': 'f: 1\n' })
  repository.branch('main').commit({ 'm.yaml': 'm: 1\n' })
  return repository.branch('feature')
}

const statuses = async (answer: ReturnType<typeof changed>) =>
  (await answer).changes.files.map(({ path, status }) => `${status} ${path}`)

test('two dots compare the commits, three begin at their common ancestor, HEAD may be left out', async () => {
  const { folder } = diverged()
  expect(await statuses(changed(folder, 'main..HEAD'))).toEqual(['deleted m.yaml', 'added sub/f.yaml'])
  expect(await statuses(changed(folder, 'main...feature'))).toEqual(['added sub/f.yaml'])
  expect(await statuses(changed(folder, 'main...'))).toEqual(['added sub/f.yaml'])
  expect(await statuses(changed(folder, 'HEAD~1'))).toEqual(['added sub/f.yaml'])
})

test('from a folder inside of the repository, policies are named from there', async () => {
  const repository = diverged()
  repository.commit({ 'sub/policies/p.yaml': 'p: 1\n' })
  const found = await changed(`${repository.folder}/sub`, 'HEAD~1..HEAD')
  expect(found.root).toBe(repository.folder)
  expect(found.changes).toMatchObject({ source: 'all-files', reason: 'the policy file sub/policies/p.yaml changed' })
})

test.each([
  ['nonsense..HEAD', 'changes.unknown-commit'],
  ['--all..HEAD', 'changes.unknown-commit'],
  ['HEAD..main', 'changes.wrong-checkout'],
  ['', 'changes.unknown-commit'],
])('%j is an error', async (range, code) => {
  await expect(changed(diverged().folder, range)).rejects.toMatchObject({ detail: { code }, exitCode: 2 })
})

test('outside of a repository it is an error', async () => {
  await expect(changed(temporaryFolder(), 'a..b')).rejects.toMatchObject({ detail: { code: 'changes.no-checkout' } })
})
