import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { regoTools } from '../../scripts/reference/rego-tools.ts'
import { readManifest } from '../../src/changes/builtin-policies.ts'
import { TerminalHost } from '../../src/host/terminal.ts'
import { ROOT } from '../support/built.ts'
import { textOf } from './packs.ts'
import { metadataOf, packageOf } from './rego-page.ts'

const { policies } = await readManifest(new TerminalHost(ROOT), join(ROOT, 'policies'))
const rego = Object.entries(policies).filter(([, path]) => path.endsWith('.rego'))
const testsOf = (path: string): string => textOf(`policies/${path.replace('.rego', '_test.rego')}`)

test('every policy in Rego is listed by its package, and stands for both kinds of infrastructure', () => {
  expect(rego.map(([name]) => name)).toEqual(rego.map(([, path]) => packageOf(textOf(`policies/${path}`))))
  const classes = (kind: string) => rego.map(([name]) => name.split('.')).filter(([first]) => first === kind)
  expect(classes('terraform').map(([, name]) => name)).toEqual(classes('cloudformation').map(([, name]) => name))
})

test.each(rego)('%s says why, how bad and what to do, for each of its rules', (_, path) => {
  const [own, ...rules] = metadataOf(textOf(`policies/${path}`))
  expect(own?.metadata.custom).toMatchObject({ category: expect.any(String), severity: expect.any(String) })
  for (const { metadata, above } of rules) {
    expect(above).toMatch(/^(?:deny|warn) contains /)
    expect(metadata).toMatchObject({ title: expect.any(String), description: expect.any(String) })
    expect(metadata.custom).toMatchObject({ id: expect.any(String), remedy: expect.any(String) })
  }
})

test.each(rego)('%s has four cases that pass and four that fail', (_, path) => {
  const [, passing = '', failing = ''] = testsOf(path).split(/^# What (?:passes|fails)\.$/m)
  expect([...passing.matchAll(/^test_/gm)].length).toBeGreaterThanOrEqual(4)
  expect([...failing.matchAll(/^test_/gm)].length).toBeGreaterThanOrEqual(4)
})

test.each(rego)('%s has cases of nulls, of lists and of what is empty', (_, path) => {
  const tests = testsOf(path)
  for (const sort of [/\bnull\b/, /\[[^\]]+, /, /\{\}|\[\]|""/]) expect(tests).toMatch(sort)
})

const tools = regoTools({ build: false })
const official = 'skipped' in tools ? test.skip : test

official.each(['terraform', 'cloudformation'])(
  `conftest verify: %s${'skipped' in tools ? ` (${tools.skipped})` : ''}`,
  (kind) => {
    const conftest = 'skipped' in tools ? '' : tools.conftest
    const args = ['verify', '--no-color', '--policy', `policies/${kind}`, '--policy', 'engine/rego/library']
    const { status, stdout } = spawnSync(conftest, args, { cwd: ROOT, encoding: 'utf8' })
    expect(stdout).toMatch(/, 0 failures,/)
    expect(status).toBe(0)
  },
)
