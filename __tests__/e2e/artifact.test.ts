import { action } from '../support/built.ts'
import { LocalArtifacts } from '../support/github/artifacts.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { pullRequest } from '../support/pull-request.ts'
import { removeTemporaryFolders } from '../support/repository.ts'

// What the built action attaches to a run, with a local service in the place of GitHub's.

afterAll(removeTemporaryFolders)

const { repository, setting } = pullRequest({ 'policies/p.yaml': LIMITS_POLICY }, { 'd.yaml': deployment('bad') })

let artifacts: LocalArtifacts
beforeEach(async () => {
  artifacts = await LocalArtifacts.start()
})
afterEach(() => artifacts.stop())

function judge(inputs: Readonly<Record<string, string>> = {}, env: Readonly<Record<string, string>> = {}) {
  return action(repository, { ...setting, inputs, env: { ...artifacts.env, GITHUB_JOB: 'a/b', ...env } })
}

test('the reports are attached, under a name that GitHub takes', async () => {
  const ran = await judge()
  expect(ran.exitCode).toBe(1)
  expect(artifacts.calls.map(({ name }) => name)).toEqual(['CreateArtifact', 'FinalizeArtifact'])
  expect(artifacts.calls[0]?.body).toMatchObject({ name: 'policy-gate-a-b' })
  const zip = Buffer.concat(artifacts.blocks).toString('latin1')
  for (const name of ['report.html', 'report.json', 'record.jsonl']) expect(zip).toContain(`policy-gate-${name}`)
  expect(zip).toContain('policy-feedback.json')
  expect(ran.summary).not.toContain('signature-canary')
})

test('a re-run has a name of its own, and a workflow may give one', async () => {
  await judge({}, { GITHUB_RUN_ATTEMPT: '2' })
  await judge({ artifact: 'mine' })
  const names = artifacts.calls.filter(({ name }) => name === 'CreateArtifact').map(({ body }) => body['name'])
  expect(names).toEqual(['policy-gate-a-b-2', 'mine'])
})

test('what the service refuses is a note, and the verdict is the same', async () => {
  artifacts.refusal = { status: 409, message: 'an artifact with this name already exists' }
  const ran = await judge()
  expect(ran.exitCode).toBe(1)
  expect(ran.outputs['verdict']).toBe('fail')
  expect(ran.summary).toContain('not attached as an artifact')
})

test('GitHub Enterprise Server has no artifacts: nothing is asked, and only who wants one is told', async () => {
  const server = { GITHUB_SERVER_URL: 'https://git.example.org' }
  expect((await judge({}, server)).summary).not.toContain('artifact')
  expect((await judge({ artifact: 'mine' }, server)).summary).toContain('not attached as an artifact')
  expect(artifacts.calls).toEqual([])
})

test('off asks nobody, and a name that GitHub refuses is an error', async () => {
  expect((await judge({ artifact: 'off' })).exitCode).toBe(1)
  const ran = await judge({ artifact: 'a/b' })
  expect([ran.exitCode, ran.stdout]).toEqual([2, expect.stringContaining('artifact')])
  expect(artifacts.calls).toEqual([])
})
