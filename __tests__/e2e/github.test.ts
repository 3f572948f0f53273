import { gunzipSync } from 'node:zlib'
import { commentMarker, readState } from '../../src/report/comment-state.ts'
import { type ActionRun, action } from '../support/built.ts'
import { LocalGitHub } from '../support/github/server.ts'
import { deployment, LIMITS_POLICY, NETWORK_POLICY, OPEN_NETWORK } from '../support/manifests.ts'
import { describeWith } from '../support/pinned.ts'
import { pullRequest } from '../support/pull-request.ts'
import { type Files, type Repository, removeTemporaryFolders } from '../support/repository.ts'

// What the built action does on GitHub, with a local server in its place that knows GitHub's published description.

afterAll(removeTemporaryFolders)

const BASE: Files = { 'policies/limits.yaml': LIMITS_POLICY, 'policies/network.yaml': NETWORK_POLICY }
const BAD: Files = { 'deploy/bad.yaml': deployment('bad'), 'deploy/worse.yaml': deployment('worse') }

describeWith('openapi', 'the built action and GitHub', (folder) => {
  let gitHub: LocalGitHub

  beforeEach(async () => {
    gitHub = await LocalGitHub.start(folder)
  })

  afterEach(async () => {
    await gitHub.stop()
    expect(gitHub.faulty).toEqual([])
  })

  interface Judged {
    readonly repository: Repository
    readonly setting: { readonly event: string; readonly payload: unknown; readonly sha: string }
  }

  function judge({ repository, setting }: Judged, run: Run = {}): Promise<ActionRun> {
    const { inputs = {}, number = 1, attempt = 1, job = 'gate' } = run
    return action(repository, {
      ...setting,
      event: run.event ?? setting.event,
      inputs: { 'github-token': 'ghs_canary0123456789', ...inputs },
      env: {
        GITHUB_API_URL: gitHub.url,
        GITHUB_JOB: job,
        GITHUB_REF: 'refs/pull/7/merge',
        GITHUB_RUN_ATTEMPT: String(attempt),
        GITHUB_RUN_ID: '4242',
        GITHUB_RUN_NUMBER: String(number),
        GITHUB_WORKFLOW: 'policies',
      },
    })
  }

  interface Run {
    readonly inputs?: Readonly<Record<string, string>>
    readonly number?: number
    readonly attempt?: number
    readonly job?: string
    readonly event?: string
  }

  const body = (at = 0): string => gitHub.comments[at]?.body ?? ''

  describe('the comment', () => {
    test('is written, edited in place, tells what changed, and folds up when all is well', async () => {
      const opened = pullRequest(BASE, BAD)
      const first = await judge(opened)
      expect(first.exitCode).toBe(1)
      expect(gitHub.comments).toHaveLength(1)
      expect(body()).toContain('2 violations')
      expect(body()).toContain('CPU and memory limits are required.')
      expect(body()).toContain('/octo/shop/actions/runs/4242')

      const { repository } = opened
      repository.branch('feature')
      const head = repository.commit({
        'deploy/bad.yaml': deployment('bad', true),
        'deploy/new.yaml': deployment('new'),
      })
      const second = { ...opened, setting: again(opened, head) }
      await judge(second, { number: 2 })
      expect(gitHub.comments).toHaveLength(1)
      expect(body()).toContain('Since the commit before: 1 resolved, 1 new, 1 left.')
      expect(body()).toContain('History')

      await judge(second, { number: 2, attempt: 2 })
      expect(readState(body())?.runs).toHaveLength(2)
      expect(body()).toContain('1 resolved, 1 new, 1 left')

      repository.branch('feature')
      const green = repository.commit({
        'deploy/worse.yaml': deployment('w', true),
        'deploy/new.yaml': deployment('n', true),
      })
      const third = await judge({ ...opened, setting: again(opened, green) }, { number: 3 })
      expect(third.exitCode).toBe(0)
      expect(gitHub.comments).toHaveLength(1)
      expect(body()).toContain('✅')
      expect(body()).toContain('2 resolved, 0 new, 0 left')
      expect(body()).toContain('<details><summary>What was judged</summary>')
      expect(gitHub.writes).toEqual([
        'POST /graphql',
        'POST /repos/octo/shop/issues/7/comments',
        ...Array(3)
          .fill(['POST /graphql', `PATCH /repos/octo/shop/issues/comments/${gitHub.comments[0]?.id}`])
          .flat(),
      ])
    })

    test('is not written for a pass that has nothing to tell', async () => {
      const ran = await judge(pullRequest(BASE, { 'deploy/good.yaml': deployment('good', true) }))
      expect(ran.exitCode).toBe(0)
      expect(gitHub.comments).toEqual([])
    })

    test('is not written where the workflow does not want it, nor without a token', async () => {
      const opened = pullRequest(BASE, BAD)
      await judge(opened, { inputs: { comment: 'off' } })
      await judge(opened, { inputs: { 'github-token': '' } })
      expect(gitHub.asked).toEqual([])
    })

    test('49: a marker that somebody else wrote is not adopted, whoever they pretend to be', async () => {
      const key = JSON.stringify(['policies/gate', null, null])
      const forged = [
        gitHub.addComment(`${commentMarker(key)}\nall is well`, { login: 'mallory', type: 'User' }),
        gitHub.addComment(`${commentMarker(key)}\nall is well`, { login: 'github-actions', type: 'User' }),
        gitHub.addComment(`> ${commentMarker(key)}\n> quoted by another workflow`),
      ]
      const before = forged.map((one) => one.body)
      await judge(pullRequest(BASE, BAD))
      expect(gitHub.comments).toHaveLength(4)
      expect(forged.map((one) => one.body)).toEqual(before)
      expect(body(3)).toContain('2 violations')
      expect(body(3).startsWith(commentMarker(key))).toBe(true)
    })

    test('of a token of another app is found by the login that the token has', async () => {
      gitHub.login = 'our-app[bot]'
      const opened = pullRequest(BASE, BAD)
      await judge(opened)
      await judge(opened, { attempt: 2 })
      expect(gitHub.comments.map(({ user }) => user.login)).toEqual(['our-app[bot]'])
    })

    test('where GitHub does not say who we are, the default bot is assumed', async () => {
      gitHub.login = undefined
      const opened = pullRequest(BASE, BAD)
      await judge(opened)
      await judge(opened, { attempt: 2 })
      expect(gitHub.comments).toHaveLength(1)
    })

    test('two jobs of one workflow have one each, also at the same time', async () => {
      const opened = pullRequest(BASE, BAD)
      await Promise.all(['gate', 'other'].map((job) => judge(opened, { job })))
      expect(gitHub.comments).toHaveLength(2)
      expect(new Set(gitHub.comments.map((one) => one.body.split('\n', 1)[0])).size).toBe(2)
    })

    test('two runs of one job at the same time end with one, and the later run has the word', async () => {
      const opened = pullRequest(BASE, BAD)
      await Promise.all([1, 2, 3].map((number) => judge(opened, { number })))
      expect(gitHub.comments).toHaveLength(1)
      await judge(opened, { number: 9 })
      await judge(opened, { number: 8 })
      expect(gitHub.comments).toHaveLength(1)
      expect(readState(body())?.run).toEqual([9, 1])
    })

    test('beyond a hundred comments is found, too', async () => {
      const opened = pullRequest(BASE, BAD)
      for (let n = 0; n < 150; n++) gitHub.addComment(`chatter ${n}`, { login: 'anna', type: 'User' })
      await judge(opened)
      await judge(opened, { attempt: 2 })
      expect(gitHub.comments).toHaveLength(151)
    })

    test('51: without a pull request there is none', async () => {
      const { repository, tip, head } = pullRequest(BASE, BAD)
      repository.checkout(head)
      const push = { event: 'push', payload: { before: tip, after: head }, sha: head }
      expect((await judge({ repository, setting: push })).exitCode).toBe(1)
      expect((await judge({ repository, setting: { ...push, event: 'schedule', payload: {} } })).exitCode).toBe(1)
      expect(
        (await judge({ repository, setting: { ...push, event: 'workflow_dispatch', payload: {} } })).exitCode,
      ).toBe(1)
      const group = { event: 'merge_group', payload: { merge_group: { base_sha: tip, head_sha: head } }, sha: head }
      expect((await judge({ repository, setting: group })).exitCode).toBe(1)
      expect(gitHub.asked).toEqual([])
    })
  })

  describe('beyond ten annotations', () => {
    const many = (n: number): Files =>
      Object.fromEntries(Array.from({ length: n }, (_, at) => [`deploy/${at}.yaml`, deployment(`d${at}`)]))

    test('a check run takes the rest, 50 a request', async () => {
      const ran = await judge(pullRequest(BASE, many(130)))
      expect(ran.annotations).toHaveLength(10)
      expect(ran.annotations[9]).toContain('annotates the rest')
      expect(gitHub.checkRuns).toHaveLength(1)
      const [run] = gitHub.checkRuns
      expect(run?.annotations).toHaveLength(121)
      expect(run?.body).toMatchObject({
        name: 'Policy Gate: more findings (policies/gate)',
        conclusion: 'failure',
        status: 'completed',
      })
      expect(gitHub.writes.filter((path) => path.includes('check-runs'))).toHaveLength(3)
      const shown = new Set(ran.annotations.map((line) => /file=([^,]+)/.exec(line)?.[1]))
      expect(((run?.annotations ?? []) as { path: string }[]).filter(({ path }) => shown.has(path))).toEqual([])
    })

    test('they are counted where the token may not write checks, and the verdict is the same', async () => {
      gitHub.faults.push({
        match: /check-runs/,
        times: 99,
        status: 403,
        message: 'Resource not accessible by integration',
      })
      const ran = await judge(pullRequest(BASE, many(12)))
      expect(ran.exitCode).toBe(1)
      expect(ran.annotations).toHaveLength(10)
      expect(ran.annotations[9]).not.toContain('annotates the rest')
      expect(ran.log).toContain('checks: write')
      expect(ran.summary).toContain('Not shown everywhere')
    })

    test('ten need no check run', async () => {
      await judge(pullRequest(BASE, many(10)))
      expect(gitHub.checkRuns).toEqual([])
    })
  })

  test('SARIF is uploaded for the commit that was checked out', async () => {
    const opened = pullRequest(BASE, { ...BAD, 'deploy/net.yaml': OPEN_NETWORK })
    await judge(opened, { inputs: { 'upload-sarif': 'true' } })
    const [upload] = gitHub.sarifs
    expect(upload).toMatchObject({ commit_sha: opened.merge, ref: 'refs/pull/7/merge' })
    const log = JSON.parse(gunzipSync(Buffer.from(String(upload?.['sarif']), 'base64')).toString('utf8'))
    expect(log.runs[0].results.map((one: { ruleId: string }) => one.ruleId)).toHaveLength(3)
    expect(log.runs[0].automationDetails.id).toBe('policy-gate/policies/gate/')
  })

  describe('50: degrades, and the verdict is the same', () => {
    const inputs = { 'upload-sarif': 'true' }

    test.each([
      ['the read-only token of a fork', () => gitHub.readOnly(), 'refused with 403'],
      ['a failing server', () => gitHub.faults.push({ match: /./, times: 99, status: 502 }), 'failed with 502'],
      ['a server that hangs up', () => gitHub.faults.push({ match: /./, times: 99, status: 0 }), 'did not answer'],
      [
        'a limit that lasts an hour',
        () => gitHub.faults.push({ match: /./, times: 99, status: 429, headers: { 'retry-after': '3600' } }),
        'asks to wait longer',
      ],
    ])('%s', async (_, break_, words) => {
      break_()
      const ran = await judge(pullRequest(BASE, BAD), { inputs })
      expect(ran.exitCode).toBe(1)
      expect(ran.outputs).toMatchObject({ verdict: 'fail', violations: '2' })
      expect(ran.annotations).toHaveLength(2)
      expect(gitHub.comments).toEqual([])
      const notes = ran.log.split('\n').filter((line) => line.startsWith('note: '))
      expect(notes).toHaveLength(2)
      expect(notes.join('\n')).toContain(words)
      expect(notes.join('\n')).toContain('The job summary says the same.')
      expect(ran.summary).toContain('The comment was not written')
      expect(ran.log + ran.summary + ran.report).not.toContain('ghs_canary')
    })

    test('a pass stays a pass', async () => {
      gitHub.addComment(`${commentMarker(JSON.stringify(['policies/gate', null, null]))}\nold`)
      gitHub.readOnly()
      const ran = await judge(pullRequest(BASE, { 'deploy/good.yaml': deployment('good', true) }))
      expect(ran.exitCode).toBe(0)
      expect(ran.log).toContain('note: The comment was not written')
    })

    test.each([
      ['a rate limit', { status: 429, headers: { 'retry-after': '1' } }],
      [
        'a secondary limit',
        { status: 403, headers: { 'retry-after': '1' }, message: 'You have exceeded a secondary rate limit' },
      ],
      ['a server error', { status: 503 }],
    ])('%s that ends is waited for', async (_, fault) => {
      gitHub.faults.push({ match: /^POST .*comments/, times: 1, ...fault })
      const ran = await judge(pullRequest(BASE, BAD))
      expect(gitHub.comments).toHaveLength(1)
      expect(ran.log).not.toContain('note:')
    })

    test('a comment that was written although GitHub said no is not there twice', async () => {
      gitHub.faults.push({ match: /^POST .*comments/, times: 1, status: 502, isDone: true })
      await judge(pullRequest(BASE, BAD))
      expect(gitHub.comments).toHaveLength(1)
    })
  })
})

/** The same pull request after a push: merged anew, as GitHub does. */
function again(
  { repository, tip, setting }: ReturnType<typeof pullRequest>,
  head: string,
): ReturnType<typeof pullRequest>['setting'] {
  const merge = repository.checkout(tip).merge(head)
  return {
    ...setting,
    sha: merge,
    payload: { ...setting.payload, pull_request: { base: { sha: tip }, head: { sha: head } } },
  }
}
