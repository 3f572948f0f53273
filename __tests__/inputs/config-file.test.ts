import { readConfigFile } from '../../src/inputs/config-file.ts'
import { parseOptions } from '../../src/inputs/options.ts'

async function options(text: string) {
  const { raw, source } = await readConfigFile('gate.yml', text)
  return parseOptions(raw, source)
}

test('the keys are those of the options', async () => {
  await expect(options('policies: [p]\nfail-on: audit\ntimeout: 5\n')).resolves.toMatchObject({
    policies: ['p'],
    'fail-on': 'audit',
    timeout: 5,
  })
  await expect(options('')).resolves.toMatchObject({ 'fail-on': 'enforce' })
})

test.each([
  ['timeout: 5\nfail_on: audit\n', 'config.unknown-key', 2, 1, 'fail-on'],
  ['timeout: 5\n\nfail-on: warn\n', 'config.bad-value', 3, 1, 'enforce'],
  ['policies: [p]\n  timeout: 3\n', 'config.not-yaml', 2, 1, 'correct'],
  ['timeout: 5\ntimeout: 6\n', 'config.not-yaml', 2, 1, 'correct'],
  ['params:\n  b d: 1\n', 'config.bad-value', 2, 3, 'a letter first'],
  ['policies: [p]\nparams:\n  a:\n    - b\n  c: null\n', 'config.bad-value', 5, 3, 'a list or a mapping'],
  ['params: [a]\n', 'config.bad-value', 1, 1, 'names of parameters'],
  ['- a\n', 'config.not-settings', 1, 1, 'key: value'],
])('%j is refused at its place', async (text, code, line, column, remedy) => {
  const failure = options(text)
  await expect(failure).rejects.toMatchObject({ detail: { code, where: { file: 'gate.yml', line, column } } })
  await expect(failure).rejects.toMatchObject({ detail: { remedy: expect.stringContaining(remedy) } })
})

test('an alias bomb is refused', async () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\npolicies: [*b,*b,*b,*b,*b,*b,*b,*b]\n`
  await expect(options(bomb)).rejects.toMatchObject({ detail: { code: 'config.not-yaml' } })
})
