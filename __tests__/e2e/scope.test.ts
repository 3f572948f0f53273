import { action, cli } from '../support/built.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { pullRequest } from '../support/pull-request.ts'
import { type Repository, removeTemporaryFolders } from '../support/repository.ts'

// What of a change counts, through the program as it is shipped.

afterAll(removeTemporaryFolders)

/** Kyverno lets an update pass by default where the old object failed as well; here the gate's own answer is asked for. */
const STRICT = LIMITS_POLICY.replace('message:', 'allowExistingViolations: false\n        message:')

const RULES = 'policies/limits.yaml'
const old = deployment('old')
const base = { [RULES]: STRICT, 'old.yaml': old, 'other.yaml': deployment('other') }

interface Shown {
  readonly verdict: string
  readonly counts: { readonly files: number }
  readonly results: readonly { readonly existing?: boolean; readonly inScope: boolean }[]
}

async function judged(change: Parameters<typeof pullRequest>[1], inputs: Record<string, string> = {}) {
  const { repository, setting } = pullRequest(base, change)
  const ran = await action(repository, { ...setting, inputs })
  return JSON.parse(ran.report) as Shown
}

const moved = (to: string, edit: (text: string) => string) => (repository: Repository) => {
  repository.git('mv', 'old.yaml', to)
  repository.write({ [to]: edit(old) })
  repository.git('add', '-A')
}

test.each([
  ['a comment', { 'old.yaml': `# why\n${old}` }],
  ['another form', { 'old.yaml': old.replace('name: old', '"name": "old"') }],
  [
    'a List around it',
    { 'old.yaml': `apiVersion: v1\nkind: List\nitems:\n  - ${old.trimEnd().replaceAll('\n', '\n    ')}\n` },
  ],
  ['another name', moved('new.yaml', (text) => text)],
  ['another name and a comment', moved('new.yaml', (text) => `# moved\n${text}`)],
])('%s does not make an old fault the author’s', async (_, change) => {
  const { verdict, results } = await judged(change)
  expect(results).toEqual([expect.objectContaining({ existing: true })])
  expect(verdict).toBe('pass')
})

test.each([
  ['a change of the resource', { 'old.yaml': old.replace('old:1', 'old:2') }],
  ['a copy of it', { 'copy.yaml': old }],
  [
    'a new one in a List beside it',
    {
      'old.yaml': `${old}---\napiVersion: v1\nkind: List\nitems:\n  - ${deployment('new').trimEnd().replaceAll('\n', '\n    ')}\n`,
    },
  ],
  ['another name of the file with it', moved('new.yaml', (text) => text.replace('old:1', 'old:2'))],
  ['another namespace', { 'old.yaml': old.replace('name: old', 'name: old\n  namespace: x') }],
])('%s counts', async (_, change) => {
  expect((await judged(change)).verdict).toBe('fail')
})

test('where a policy changed, all is judged, and what was left alone does not count', async () => {
  const { verdict, counts, results } = await judged({ [RULES]: `${STRICT}# changed\n` })
  expect(counts.files).toBeGreaterThan(2)
  expect(results.length).toBeGreaterThan(1)
  expect(results.every(({ existing }) => existing === true)).toBe(true)
  expect(verdict).toBe('pass')
})

test.each([
  ['changed-files', { 'old.yaml': `# why\n${old}` }, 'fail'],
  ['changed-files', { 'new.yaml': deployment('new', true) }, 'pass'],
  ['changed-lines', { 'old.yaml': old.replace('resources: {}', 'resources: { }') }, 'fail'],
  ['changed-lines', { 'new.yaml': deployment('new', true) }, 'pass'],
  ['all', { 'new.yaml': deployment('new', true) }, 'fail'],
  ['all', { 'README.md': 'words\n' }, 'fail'],
])('scope %s with %j: %s', async (scope, change, verdict) => {
  expect((await judged(change, { scope })).verdict).toBe(verdict)
})

test('changed-lines leaves the other documents of a file alone', async () => {
  const two = `${old}---\n${deployment('good', true)}`
  const { repository, setting } = pullRequest(
    { [RULES]: STRICT, 'two.yaml': two },
    { 'two.yaml': two.replace('good:1', 'good:2') },
  )
  const ran = await action(repository, { ...setting, inputs: { scope: 'changed-lines' } })
  expect(JSON.parse(ran.report)).toMatchObject({ verdict: 'pass', results: [{ inScope: false }] })
})

test('the configuration sees severity differently, and what is less severe does not fail', async () => {
  const { repository } = pullRequest(base, {})
  const { folder } = repository.write({ '.github/policy-gate.yml': 'severity: {require-limits: low}\n' })
  const check = (least: string) => cli(folder, ['check', 'old.yaml', '--fail-on-severity', least])
  expect((await check('low')).exitCode).toBe(1)
  const mild = await check('medium')
  expect(mild.exitCode).toBe(0)
  expect(mild.stdout).toContain('its severity is below what fails the gate')
})

test('a severity for a policy that is not there is told', async () => {
  const { folder } = pullRequest(base, {}).repository.write({
    '.github/policy-gate.yml': 'severity: {require-limit: low}\n',
  })
  expect((await cli(folder, ['check', 'old.yaml'])).stdout).toContain('policy.severity-unused')
})
