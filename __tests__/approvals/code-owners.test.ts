import { codeOwners } from '../../src/approvals/code-owners.ts'

/** Each row: a file of CODEOWNERS, a path, and who owns it by GitHub's documentation. */
const ROWS: readonly (readonly [string, string, readonly string[]])[] = [
  ['* @a', 'x/y/z.yaml', ['@a']],
  ['* @a\n*.js @b', 'deep/app.js', ['@b']],
  ['*.go docs@example.com', 'main.go', ['docs@example.com']],
  ['/build/logs/ @a', 'build/logs/x/y.txt', ['@a']],
  ['/build/logs/ @a', 'other/build/logs/y.txt', []],
  ['docs/* @a', 'docs/x.md', ['@a']],
  ['docs/* @a', 'docs/build/x.md', []],
  ['apps/ @a', 'deep/apps/x/y', ['@a']],
  ['apps/ @a', 'apps', []],
  ['/docs/ @a', 'docs/x/y', ['@a']],
  ['**/logs @a', 'build/deep/logs/x', ['@a']],
  ['**/logs @a', 'logs/x', ['@a']],
  ['/apps/ @a\n/apps/github', 'apps/github/x', []],
  ['/apps/ @a\n/apps/github @b', 'apps/github', ['@b']],
  ['policies/**/strict.yaml @a', 'policies/a/b/strict.yaml', ['@a']],
  ['policies/**/strict.yaml @a', 'policies/strict.yaml', ['@a']],
  ['policies @o/team-1 # the platform team', 'policies/x.yaml', ['@o/team-1']],
  ['# policies @a', 'policies/x.yaml', []],
  ['* @a\n!policies @b', 'policies/x.yaml', ['@a']],
  ['* @a\npolic[iy]es @b', 'policies/x.yaml', ['@a']],
  ['* @a\npolicies not-an-owner', 'policies/x.yaml', ['@a']],
  ['a\\ b/ @a', 'a b/c', ['@a']],
  ['Policies/ @a', 'policies/x', []],
  ['p?licies/x.y* @a', 'policies/x.yaml', ['@a']],
  ['a.b @a', 'axb', []],
  ['/policies/\r', 'policies/x', []],
]

test.each(ROWS)('%j: who owns %s', (text, path, owners) => {
  expect(codeOwners(text)(path)).toEqual(owners)
})

test('a line that would take long to match is not followed for long', () => {
  const owners = codeOwners(`${'*a'.repeat(30)} @a`)
  expect(owners('a'.repeat(60))).toEqual(['@a'])
})
