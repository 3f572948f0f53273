import { action, cli } from '../support/built.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { pullRequest } from '../support/pull-request.ts'
import { Repository, removeTemporaryFolders } from '../support/repository.ts'

// Known violations through the program as it is shipped: what they excuse, and that their list only shrinks.

afterAll(removeTemporaryFolders)

const FILE = '.github/policy-gate-baseline.json'
const base = {
  'policies/limits.yaml': LIMITS_POLICY.replace('message:', 'allowExistingViolations: false\n        message:'),
  '.github/policy-gate.yml': `baseline: ${FILE}\n`,
  'old.yaml': deployment('old'),
  'older.yaml': deployment('older'),
}
const read = async (repository: Repository) => JSON.parse(repository.read(FILE))

async function written(files = base) {
  const repository = new Repository().write(files)
  expect(await cli(repository.folder, ['baseline', 'write'])).toMatchObject({ exitCode: 0, stderr: '' })
  return repository
}

test('what it knows does not count, also once it moved', async () => {
  const repository = await written()
  expect((await read(repository)).entries).toHaveLength(2)
  repository.write({ 'old.yaml': '', 'moved.yaml': `# moved\n\n${deployment('old')}` })
  const ran = await cli(repository.folder, ['check', '--format', 'json'])
  expect(ran.exitCode).toBe(0)
  expect(JSON.parse(ran.stdout)).toMatchObject({ verdict: 'pass', baseline: { file: FILE, entries: 2, used: 2 } })
})

test('what it does not know fails, and is refused when it is written again', async () => {
  const repository = (await written()).write({ 'new.yaml': deployment('new') })
  expect((await cli(repository.folder, ['check'])).exitCode).toBe(1)
  const again = await cli(repository.folder, ['baseline', 'write'])
  expect(again).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('Deployment default/new') })
  expect((await read(repository)).entries).toHaveLength(2)
  expect((await cli(repository.folder, ['baseline', 'write', '--grow'])).exitCode).toBe(0)
  expect((await read(repository)).entries).toHaveLength(3)
})

test('what was mended goes', async () => {
  const repository = (await written()).write({ 'old.yaml': deployment('old', true) })
  expect((await cli(repository.folder, ['baseline', 'write'])).exitCode).toBe(0)
  expect((await read(repository)).entries).toHaveLength(1)
})

test('a pull request does not add to what it is forgiven', async () => {
  const full = await written({ ...base, 'new.yaml': deployment('new') } as typeof base)
  const known = (await written()).read(FILE)
  const { repository, setting } = pullRequest(
    { ...base, [FILE]: known },
    { 'new.yaml': deployment('new'), [FILE]: full.read(FILE) },
  )
  const ran = await action(repository, setting)
  expect(JSON.parse(ran.report)).toMatchObject({ verdict: 'fail', violations: 1, baseline: { used: 2, entries: 2 } })
})

test('one that only the pull request has does not count yet', async () => {
  const full = await written({ ...base, 'new.yaml': deployment('new') } as typeof base)
  const { repository, setting } = pullRequest(base, { 'new.yaml': deployment('new'), [FILE]: full.read(FILE) })
  const ran = await action(repository, setting)
  expect(ran.exitCode).toBe(1)
  expect(ran.report).toContain('baseline.not-yet')
})

test.each(['{"version": 1}', '{"version": 1, "entries": [{"id": "*"}]}', 'nothing'])(
  '%s is no baseline',
  async (text) => {
    const { folder } = new Repository().write({ ...base, [FILE]: text })
    expect(await cli(folder, ['check'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('baseline.unusable'),
    })
  },
)

test('one that is not there is an error', async () => {
  const { folder } = new Repository().write(base)
  expect(await cli(folder, ['check'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('baseline.not-found'),
  })
})
