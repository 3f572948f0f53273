import { action } from '../support/built.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { pullRequest } from '../support/pull-request.ts'
import { removeTemporaryFolders } from '../support/repository.ts'

// GitHub's lists end at 300 and 3,000 files; git's does not. The bad file is the last one.

afterAll(removeTemporaryFolders)

test.each([301, 3001])('%d changed files are all seen', async (count) => {
  const map = (name: number) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c${name}}\n`
  const files = Array.from({ length: count - 1 }, (_, at) => [`k8s/c${at}.yaml`, map(at)])
  const { repository, setting } = pullRequest(
    { 'policies/limits.yaml': LIMITS_POLICY },
    Object.fromEntries([...files, ['k8s/zz-last.yaml', deployment('bad')]]),
  )
  const ran = await action(repository, setting)
  expect(JSON.parse(ran.report)).toMatchObject({ verdict: 'fail', counts: { files: count }, violations: 1 })
})
