import { createHash } from 'node:crypto'
import { verify } from '../../src/record/chain.ts'
import { action } from '../support/built.ts'
import { LocalGitHub } from '../support/github/server.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { describeWith } from '../support/pinned.ts'
import { pullRequest } from '../support/pull-request.ts'
import { removeTemporaryFolders } from '../support/repository.ts'

// The record on a branch of its own, with a local server in the place of GitHub.

afterAll(removeTemporaryFolders)

describeWith('openapi', 'the record on a branch', (folder) => {
  const { repository, setting } = pullRequest({ 'policies/p.yaml': LIMITS_POLICY }, { 'd.yaml': deployment('bad') })
  let gitHub: LocalGitHub
  /** The branch's one file, or undefined where the branch is not there. */
  let branch: { text: string } | undefined

  beforeEach(async () => {
    gitHub = await LocalGitHub.start(folder)
    branch = undefined
    const id = (text: string) => createHash('sha1').update(text).digest('hex')
    gitHub.routes.push(
      {
        match: /^GET .*\/contents\//,
        answer: () =>
          branch === undefined || branch.text === ''
            ? { status: 404, data: { message: 'Not Found' } }
            : {
                status: 200,
                data: {
                  type: 'file',
                  encoding: 'base64',
                  sha: id(branch.text),
                  content: Buffer.from(branch.text).toString('base64').replace(/.{60}/g, '$&\n'),
                },
              },
      },
      {
        match: /^PUT .*\/contents\//,
        answer: ({ body }) => {
          const { content, sha } = body as { content: string; sha?: string }
          if (branch === undefined) return { status: 404, data: { message: 'Branch not found' } }
          if (branch.text !== '' && sha !== id(branch.text)) return { status: 409, data: { message: 'does not match' } }
          branch = { text: Buffer.from(content, 'base64').toString('utf8') }
          return { status: 200, data: {} }
        },
      },
      { match: /^POST .*\/git\/(trees|commits)$/, answer: () => ({ status: 201, data: { sha: 'a'.repeat(40) } }) },
      {
        match: /^POST .*\/git\/refs$/,
        answer: () => {
          branch = { text: '' }
          return { status: 201, data: {} }
        },
      },
    )
  })

  afterEach(async () => {
    await gitHub.stop()
    expect(gitHub.faulty).toEqual([])
  })

  const judge = () =>
    action(repository, {
      ...setting,
      inputs: { 'github-token': 'ghs_canary0123456789', comment: 'off', 'record-branch': 'policy-gate-records' },
      env: { GITHUB_API_URL: gitHub.url, GITHUB_REF: 'refs/pull/7/merge', GITHUB_WORKFLOW: 'w', GITHUB_JOB: 'j' },
    })

  test('begins by itself, and goes on', async () => {
    expect((await judge()).exitCode).toBe(1)
    expect((await judge()).exitCode).toBe(1)
    expect(verify(branch?.text ?? '')).toMatchObject({ kind: 'whole', lines: 2 })
    const begun = gitHub.asked.filter(({ path }) => path.endsWith('/git/commits'))
    expect(begun.map(({ body }) => (body as { parents: unknown[] }).parents)).toEqual([[]])
    expect(gitHub.asked.find(({ method }) => method === 'PUT')?.path).toMatch(/contents\/\d{4}-\d\d-\d\d\/w-j\.jsonl$/)
  })

  test('two runs at the same time lose no line', async () => {
    branch = { text: '' }
    await judge()
    await Promise.all([judge(), judge()])
    expect(verify(branch.text)).toMatchObject({ kind: 'whole', lines: 3 })
  })

  test('a token that may not write leaves a note, and the verdict is the same', async () => {
    gitHub.readOnly()
    const ran = await judge()
    expect([ran.exitCode, ran.outputs['verdict']]).toEqual([1, 'fail'])
    expect(ran.summary).toContain('record was not pushed')
    expect(ran.summary).toContain('contents&#58; write')
  })
})
