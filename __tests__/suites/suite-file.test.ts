import { ConfigError } from '../../src/errors.ts'
import { parseSuites } from '../../src/suites/suite-file.ts'

const HEAD = 'apiVersion: cli.kyverno.io/v1alpha1\nkind: Test\n'

const parse = (text: string) => parseSuites({ path: 'policies/.tests/kyverno-test.yaml', text })

function refusal(text: string) {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof ConfigError) return error.detail
  }
  throw new Error('nothing was refused')
}

test('reads a suite, with absent and empty lists as empty ones', () => {
  const [suite] = parse(`${HEAD}policies: [../a.yaml]\nresources:\nresults:\n- {policy: a, rule: r, result: pass}\n`)
  expect(suite).toMatchObject({
    folder: 'policies/.tests',
    content: { policies: ['../a.yaml'], resources: [], results: [{ policy: 'a', rule: 'r', resources: [] }] },
  })
})

test('reads every suite of a file and passes over empty documents', () => {
  expect(parse(`---\n${HEAD}---\n# nothing\n---\n${HEAD}policies: [b.yaml]\n`)).toHaveLength(2)
})

test('reads scalars as the cluster does', () => {
  const text = `${HEAD}results:\n- {policy: a, result: pass, failOnMissingResources: yes}\nvalues: {at: 10:30}\n`
  expect(parse(text)[0]?.content).toMatchObject({
    results: [{ failOnMissingResources: true }],
    values: { at: '10:30' },
  })
})

test.each([
  ['a misspelt key', `${HEAD}results:\n- policy: a\n  result: pass\n  patchedResuorces: x.yaml\n`, 4],
  ['a status that does not exist', `${HEAD}results:\n- policy: a\n  result: passed\n`, 5],
  ['a name that is a number', `${HEAD}results:\n- policy: a\n  result: pass\n  resources: [12]\n`, 6],
  ['the schema of older versions', 'name: old\npolicies: []\n', 1],
  ['a key that is there twice', `${HEAD}policies: [a]\npolicies: [b]\n`, 4],
  ['YAML that ends early', `${HEAD}policies: [a\n`, 4],
])('refuses %s, with its line', (_what, text, line) => {
  expect(refusal(text)).toMatchObject({
    code: 'suite.invalid',
    where: { file: 'policies/.tests/kyverno-test.yaml', line },
  })
})

test('refuses aliases that multiply, and a file without a suite', () => {
  const bomb = `${HEAD}values:\n  a: &a [x,x,x,x,x,x,x,x,x]\n${['b', 'c', 'd', 'e', 'f']
    .map((name, at) => `  ${name}: &${name} [${Array(9).fill(`*${'abcde'[at]}`).join(',')}]\n`)
    .join('')}`
  expect(refusal(bomb).what).toContain('alias')
  expect(refusal('# nothing\n').what).toContain('empty')
})
