import { action } from '../support/built.ts'
import { LocalGitHub } from '../support/github/server.ts'
import { describeWith } from '../support/pinned.ts'
import { pullRequest } from '../support/pull-request.ts'
import { removeTemporaryFolders } from '../support/repository.ts'

// Changes that the built action suggests in a review, with a local server in the place of GitHub.

afterAll(removeTemporaryFolders)

const POLICY = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: no-privileged}
spec:
  validationFailureAction: Enforce
  rules:
    - name: privileged
      match: {any: [{resources: {kinds: [Pod]}}]}
      validate:
        message: Privileged containers are not allowed.
        pattern: {spec: {containers: [{=(securityContext): {=(privileged): false}}]}}
`

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: web:1
      securityContext:
        privileged: true
`

describeWith('openapi', 'suggestions', (folder) => {
  const { repository, setting } = pullRequest({ 'policies/p.yaml': POLICY }, { 'pod.yaml': POD })
  let gitHub: LocalGitHub

  beforeEach(async () => {
    gitHub = await LocalGitHub.start(folder)
  })

  afterEach(async () => {
    await gitHub.stop()
    expect(gitHub.faulty).toEqual([])
  })

  const judge = (inputs: Readonly<Record<string, string>>) =>
    action(repository, {
      ...setting,
      inputs: { 'github-token': 'ghs_canary0123456789', comment: 'off', ...inputs },
      env: { GITHUB_API_URL: gitHub.url, GITHUB_REF: 'refs/pull/7/merge', GITHUB_WORKFLOW: 'w', GITHUB_JOB: 'j' },
    })

  test('a remedy that was proven is a change to apply, on its line', async () => {
    expect((await judge({ suggestions: 'true' })).exitCode).toBe(1)
    expect(gitHub.reviews).toHaveLength(1)
    const [review] = gitHub.reviews
    expect(review).toMatchObject({ event: 'COMMENT', comments: [{ path: 'pod.yaml', line: 10 }] })
    const body = expect.stringMatching(/```+suggestion\n {8}privileged: false\n```/)
    expect(review).toMatchObject({ comments: [{ body }] })
  })

  test('there is none unless the workflow asks for it', async () => {
    await judge({})
    expect(gitHub.reviews).toEqual([])
  })

  test('what GitHub refuses is a note, and the verdict is the same', async () => {
    gitHub.readOnly()
    const ran = await judge({ suggestions: 'true' })
    expect([ran.exitCode, ran.outputs['verdict']]).toEqual([1, 'fail'])
    expect(ran.summary).toContain('suggestions were not written')
  })
})
