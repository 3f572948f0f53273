import { authorOf, type Signs } from '../../src/attempts/authors.ts'
import type { ChangeRequest } from '../../src/model/change-request.ts'

const NONE: Signs = { logins: [], apps: [], branches: [], trailers: [], labels: [] }

function by(part: Partial<ChangeRequest>, messages: readonly string[] = [], own: Partial<Signs> = {}) {
  const request: ChangeRequest = {
    number: 7,
    head: 'a'.repeat(40),
    before: undefined,
    branch: 'feature',
    repository: 'octo/shop',
    login: 'ann',
    labels: [],
    title: 'Add a service',
    ...part,
  }
  const { kind, name, sign } = authorOf(request, messages, { ...NONE, ...own })
  return [kind, name, sign]
}

test.each([
  ['copilot-swe-agent[bot]', 'agent', 'copilot', 'app'],
  ['Copilot', 'agent', 'copilot', 'login'],
  ['claude[bot]', 'agent', 'claude', 'app'],
  ['chatgpt-codex-connector[bot]', 'agent', 'codex', 'app'],
  ['cursor[bot]', 'agent', 'cursor', 'app'],
  ['cursoragent', 'agent', 'cursor', 'login'],
  ['devin-ai-integration[bot]', 'agent', 'devin', 'app'],
  ['renovate[bot]', 'bot', 'renovate', 'app'],
  ['dependabot[bot]', 'bot', 'dependabot', 'app'],
  ['drift-detector[bot]', 'agent', 'drift detector', 'app'],
])('%s is known', (login, ...expected) => {
  expect(by({ login })).toEqual(expected)
})

test.each([
  ['copilot/x', 'copilot'],
  ['claude/x', 'claude'],
  ['codex/x', 'codex'],
  ['cursor/x', 'cursor'],
  ['devin/1', 'devin'],
  ['renovate/x', 'renovate'],
  ['dependabot/npm_and_yarn/x', 'dependabot'],
  ['drift-fix/deployment', 'drift detector'],
])('the branch %s gives away who a person pushes for', (branch, name) => {
  expect(by({ branch }).slice(1)).toEqual([name, 'branch'])
})

test('a trailer and a label count where login and branch say nothing', () => {
  const trailer = 'Add it\n\nCo-authored-by: Claude <noreply@anthropic.com>\n'
  expect(by({}, [trailer])).toEqual(['agent', 'claude', 'trailer'])
  expect(by({ labels: ['Drift-Fix'] })).toEqual(['agent', 'drift detector', 'label'])
})

test('what a team names comes before what is known, by each sign', () => {
  expect(by({ login: 'Fixer' }, [], { logins: ['fixer'] })).toEqual(['agent', 'fixer', 'login'])
  expect(by({ login: 'my-agent[bot]' }, [], { apps: ['my-agent'] })).toEqual(['agent', 'my-agent', 'app'])
  expect(by({ branch: 'auto/x' }, [], { branches: ['auto/'] })).toEqual(['agent', 'auto/', 'branch'])
  expect(by({ labels: ['robot'] }, [], { labels: ['robot'] })).toEqual(['agent', 'robot', 'label'])
  expect(by({}, ['x\n\nAgent: fixer'], { trailers: ['fixer'] })).toEqual(['agent', 'fixer', 'trailer'])
  expect(by({ login: 'renovate[bot]' }, [], { apps: ['renovate'] })).toEqual(['agent', 'renovate', 'app'])
})

test('a person stays one: a name that is only alike, a branch in the middle, words that a message quotes', () => {
  for (const part of [{ login: 'claude' }, { login: 'renovate' }, { branch: 'fix/claude/x' }, { labels: ['drift'] }])
    expect(by(part)[0]).toBe('person')
  const quoting = 'Explain\n\nCo-authored-by: Claude <noreply@anthropic.com>\n\nis what an agent leaves.'
  expect(by({}, [quoting])).toEqual(['person', 'ann', undefined])
})
