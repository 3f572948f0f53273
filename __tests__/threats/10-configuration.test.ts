import { action, cli } from '../support/built.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { pullRequest } from '../support/pull-request.ts'
import { Repository, removeTemporaryFolders } from '../support/repository.ts'

// A configuration that cannot be understood judges nothing by halves.

afterAll(removeTemporaryFolders)

const FILE = '.github/policy-gate.yml'
const files = (text: string) => ({
  'policies/limits.yaml': LIMITS_POLICY,
  'a.yaml': deployment('a', true),
  [FILE]: text,
})

describe.each([
  [
    'an unknown key',
    'policies: [policies]\nfail_on: audit\n',
    'config.unknown-key',
    `${FILE}:2:1`,
    'did you mean fail-on?',
  ],
  ['an unknown value', 'fail-on: audti\n', 'config.bad-value', `${FILE}:1:1`, 'did you mean audit?'],
  ['a wrong type', 'policies: policies\n', 'config.bad-value', `${FILE}:1:1`, 'a list of files'],
  ['a wrong type deep down', 'params:\n  max: 1\n  none: null\n', 'config.bad-value', `${FILE}:3:3`, 'params.none'],
  ['a bad glob', 'paths: ["a/[b"]\n', 'config.bad-glob', `${FILE}:1:1`, 'close every bracket'],
  ['a key twice', 'timeout: 1\ntimeout: 2\n', 'config.not-yaml', `${FILE}:2:1`, 'correct'],
  ['no mapping', '- fail-on\n', 'config.not-settings', `${FILE}:1:1`, 'key: value'],
  ['an alias bomb', `a: &a [${'x,'.repeat(20)}x]\npolicies: [${'*a,'.repeat(20)}*a]\n`, 'config.', FILE, 'remedy:'],
])('%s', (_, text, code, place, words) => {
  test('is an error of the command line', async () => {
    const ran = await cli(new Repository().write(files(text)).folder, ['check', 'a.yaml'])
    expect(ran.exitCode).toBe(2)
    for (const said of [code, place, words]) expect(ran.stderr).toContain(said)
  })
})

test('at the base of a pull request it fails the check', async () => {
  const { repository, setting } = pullRequest(files('fail-no: none\n'), { 'b.yaml': deployment('b', true) })
  const ran = await action(repository, setting)
  expect(ran.exitCode).toBe(2)
  expect(ran.outputs['verdict']).toBe('error')
  expect(ran.stdout).toContain('did you mean fail-on?')
})

test('an input that the action does not know is an error with the nearest one', async () => {
  const { repository, setting } = pullRequest(files(''), { 'b.yaml': deployment('b', true) })
  const ran = await action(repository, { ...setting, inputs: { 'fail-onn': 'none' } })
  expect(ran).toMatchObject({ exitCode: 2, stdout: expect.stringContaining('did you mean fail-on?') })
})
