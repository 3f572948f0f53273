import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ACTION_INPUTS } from '../../src/inputs/action-inputs.ts'
import { type ActionRun, action, DECLARED, stable } from '../support/built.ts'
import { expectGolden } from '../support/golden.ts'
import { deployment, LIMITS_POLICY, NETWORK_POLICY, OPEN_NETWORK } from '../support/manifests.ts'
import { pullRequest as opened } from '../support/pull-request.ts'
import { type Files, Repository, removeTemporaryFolders } from '../support/repository.ts'

afterAll(removeTemporaryFolders)

/** A repository with policies, and a manifest that was bad before anybody asked. */
const BASE: Files = {
  'policies/limits.yaml': LIMITS_POLICY,
  'policies/network.yaml': NETWORK_POLICY,
  'deploy/old.yaml': deployment('old'),
  'src/main.go': 'package main\n',
}

const CHANGE: Files = {
  'deploy/bad.yaml': deployment('bad'),
  'deploy/good.yaml': deployment('good', true),
  'deploy/network.yaml': OPEN_NETWORK,
  'values.yaml': 'replicas: 2\n',
  'src/main.go': 'package main\n\nfunc main() {}\n',
}

const pullRequest = (change: Parameters<typeof opened>[1], base: Files = BASE) => opened(base, change)

/** GitHub's side of the network. */
async function gitHub(answer: (path: string) => unknown) {
  const asked: string[] = []
  const server = createServer(({ headers, url = '' }, response) => {
    asked.push(`${headers.authorization} ${url}`)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(answer(url)))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

const asText = ({ exitCode, annotations, outputs }: ActionRun) =>
  stable(
    [
      `exit code ${exitCode}`,
      '',
      ...annotations,
      '',
      ...Object.entries(outputs).map(([name, value]) => `${name}=${value}`),
      '',
    ].join('\n'),
  )

/** File and line of each annotation. */
const places = ({ annotations }: ActionRun) =>
  annotations.map(
    (line) => `${/^::(\w+)/.exec(line)?.[1]} ${/file=([^,:]*)/.exec(line)?.[1]}:${/line=(\d+)/.exec(line)?.[1]}`,
  )

test('action.yml and the code name the same inputs, and every output is declared', async () => {
  expect([...ACTION_INPUTS].sort()).toEqual([...DECLARED.inputs].sort())
  const { repository, setting } = pullRequest({ 'src/other.go': 'package main\n' })
  const { outputs } = await action(repository, setting)
  const declared = DECLARED.outputs.filter((name) => name !== 'part') // that of a shard, which has no other
  expect(Object.keys(outputs).sort()).toEqual(declared.sort())
})

describe('pull_request', () => {
  test('judges what the pull request changes, and tells it everywhere', async () => {
    const { repository, setting } = pullRequest(CHANGE)
    const ran = await action(repository, setting)
    expect(ran.exitCode).toBe(1)
    expect(places(ran)).toEqual(['error deploy/bad.yaml:13', 'warning deploy/network.yaml:10'])
    expectGolden('action/pull-request.txt', asText(ran))
    expectGolden(
      'action/pull-request.md',
      stable(ran.summary).replaceAll(/&#|[0-9a-f]{64}/g, (m) => (m === '&#' ? m : '<digest>')),
    )
    expectGolden('action/pull-request.json', stable(ran.report))
    expectGolden('action/pull-request.log', stable(ran.log))
  })

  test('a clone of depth 1, as actions/checkout makes it, gives the same answer', async () => {
    const { repository, setting } = pullRequest(CHANGE)
    const ran = await action(repository.clone('--depth=1', '--branch=merge'), setting)
    expect(ran.exitCode).toBe(1)
    expectGolden('action/pull-request.txt', asText(ran))
  })

  test('a change without manifests passes and says that nothing was judged', async () => {
    const { repository, setting } = pullRequest({ 'src/other.go': 'package main\n' })
    const ran = await action(repository, setting)
    expect(ran.exitCode).toBe(0)
    expect(ran.outputs).toMatchObject({ verdict: 'pass', violations: '0', documents: '0' })
    expect(ran.log).toContain('0 documents in scope')
  })

  test('audit fails where the workflow says so, and nothing but errors with none', async () => {
    const { repository, setting } = pullRequest({ 'deploy/network.yaml': OPEN_NETWORK })
    const exits = ['enforce', 'audit', 'none'].map(async (level) => {
      const ran = await action(repository, { ...setting, inputs: { 'fail-on': level } })
      return [level, ran.exitCode, ran.outputs['violations']]
    })
    expect(await Promise.all(exits)).toEqual([
      ['enforce', 0, '0'],
      ['audit', 1, '1'],
      ['none', 0, '0'],
    ])
  })

  test.each([
    [
      'is weakened',
      (repository: Repository) =>
        repository.write({ 'policies/limits.yaml': LIMITS_POLICY.replace('Enforce', 'Audit') }),
    ],
    ['is deleted', (repository: Repository) => repository.remove('policies')],
    ['is renamed away', (repository: Repository) => repository.git('mv', 'policies', 'old-policies')],
    [
      'gets an exception',
      (repository: Repository) =>
        repository.write({
          'policies/exception.yaml':
            'apiVersion: kyverno.io/v2\nkind: PolicyException\nmetadata: {name: mine, namespace: default}\nspec:\n  exceptions: [{policyName: require-limits, ruleNames: ["*"]}]\n  match: {any: [{resources: {kinds: [Deployment]}}]}\n',
        }),
    ],
  ])('a policy that %s by the pull request is enforced as it was', async (_, tamper) => {
    const { repository, setting } = pullRequest((it) => tamper(it.write({ 'deploy/bad.yaml': deployment('bad') })))
    const ran = await action(repository, setting)
    expect(ran.exitCode).toBe(1)
    expect(places(ran)).toContain('error deploy/bad.yaml:13')
    expect(JSON.parse(ran.report)).toMatchObject({ changes: { source: 'all-files' } })
  })

  test('file names that would forge a log command, an annotation or a link are inert', async () => {
    const names = [
      '::error::x.yaml',
      '100%0A::warning::.yaml',
      'a,line=1|`b`.yaml',
      '\u202Elmay.yaml',
      '-rf.yaml',
      'a\nb.yaml',
    ]
    const { repository, setting } = pullRequest(Object.fromEntries(names.map((name) => [name, deployment('bad')])))
    const ran = await action(repository, setting)
    expect(ran.exitCode).toBe(1)
    expect(ran.outputs['violations']).toBe(String(names.length))
    expect(ran.annotations).toHaveLength(names.length)
    expect(ran.stdout.split('\n').filter((line) => /^\s*::/.test(line) && !/^::error .*file=/.test(line))).toEqual([])
    expectGolden('action/hostile-names.txt', asText(ran))
  })

  test('a link out of the workspace is refused, and nothing behind it is shown', async () => {
    const { repository, setting } = pullRequest((it) => it.link('deploy/link.yaml', '/proc/self/environ'))
    const ran = await action(repository, { ...setting, env: { CANARY: 'apiVersion kind: s3cr3t-canary' } })
    expect(ran.exitCode).toBe(2)
    expect(ran.annotations.join()).toContain('input.link-outside')
    expect(ran.stdout + ran.stderr + ran.summary + ran.report).not.toContain('s3cr3t-canary')
  })

  test('the moved head, a wrong checkout and a missing base are errors', async () => {
    const { repository, setting, start } = pullRequest(CHANGE)
    const wrong = await action(repository.checkout(start), setting)
    expect(wrong.exitCode).toBe(2)
    expect(wrong.annotations.join()).toContain('changes.wrong-checkout')
    expect(wrong.outputs).toMatchObject({ verdict: 'error' })

    const built = pullRequest(CHANGE)
    const clone = built.repository.clone('--depth=1', '--branch=merge')
    clone.git('remote', 'remove', 'origin')
    const missing = await action(clone, built.setting)
    expect(missing.exitCode).toBe(3)
    expect(missing.annotations.join()).toContain('changes.missing-commit')
  })

  test('asks GitHub what changed when git cannot tell, with the token and nothing else of ours', async () => {
    const { repository, setting, head } = pullRequest({ 'deploy/bad.yaml': deployment('bad') })
    const clone = repository.clone('--depth=1', '--branch=merge')
    clone.git('remote', 'remove', 'origin')
    const files = [{ filename: 'deploy/bad.yaml', status: 'added' }]
    const { server, url, asked } = await gitHub((path) =>
      path.includes('/files') ? files : { head: { sha: head }, changed_files: 1 },
    )
    const inputs = { 'github-token': 'ghs_canary0123456789', comment: 'off' }
    const ran = await action(clone, { ...setting, env: { GITHUB_API_URL: url }, inputs }).finally(() => server.close())
    expect(places(ran)).toEqual(['error deploy/bad.yaml:13'])
    expect(JSON.parse(ran.report).changes).toMatchObject({ source: 'pull-request-api' })
    expect(asked).toEqual([
      'token ghs_canary0123456789 /repos/octo/shop/pulls/7',
      'token ghs_canary0123456789 /repos/octo/shop/pulls/7/files?per_page=100',
    ])
    expect(ran.log + ran.summary + ran.report).not.toContain('ghs_canary0123456789')
  })
})

test('push judges what was pushed', async () => {
  const repository = Repository.create()
  const before = repository.commit(BASE)
  const after = repository.commit(CHANGE)
  const ran = await action(repository, { event: 'push', payload: { before, after }, sha: after })
  expect(ran.exitCode).toBe(1)
  expect(places(ran)).toEqual(['error deploy/bad.yaml:13', 'warning deploy/network.yaml:10'])
  expectGolden('action/push.txt', asText(ran))
})

test('merge_group judges the group', async () => {
  const repository = Repository.create()
  const base = repository.commit(BASE)
  const head = repository.commit(CHANGE)
  const payload = { merge_group: { base_sha: base, head_sha: head } }
  const ran = await action(repository, { event: 'merge_group', payload, sha: head })
  expect(ran.exitCode).toBe(1)
  expectGolden('action/merge-group.txt', asText(ran))
})

test('a schedule judges all files, old sins too', async () => {
  const repository = Repository.create()
  const sha = repository.commit(BASE)
  const ran = await action(repository, { event: 'schedule', payload: {}, sha })
  expect(ran.exitCode).toBe(1)
  expect(places(ran)).toEqual(['error deploy/old.yaml:13'])
})

describe('what cannot be used is an error that names itself', () => {
  const { repository, setting } = pullRequest(CHANGE)

  test.each([
    [{ policies: 'nowhere' }, {}, 2, 'policies.not-found', 'nowhere'],
    [{ 'fail-on': 'enforced' }, {}, 2, 'config.bad-value', 'did you mean enforce?'],
    [{ paths: 'deploy/[x' }, {}, 2, 'config.bad-glob', 'deploy/[x'],
    [{}, { INPUT_FAIL_ON: 'none' }, 2, 'config.unknown-key', 'did you mean'],
    [{}, { INPUT_POLICY: 'x' }, 2, 'config.unknown-key', 'policies'],
    [{}, { GITHUB_EVENT_PATH: '/nowhere/event.json' }, 2, 'event.unusable', 'GITHUB_EVENT_PATH'],
  ])('inputs %j and environment %j', async (inputs, env, exitCode, code, words) => {
    const ran = await action(repository, { ...setting, inputs, env: env as Record<string, string> })
    expect(ran.exitCode).toBe(exitCode)
    expect(ran.annotations).toHaveLength(1)
    expect(ran.annotations[0]).toContain(`title=${code}`)
    expect(ran.log).toContain(words)
    expect(ran.outputs).toEqual({ verdict: 'error' })
  })

  test('a run that is stopped does not pass', async () => {
    const ran = await action(repository, {
      ...setting,
      onStart: (child) => setTimeout(() => child.kill('SIGTERM'), 150),
    })
    expect(ran.exitCode).not.toBe(0)
    expect(ran.outputs['verdict']).not.toBe('pass')
  })
})
