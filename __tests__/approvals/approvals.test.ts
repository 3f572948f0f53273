import { Approvals } from '../../src/approvals/approvals.ts'
import { ownersAt } from '../../src/approvals/owners.ts'
import type { GitHubAnswer, GitHubRequest } from '../../src/host/host.ts'
import { MemoryHost } from '../../src/host/memory.ts'
import { LocalGitHub } from '../support/github/server.ts'
import { describeWith } from '../support/pinned.ts'
import { Repository, removeTemporaryFolders } from '../support/repository.ts'

afterAll(removeTemporaryFolders)

const HEAD = 'a'.repeat(40)
const OWNERS = ['@Olga', '@octo/platform', 'mail@example.org']

describeWith('openapi', 'who approved the commit', (folder) => {
  let gitHub: LocalGitHub

  beforeEach(async () => {
    gitHub = await LocalGitHub.start(folder)
    gitHub.pull = { author: 'author', head: HEAD }
    for (const login of ['olga', 'Olga', 'peter', 'author']) gitHub.permissions.set(login, 'write')
    gitHub.permissions.set('reader', 'read')
  })

  afterEach(async () => {
    await gitHub.stop()
    expect(gitHub.faulty).toEqual([])
  })

  function approvals(head = HEAD): Approvals {
    return new Approvals(ask, '/repos/octo/shop', async () => ({ pull: 7, head }))
  }

  async function ask({ method, path }: GitHubRequest): Promise<GitHubAnswer> {
    const response = await fetch(`${gitHub.url}${path}`, { method })
    return response.ok
      ? { kind: 'answered', status: response.status, data: await response.json() }
      : { kind: 'refused', status: response.status, message: 'refused' }
  }

  const review = (login: string, state: 'APPROVED' | 'CHANGES_REQUESTED' | 'DISMISSED' | 'COMMENTED', commit = HEAD) =>
    gitHub.given.push({
      user: { login },
      state,
      commit_id: commit,
      submitted_at: '2026-01-02T00:00:00Z',
      body: ' as agreed ',
    })
  const comment = (login: string, body: string, app: string | null = null) =>
    gitHub.addComment(body, { login, type: 'User' }, app)

  test('an owner who reviewed this very commit, with what they wrote', async () => {
    review('olga', 'APPROVED')
    expect(await approvals().by(OWNERS)).toEqual({
      by: 'olga',
      at: '2026-01-02T00:00:00Z',
      how: 'review',
      commit: HEAD,
      reason: 'as agreed',
    })
  })

  test.each<readonly [string, () => unknown]>([
    ['a review of an earlier commit', () => review('olga', 'APPROVED', 'b'.repeat(40))],
    ['a review that was dismissed', () => [review('olga', 'APPROVED'), review('olga', 'DISMISSED')]],
    ['a person who then asks for changes', () => [review('olga', 'APPROVED'), review('olga', 'CHANGES_REQUESTED')]],
    ['the author', () => review('author', 'APPROVED')],
    ['somebody who is no owner', () => review('peter', 'APPROVED')],
    ['an owner who may no longer write', () => [gitHub.permissions.set('olga', 'read'), review('olga', 'APPROVED')]],
    ['an owner who has left', () => [gitHub.permissions.delete('olga'), review('olga', 'APPROVED')]],
    ['a comment that names no commit', () => comment('olga', '/policy-gate approve')],
    ['a comment on an earlier commit', () => comment('olga', `/policy-gate approve ${'b'.repeat(40)}`)],
    ['a comment with the beginning of the id', () => comment('olga', `/policy-gate approve ${HEAD.slice(0, 12)}`)],
    [
      'a comment that was edited',
      () => {
        comment('olga', `/policy-gate approve ${HEAD}`).updated_at = '2026-01-03T00:00:00Z'
      },
    ],
    ['a comment that an app wrote for an owner', () => comment('olga', `/policy-gate approve ${HEAD}`, 'agent')],
    ['a comment that quotes the command', () => comment('olga', `> /policy-gate approve ${HEAD}`)],
    ['another command', () => comment('olga', `/policy-gate approve-all ${HEAD}`)],
    ['nobody at all', () => {}],
  ])('%s does not approve', async (_, given) => {
    gitHub.pull = { author: 'Author', head: HEAD }
    given()
    expect(await approvals().by([...OWNERS, '@author'])).toBeUndefined()
  })

  test('an owner who comments with the full id approves, with the reason that follows', async () => {
    comment('olga', `/policy-gate approve ${HEAD.toUpperCase()} until the\nmigration is over`)
    expect(await approvals().by(OWNERS)).toMatchObject({ how: 'comment', reason: 'until the\nmigration is over' })
  })

  test('a later remark takes nothing back', async () => {
    review('olga', 'APPROVED')
    review('olga', 'COMMENTED')
    expect(await approvals().by(OWNERS)).toBeDefined()
  })

  test('a member of an owning team approves, and a team that GitHub hides approves nothing and is named', async () => {
    review('peter', 'APPROVED')
    gitHub.teams.set('octo/platform', new Set(['peter']))
    expect((await approvals().by(OWNERS))?.by).toBe('peter')
    gitHub.teams.clear()
    const asked = approvals()
    expect(await asked.by(OWNERS)).toBeUndefined()
    expect(asked.notes()).toEqual([expect.objectContaining({ code: 'approval.unknown' })])
  })

  test('why a comment does not count is said, with what to write instead', async () => {
    comment('olga', '/policy-gate approve please')
    const asked = approvals()
    await asked.by(OWNERS)
    expect(asked.notes().map(({ message }) => message)).toEqual([
      `the approval that olga commented does not count: it names no commit: write \`/policy-gate approve ${HEAD}\``,
    ])
  })

  test.each([/pulls\/7$/, /reviews/, /comments/])('what GitHub refuses (%s) approves nothing', async (match) => {
    if (match.source.includes('comments')) comment('olga', `/policy-gate approve ${HEAD}`)
    else review('olga', 'APPROVED')
    gitHub.faults.push({ match, times: 9, status: 403, message: 'no' })
    const asked = approvals()
    expect(await asked.by(OWNERS)).toBeUndefined()
    expect(asked.notes()).toEqual([expect.objectContaining({ code: 'approval.unread' })])
  })

  test('GitHub is not asked where nobody could approve', async () => {
    await approvals().by([])
    expect(gitHub.asked).toEqual([])
  })
})

test('owners are those of the commit that is trusted, whatever is checked out, and those of the configuration', async () => {
  const repository = Repository.create()
  const base = repository.commit({ '.github/CODEOWNERS': '/policies/ @olga\n', CODEOWNERS: '* @nobody\n' })
  repository.commit({ '.github/CODEOWNERS': '* @mallory\n' })
  const of = await ownersAt(new MemoryHost(repository.folder), base, ['@octo/platform', '@Olga'])
  expect(of('policies/x.yaml')).toEqual(['@Olga', '@octo/platform'])
  expect(of('deploy/x.yaml')).toEqual(['@octo/platform', '@Olga'])
})
