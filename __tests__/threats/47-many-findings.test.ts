import { action } from '../support/built.ts'
import { LIMITS_POLICY } from '../support/manifests.ts'
import { pullRequest } from '../support/pull-request.ts'
import { removeTemporaryFolders } from '../support/repository.ts'

// 47. 10,000 findings: inside every limit, the true totals stated, the full list in the report.

afterAll(removeTemporaryFolders)

const FILES = 20
const PODS = 500
const MIB = 1024 * 1024

const pod = (name: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: a, image: nginx}]}\n`

const manifests = Object.fromEntries(
  Array.from({ length: FILES }, (_, file) => [
    `k8s/${file}.yaml`,
    Array.from({ length: PODS }, (_, at) => pod(`p-${file}-${at}`)).join('---\n'),
  ]),
)

test('what is shown is the worst, the rest is counted, and the report holds everything', async () => {
  const { repository, setting } = pullRequest({ 'policies/p.yaml': LIMITS_POLICY }, manifests)
  const ran = await action(repository, setting)
  expect(ran.exitCode).toBe(1)
  expect(ran.outputs['violations']).toBe(String(FILES * PODS))
  expect(ran.annotations.filter((line) => line.startsWith('::error'))).toHaveLength(10)
  expect(ran.annotations.join('\n')).toMatch(/9,?99\d/)
  expect(Buffer.byteLength(ran.summary)).toBeLessThanOrEqual(MIB)
  expect(ran.summary).toContain(String(FILES * PODS))
  const report = JSON.parse(ran.report)
  expect(report).toMatchObject({ truncated: false, violations: FILES * PODS })
  expect(report.results).toHaveLength(FILES * PODS)
})
