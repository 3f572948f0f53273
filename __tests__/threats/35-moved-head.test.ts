import { action } from '../support/built.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { pullRequest } from '../support/pull-request.ts'
import { removeTemporaryFolders } from '../support/repository.ts'

// The verdict is shown at the event's commit, so that commit is judged or nothing is.

afterAll(removeTemporaryFolders)

test('a checkout that is ahead of the event is refused', async () => {
  const { repository, setting } = pullRequest(
    { 'policies/limits.yaml': LIMITS_POLICY },
    { 'bad.yaml': deployment('bad') },
  )
  repository.checkout('feature').commit({ 'bad.yaml': deployment('bad', true) })
  const ran = await action(repository, setting)
  expect(ran).toMatchObject({ exitCode: 2, outputs: { verdict: 'error' } })
  expect(ran.stdout).toContain('changes.wrong-checkout')
})

test('the report names the commit that was judged', async () => {
  const { repository, merge, setting } = pullRequest(
    { 'policies/limits.yaml': LIMITS_POLICY },
    { 'bad.yaml': deployment('bad') },
  )
  repository.git('branch', '-f', 'feature', 'main~1') // the branch moves on while the gate runs
  const ran = await action(repository, setting)
  expect(JSON.parse(ran.report)).toMatchObject({ verdict: 'fail', changes: { head: merge } })
})
