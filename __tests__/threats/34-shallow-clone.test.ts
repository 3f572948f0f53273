import { action } from '../support/built.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { pullRequest } from '../support/pull-request.ts'
import { removeTemporaryFolders } from '../support/repository.ts'

// A clone without the base: it is fetched by its id, or nothing is judged. "0 files changed" would be a pass.

afterAll(removeTemporaryFolders)

const made = () => pullRequest({ 'policies/limits.yaml': LIMITS_POLICY }, { 'bad.yaml': deployment('bad') })

test.each(['merge', 'feature'])('with the %s alone the base is fetched', async (branch) => {
  const { repository, setting } = made()
  const clone = repository.clone('--depth=1', `--branch=${branch}`)
  expect((await action(clone, setting)).exitCode).toBe(1)
})

test('where it cannot be fetched the check fails', async () => {
  const { repository, setting } = made()
  const clone = repository.clone('--depth=1', '--branch=feature')
  clone.git('remote', 'set-url', 'origin', 'file:///nowhere')
  const ran = await action(clone, setting)
  expect(ran.exitCode).toBe(3)
  expect(ran.outputs['verdict']).toBe('error')
  expect(ran.stdout).toContain('changes.missing-commit')
})
