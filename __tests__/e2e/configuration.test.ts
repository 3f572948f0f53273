import { action, cli } from '../support/built.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { pullRequest } from '../support/pull-request.ts'
import { Repository, removeTemporaryFolders } from '../support/repository.ts'

// The configuration file through the program as it is shipped: where it is found, whose counts, what counts before it.

afterAll(removeTemporaryFolders)

const FILE = '.github/policy-gate.yml'
const RULES = 'rules/limits.yaml'
const POLICIES = 'policies: [rules]\n'
const base = { [RULES]: LIMITS_POLICY, [FILE]: POLICIES }
const bad = { 'a.yaml': deployment('a') }

test('on the command line that of the work tree is found, and options count before it', async () => {
  const { folder } = new Repository().write({ ...base, ...bad, 'lax.yml': `${POLICIES}fail-on: none\n` })
  expect((await cli(folder, ['check', 'a.yaml'])).exitCode).toBe(1)
  expect((await cli(folder, ['check', 'a.yaml', '--fail-on', 'none'])).exitCode).toBe(0)
  expect((await cli(folder, ['check', 'a.yaml', '--config', 'lax.yml'])).exitCode).toBe(0)
  expect((await cli(folder, ['check', 'a.yaml', '--config', 'lax.yml', '--fail-on', 'enforce'])).exitCode).toBe(1)
})

test('the other extension is found as well, and two are one too many', async () => {
  const repository = new Repository().write({ [RULES]: LIMITS_POLICY, '.github/policy-gate.yaml': POLICIES, ...bad })
  expect((await cli(repository.folder, ['check', 'a.yaml'])).exitCode).toBe(1)
  repository.write({ [FILE]: POLICIES })
  const ran = await cli(repository.folder, ['check', 'a.yaml'])
  expect(ran).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('config.contradiction') })
})

test('a pull request cannot lower what it is judged by, and everything is judged when it tries', async () => {
  const lowered = pullRequest(
    { ...base, 'old.yaml': deployment('old') },
    { ...bad, [FILE]: `${POLICIES}fail-on: none\n` },
  )
  const ran = await action(lowered.repository, lowered.setting)
  expect(ran.exitCode).toBe(1)
  expect(JSON.parse(ran.report)).toMatchObject({ counts: { files: 3 }, changes: { source: 'all-files' } })
})

test('one that the pull request takes away counts all the same', async () => {
  const change = (repository: Repository) => {
    repository.git('rm', '-q', FILE)
    repository.write(bad)
    repository.git('add', '-A')
  }
  const { repository, setting } = pullRequest(base, change)
  expect((await action(repository, setting)).exitCode).toBe(1)
})

test('one that the pull request brings does not count yet, and a note says so', async () => {
  const { repository, setting } = pullRequest(
    { 'policies/limits.yaml': LIMITS_POLICY },
    { ...bad, [FILE]: 'fail-on: none\n' },
  )
  const ran = await action(repository, setting)
  expect(ran.exitCode).toBe(1)
  expect(ran.report).toContain('config.not-yet')
})

test('inputs of the workflow count before it', async () => {
  const { repository, setting } = pullRequest({ ...base, [FILE]: `${POLICIES}fail-on: none\n` }, bad)
  expect((await action(repository, setting)).exitCode).toBe(0)
  expect((await action(repository, { ...setting, inputs: { 'fail-on': 'enforce' } })).exitCode).toBe(1)
})

test('a named one has to be there', async () => {
  const { repository, setting } = pullRequest(base, bad)
  const ran = await action(repository, { ...setting, inputs: { config: 'nowhere.yml' } })
  expect(ran).toMatchObject({ exitCode: 2, stdout: expect.stringContaining('config.unreadable') })
})

test('one that an earlier step wrote counts', async () => {
  const { repository, setting } = pullRequest({ 'rules/limits.yaml': LIMITS_POLICY }, bad)
  repository.write({ 'made.yml': POLICIES })
  expect((await action(repository, { ...setting, inputs: { config: 'made.yml' } })).exitCode).toBe(1)
})

test('a link of the pull request does not lead to a configuration of its own', async () => {
  const change = (repository: Repository) => {
    repository.write({ ...bad, 'mine.yml': 'policies: [rules]\nfail-on: none\n' })
    repository.link('made.yml', 'mine.yml')
    repository.git('add', '-A')
  }
  const { repository, setting } = pullRequest({ ...base, 'policies/limits.yaml': LIMITS_POLICY }, change)
  const ran = await action(repository, { ...setting, inputs: { config: 'made.yml' } })
  expect(ran.exitCode).toBe(1)
})

test('in a merge group the base of the group counts', async () => {
  const { repository, tip, merge } = pullRequest(base, { ...bad, [FILE]: `${POLICIES}fail-on: none\n` })
  const payload = { merge_group: { base_sha: tip, head_sha: merge } }
  expect((await action(repository, { event: 'merge_group', payload, sha: merge })).exitCode).toBe(1)
})
