import { execFileSync } from 'node:child_process'
import { findChanges } from '../../src/changes/find-changes.ts'
import type { GateInputs } from '../../src/changes/gate-inputs.ts'
import type { Host, PullRequestFiles } from '../../src/host/host.ts'
import { MemoryHost } from '../../src/host/memory.ts'
import type { Event } from '../../src/inputs/event.ts'
import { Repository, removeTemporaryFolders } from '../support/repository.ts'

afterAll(removeTemporaryFolders)

const INPUTS: GateInputs = {
  policies: ['policies'],
  config: [],
  workflow: '.github/workflows/gate.yml',
  world: [],
}
const ZERO = '0'.repeat(40)

function changes(repository: Repository, event: Event, host: Host = new MemoryHost(repository.folder), token = '') {
  const scope = { kind: 'event', event, repository: 'o/r', token, workflow: INPUTS.workflow } as const
  return findChanges(host, scope, INPUTS)
}

function pullRequest(files: Readonly<Record<string, string>>, base: Readonly<Record<string, string>> = {}) {
  const repository = Repository.create()
  const start = repository.commit({ 'a.yaml': 'a: 1\n', 'policies/p.yaml': 'p: 1\n', ...base })
  const head = repository.branch('feature').commit(files)
  const tip = repository.branch('main').commit({ 'elsewhere.yaml': 'e: 1\n' })
  const merge = repository.checkout('main').merge(head)
  const event = { kind: 'pull-request', number: 7, base: tip, head, merge } as const
  return { repository, event, start, tip, head, merge }
}

const paths = (files: readonly { readonly path: string }[]) => files.map(({ path }) => path).sort()

describe('pull_request', () => {
  test('compares the merge commit with its first parent: what only the base changed is not judged', async () => {
    const { repository, event, tip, merge } = pullRequest({ 'b.yaml': 'b: 1\n' })
    const found = await changes(repository, event)
    expect(found.changes).toEqual({
      source: 'git',
      base: tip,
      head: merge,
      files: [{ path: 'b.yaml', status: 'added' }],
    })
    expect(found.trusted).toEqual({ base: tip, head: merge })
  })

  test('with the head checked out begins at the common ancestor, and trusts the tip of the base', async () => {
    const { repository, event, start, tip, head } = pullRequest({ 'b.yaml': 'b: 1\n' })
    const found = await changes(repository.checkout(head), event)
    expect(found.changes).toEqual({ source: 'git', base: start, head, files: [{ path: 'b.yaml', status: 'added' }] })
    expect(found.trusted?.base).toBe(tip)
  })

  test.each(['--depth=1', '--depth=2'])('a clone with %s fetches the base by its id', async (depth) => {
    const { repository, event, merge, tip } = pullRequest({ 'b.yaml': 'b: 1\n' })
    repository.git('update-ref', 'refs/heads/merge', merge)
    const clone = repository.clone(depth, '--branch=merge')
    const found = await changes(clone, event)
    expect(found.changes).toMatchObject({ source: 'git', base: tip, files: [{ path: 'b.yaml', status: 'added' }] })
  })

  test('a shallow clone of the head is deepened until the histories meet', async () => {
    const { repository, event, start } = pullRequest({ 'b.yaml': 'b: 1\n' })
    const clone = repository.clone('--depth=1', '--branch=feature')
    const found = await changes(clone, event)
    expect(found.changes).toMatchObject({ base: start, files: [{ path: 'b.yaml' }] })
  })

  test('a base that cannot be had is an error, never an empty list', async () => {
    const { repository, event, merge } = pullRequest({ 'b.yaml': 'b: 1\n' })
    repository.git('update-ref', 'refs/heads/merge', merge)
    const clone = repository.clone('--depth=1', '--branch=merge')
    clone.git('remote', 'remove', 'origin')
    await expect(changes(clone, event)).rejects.toMatchObject({ detail: { code: 'changes.missing-commit' } })
  })

  test.each([
    ['the base branch', (built: ReturnType<typeof pullRequest>) => built.tip],
    ['a commit of neither', (built: ReturnType<typeof pullRequest>) => built.start],
  ])('with %s checked out is an error', async (_, checkedOut) => {
    const built = pullRequest({ 'b.yaml': 'b: 1\n' })
    built.repository.checkout(checkedOut(built))
    await expect(changes(built.repository, built.event)).rejects.toMatchObject({
      detail: { code: 'changes.wrong-checkout' },
    })
  })

  test('a merge of another head than the event speaks of is an error', async () => {
    const built = pullRequest({ 'b.yaml': 'b: 1\n' })
    const event = { ...built.event, head: built.start }
    await expect(changes(built.repository, event)).rejects.toMatchObject({ detail: { code: 'changes.wrong-checkout' } })
  })

  test.each([
    [{ 'policies/p.yaml': 'p: 2\n' }, 'the policy file policies/p.yaml changed'],
    [{ 'policies/new.yaml': 'p: 2\n' }, 'the policy file policies/new.yaml changed'],
    [{ '.github/workflows/gate.yml': 'on: x\n' }, 'the workflow .github/workflows/gate.yml that runs the gate changed'],
  ])('%j makes everything worth judging', async (files, reason) => {
    const { repository, event } = pullRequest(files)
    const found = await changes(repository, event)
    expect(found.changes).toMatchObject({ source: 'all-files', reason })
    expect(found.changes.files).toContainEqual({ path: 'a.yaml', status: 'present' })
    expect(new Set(paths(found.changes.files)).size).toBe(found.changes.files.length)
  })

  test('a policy that is renamed away makes everything worth judging', async () => {
    const repository = Repository.create()
    const base = repository.commit({ 'policies/p.yaml': 'p: 1\nq: 2\nr: 3\n' })
    repository.branch('feature').git('mv', 'policies/p.yaml', 'away.yaml')
    const head = repository.commit()
    const merge = repository.checkout('main').merge(head)
    const found = await changes(repository, { kind: 'pull-request', number: 1, base, head, merge })
    expect(found.changes.reason).toBe('the policy file policies/p.yaml changed')
  })

  test('rename, deletion, mode, link and submodule are each what they are', async () => {
    const repository = Repository.create()
    const long = Array.from({ length: 20 }, (_, line) => `line${line}: 1\n`).join('')
    const base = repository.commit({ 'old.yaml': long, 'gone.yaml': 'a: 1\n', 'run.yaml': 'r: 1\n' })
    repository.branch('feature').git('mv', 'old.yaml', 'new.yaml')
    repository.remove('gone.yaml').link('link.yaml', 'new.yaml')
    repository.git('update-index', '--add', '--cacheinfo', `160000,${base},module`)
    repository.git('add', '--all', 'new.yaml', 'gone.yaml', 'link.yaml')
    repository.git('update-index', '--chmod=+x', 'run.yaml')
    repository.git('commit', '--quiet', '--message', 'c')
    const head = repository.git('rev-parse', 'HEAD')
    const found = await changes(repository, { kind: 'pull-request', number: 1, base, head, merge: head })
    expect(found.changes.files).toEqual([
      { path: 'gone.yaml', status: 'deleted' },
      { path: 'link.yaml', status: 'added' },
      { path: 'module', status: 'submodule' },
      { path: 'new.yaml', status: 'renamed', previousPath: 'old.yaml' },
      { path: 'run.yaml', status: 'mode-changed' },
    ])
  })

  test('names that git would quote, a shell would run and a log would obey arrive byte for byte', async () => {
    const hostile = [
      'new\nline.yaml',
      '100%25.yaml',
      '::error::x.yaml',
      'a,b|c`d.yaml',
      '\u202Egpj.yaml',
      '-rf.yaml',
      '--output=x.yaml',
      '$(touch pwned).yaml',
      '"quoted" \t.yaml',
      'ümläut/日本.yaml',
    ]
    const { repository, event } = pullRequest(Object.fromEntries(hostile.map((name) => [name, 'a: 1\n'])))
    const found = await changes(repository, event)
    expect(paths(found.changes.files)).toEqual([...hostile].sort())
  })

  test('3,001 changed files are all seen', async () => {
    const many = Object.fromEntries(Array.from({ length: 3001 }, (_, index) => [`m/${index}.yaml`, `i: ${index}\n`]))
    const { repository, event } = pullRequest(many)
    expect((await changes(repository, event)).changes.files).toHaveLength(3001)
  })

  test('a folder that is no checkout says so', async () => {
    const repository = new Repository()
    const event = { kind: 'other', name: 'schedule' } as const
    await expect(changes(repository, event)).rejects.toMatchObject({ detail: { code: 'changes.no-checkout' } })
  })
})

describe('the pull-request API, when git cannot tell', () => {
  function blindClone(files: Readonly<Record<string, string>> = { 'b.yaml': 'b: 1\n' }) {
    const { repository, event, merge } = pullRequest(files)
    repository.git('update-ref', 'refs/heads/merge', merge)
    const clone = repository.clone('--depth=1', '--branch=merge')
    clone.git('remote', 'remove', 'origin')
    return { clone, event }
  }

  class GitHubHost extends MemoryHost {
    private readonly answer: PullRequestFiles
    constructor(root: string, answer: PullRequestFiles) {
      super(root)
      this.answer = answer
    }
    async pullRequestFiles() {
      return this.answer
    }
  }

  const listed = [{ path: 'b.yaml', status: 'added' }]

  test('a complete list of the same head is believed', async () => {
    const { clone, event } = blindClone()
    const host = new GitHubHost(clone.folder, { head: event.head, total: 1, files: listed })
    const found = await changes(clone, event, host, 'token')
    expect(found.changes).toMatchObject({ source: 'pull-request-api', files: [{ path: 'b.yaml', status: 'added' }] })
    expect(found.trusted).toBeUndefined()
  })

  test.each([
    ['shorter than the count', { total: 2, files: listed }, 'changes.incomplete'],
    ['at its limit', { total: 3001, files: Array(3001).fill(listed[0]) }, 'changes.incomplete'],
    ['of another head', { head: ZERO, total: 1, files: listed }, 'changes.head-moved'],
    [
      'with a policy in it',
      { total: 1, files: [{ path: 'policies/p.yaml', status: 'modified' }] },
      'changes.missing-commit',
    ],
  ])('a list %s is an error', async (_, answer, code) => {
    const { clone, event } = blindClone()
    const host = new GitHubHost(clone.folder, { head: event.head, ...answer })
    await expect(changes(clone, event, host, 'token')).rejects.toMatchObject({ detail: { code } })
  })

  test('without a token the missing commit is the error', async () => {
    const { clone, event } = blindClone()
    const host = new GitHubHost(clone.folder, { head: event.head, total: 1, files: listed })
    await expect(changes(clone, event, host)).rejects.toMatchObject({ detail: { code: 'changes.missing-commit' } })
  })
})

describe('push', () => {
  test('compares the commits before and after', async () => {
    const repository = Repository.create()
    const before = repository.commit({ 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 1\n' })
    const after = repository.commit({ 'a.yaml': 'a: 2\n' })
    const found = await changes(repository, { kind: 'push', before, after, forced: false })
    expect(found.changes).toEqual({
      source: 'git',
      base: before,
      head: after,
      files: [{ path: 'a.yaml', status: 'modified' }],
    })
    expect(found.trusted).toBeUndefined()
  })

  test('of a new branch judges all files', async () => {
    const repository = Repository.create()
    const after = repository.commit({ 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 1\n' })
    const found = await changes(repository, { kind: 'push', before: undefined, after, forced: false })
    expect(found.changes).toMatchObject({ source: 'all-files', reason: 'the branch or tag is new' })
    expect(paths(found.changes.files)).toEqual(['a.yaml', 'b.yaml'])
  })

  test('a lost commit before is an error, but after a forced push all files are judged', async () => {
    const repository = Repository.create()
    const after = repository.commit({ 'a.yaml': 'a: 1\n' })
    const lost = { kind: 'push', before: '1'.repeat(40), after } as const
    await expect(changes(repository, { ...lost, forced: false })).rejects.toMatchObject({
      detail: { code: 'changes.missing-commit' },
    })
    expect((await changes(repository, { ...lost, forced: true })).changes.source).toBe('all-files')
  })

  test('with another commit checked out is an error', async () => {
    const repository = Repository.create()
    const before = repository.commit({ 'a.yaml': 'a: 1\n' })
    const after = repository.commit({ 'a.yaml': 'a: 2\n' })
    repository.checkout(before)
    await expect(changes(repository, { kind: 'push', before, after, forced: false })).rejects.toMatchObject({
      detail: { code: 'changes.wrong-checkout' },
    })
  })

  test('a complete clone is not made shallow by a fetch', async () => {
    const origin = Repository.create()
    const before = origin.commit({ 'a.yaml': 'a: 1\n' })
    const after = origin.commit({ 'a.yaml': 'a: 2\n' })
    const clone = origin.clone()
    const lost = origin.checkout(before).commit({ 'c.yaml': 'c: 1\n' })
    const found = await changes(clone, { kind: 'push', before: lost, after, forced: false })
    expect(paths(found.changes.files)).toEqual(['a.yaml', 'c.yaml'])
    expect(clone.git('rev-parse', '--is-shallow-repository')).toBe('false')
  })
})

test('merge_group compares its base and head, and trusts the base', async () => {
  const repository = Repository.create()
  const base = repository.commit({ 'a.yaml': 'a: 1\n' })
  const head = repository.commit({ 'b.yaml': 'b: 1\n' })
  const found = await changes(repository, { kind: 'merge-group', base, head, pull: undefined })
  expect(found.changes).toMatchObject({ source: 'git', base, head, files: [{ path: 'b.yaml', status: 'added' }] })
  expect(found.trusted).toEqual({ base, head })
})

test('an event that compares nothing judges all files and says so', async () => {
  const repository = Repository.create()
  repository.commit({ 'a.yaml': 'a: 1\n' })
  const found = await changes(repository, { kind: 'other', name: 'schedule' })
  expect(found.changes).toMatchObject({ source: 'all-files', reason: 'a schedule event compares nothing' })
})

test('a repository of another owner is read all the same: checkouts in containers are often', async () => {
  const repository = Repository.create()
  repository.commit({ 'a.yaml': 'a: 1\n' })
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', '12345', repository.folder])
  const found = await changes(repository, { kind: 'other', name: 'schedule' })
  expect(found.changes.files).toHaveLength(1)
})
