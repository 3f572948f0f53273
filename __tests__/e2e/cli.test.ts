import { cpSync, linkSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { VERSION } from '../../src/version.ts'
import { cli, DIST, NODE24, ROOT, run, stable } from '../support/built.ts'
import { expectGolden } from '../support/golden.ts'
import { deployment, LIMITS_POLICY, NETWORK_POLICY, OPEN_NETWORK } from '../support/manifests.ts'
import { Repository, removeTemporaryFolders, temporaryFolder } from '../support/repository.ts'

afterAll(removeTemporaryFolders)

const folder = new Repository().write({
  'policies/limits.yaml': LIMITS_POLICY,
  'policies/network.yaml': NETWORK_POLICY,
  'deploy/bad.yaml': deployment('bad'),
  'deploy/network.yaml': OPEN_NETWORK,
  'repaired/bad.yaml': deployment('bad', true),
  'repaired/network.yaml': OPEN_NETWORK.replace('0.0.0.0/0', '10.0.0.0/8'),
})

const check = (...args: string[]) => cli(folder.folder, ['check', ...args])

describe('check', () => {
  test('fails on violations and shows each at its place', async () => {
    const ran = await check('deploy')
    expect(ran).toMatchObject({ exitCode: 1, stderr: '' })
    expectGolden('cli/check.txt', stable(ran.stdout))
  })

  test('passes the same files repaired', async () => {
    expect(await check('repaired')).toMatchObject({ exitCode: 0, stderr: '' })
  })

  test.each(['json', 'github', 'markdown'])('writes %s', async (format) => {
    const ran = await check('deploy', '--format', format)
    expect(ran.exitCode).toBe(1)
    expectGolden(`cli/check.${format}`, stable(ran.stdout).replaceAll(/[0-9a-f]{64}/g, '<digest>'))
  })

  test('lists passes and skips when they are asked for', async () => {
    const statuses = async (...more: string[]) =>
      (
        JSON.parse((await check('repaired', '--format', 'json', ...more)).stdout) as { results: { status: string }[] }
      ).results.map(({ status }) => status)
    expect(await statuses()).toEqual([])
    expect((await statuses('--all-results')).filter((status) => status === 'pass')).toHaveLength(2)
  })

  test('judges standard input', async () => {
    const ran = await cli(folder.folder, ['check', '-', '--format', 'json'], { stdin: deployment('piped') })
    expect(ran.exitCode).toBe(1)
    expect(JSON.parse(ran.stdout)).toMatchObject({ results: [{ location: { file: '<stdin>', line: 13 } }] })
  })

  test('an empty pipe is a failed program, not a pass', async () => {
    const ran = await cli(folder.folder, ['check', '-'], { stdin: '\n' })
    expect(ran.exitCode).toBe(2)
    expect(ran.stdout).toContain('standard input is empty')
  })

  test('judges an answer in Markdown, at its own lines', async () => {
    const stdin = `Here it is:\n\n\`\`\`yaml\n${deployment('a', true)}\`\`\`\n\n\`\`\`yaml\n${deployment('b')}`
    const ran = await cli(folder.folder, ['check', '-', '--format', 'json'], { stdin })
    expect(ran.exitCode).toBe(1)
    const line = stdin.split('\n').findLastIndex((text) => text.includes('resources: {}')) + 1
    expect(JSON.parse(ran.stdout)).toMatchObject({
      counts: { documents: 2 },
      results: [{ resource: { name: 'b' }, location: { file: '<stdin>', line } }],
    })
  })

  test.each([
    ['prose', 'I am sorry, I cannot do that.\n'],
    ['another language alone', '```bash\nls\n```\n'],
    ['YAML that is no manifest', '```yaml\nreplicas: 1\n```\n'],
  ])('%s is nothing to pass', async (_, stdin) => {
    const ran = await cli(folder.folder, ['check', '-'], { stdin })
    expect(ran).toMatchObject({ exitCode: 2, stdout: expect.stringContaining('input.no-manifest') })
  })

  test('writes the report to a file, and nothing to the terminal', async () => {
    const ran = await check('deploy', '--format', 'json', '--output', 'out/report.json')
    expect(ran).toMatchObject({ exitCode: 1, stdout: '', stderr: '' })
    expect(JSON.parse(readFileSync(folder.path('out/report.json'), 'utf8'))).toMatchObject({ verdict: 'fail' })
    folder.remove('out')
  })

  test('judges what changed between two commits', async () => {
    const repository = Repository.create()
    repository.commit({ 'policies/p.yaml': LIMITS_POLICY, 'old.yaml': deployment('old') })
    repository.commit({ 'new.yaml': deployment('new') })
    const ran = await cli(repository.folder, ['check', '--changed', 'HEAD~1..HEAD', '--format', 'github'])
    expect(ran.exitCode).toBe(1)
    expect(ran.stdout).toContain('file=new.yaml')
    expect(ran.stdout).not.toContain('old.yaml')
  })

  test('takes options from a file, and those of the command line before them', async () => {
    folder.write({ 'gate.yml': 'policies: [policies/network.yaml]\nfail-on: audit\n' })
    expect((await check('deploy', '--config', 'gate.yml')).exitCode).toBe(1)
    expect((await check('deploy', '--config', 'gate.yml', '--fail-on', 'enforce')).exitCode).toBe(0)
  })

  test('answers alike on the runtime of the action', async () => {
    const ran = await cli(folder.folder, ['check', 'deploy'], { node: NODE24 })
    expect(ran.exitCode).toBe(1)
    expectGolden('cli/check.txt', stable(ran.stdout))
  })

  test('works wherever dist/ is put', async () => {
    const moved = copyOfDist()
    const ran = await run({ args: [join(moved, 'cli/index.js'), 'check', 'deploy'], cwd: folder.folder })
    expect(ran.exitCode).toBe(1)
    expectGolden('cli/check.txt', stable(ran.stdout))
  })
})

describe('wrong inputs are errors with a place and a remedy', () => {
  const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - {name: a, image: a}\n'
  const CASES: readonly (readonly [
    string,
    Record<string, string | Buffer>,
    readonly string[],
    number,
    readonly string[],
  ])[] = [
    ['no policies', {}, ['pod.yaml', '--policies', 'nowhere'], 2, ['policies.not-found', 'nowhere', 'remedy']],
    [
      'an empty policy folder',
      { 'none/readme.md': '' },
      ['pod.yaml', '--policies', 'none'],
      2,
      ['policies.none', 'none'],
    ],
    [
      'a policy that does not parse',
      { 'bad/p.yaml': `${LIMITS_POLICY}  x: [\n` },
      ['pod.yaml', '--policies', 'bad'],
      2,
      ['policy.unparsable', 'bad/p.yaml:'],
    ],
    [
      'an unknown field in a policy',
      { 'bad/p.yaml': LIMITS_POLICY.replace('validationFailureAction', 'validationFailureActoin') },
      ['pod.yaml', '--policies', 'bad'],
      2,
      ['policy.invalid', 'validationFailureActoin', 'bad/p.yaml:9'],
    ],
    [
      'a policy of an unknown kind',
      { 'bad/p.yaml': LIMITS_POLICY.replace('ClusterPolicy', 'ClusterPolicies') },
      ['pod.yaml', '--policies', 'bad'],
      2,
      ['policy.unknown-kind', 'ClusterPolicies', 'bad/p.yaml:1'],
    ],
    [
      'one bad policy among good ones',
      { 'bad/a.yaml': LIMITS_POLICY, 'bad/p.yaml': 'a: [' },
      ['pod.yaml', '--policies', 'bad'],
      2,
      ['policy.unparsable', 'bad/p.yaml:1'],
    ],
    [
      'a manifest named as a policy',
      {},
      ['pod.yaml', '--policies', 'policies', '--policies', 'pod.yaml'],
      2,
      ['policy.not-a-policy', 'pod.yaml:1'],
    ],
    ['a manifest that is not there', {}, ['gone.yaml'], 2, ['input.not-found', 'gone.yaml']],
    [
      'a manifest that is not UTF-8',
      { 'x.yaml': Buffer.from('kind: Pod\napiVersion: v1 # \xff\n', 'latin1') },
      ['x.yaml'],
      2,
      ['input.not-utf8', 'x.yaml:2:18'],
    ],
    [
      'a manifest beyond the size limit',
      { 'large.yaml': `${POD}# ${'x'.repeat(2048)}\n` },
      ['large.yaml', '--max-file-size', '2KiB'],
      2,
      ['input.too-large', 'large.yaml', 'max-file-size'],
    ],
    [
      'a syntax error in a manifest',
      { 'x.yaml': `${POD}---\n${POD}  bad: [1, 2\n` },
      ['x.yaml'],
      2,
      ['input.unparsable', 'x.yaml:'],
    ],
    [
      'a tab in the indentation',
      { 'x.yaml': 'apiVersion: v1\nkind: Pod\nmetadata:\n\tname: a\n' },
      ['x.yaml'],
      2,
      ['input.unparsable', 'x.yaml:4:1'],
    ],
    ['a key given twice', { 'x.yaml': `${POD}spec: {}\n` }, ['x.yaml'], 2, ['input.unparsable', 'spec']],
    ['a bad glob', {}, ['pod.yaml', '--paths', '{a,b'], 2, ['config.bad-glob', '{a,b']],
    ['an unknown option', {}, ['pod.yaml', '--polices', 'p'], 2, ['config.unknown-flag', 'did you mean --policies?']],
    [
      'an unknown key in the configuration',
      { 'c.yml': 'fail-on: audit\npolices: [p]\n' },
      ['pod.yaml', '--config', 'c.yml'],
      2,
      ['config.unknown-key', 'c.yml:2:1', 'did you mean `policies`?'].map((w) => w.replaceAll('`', '')),
    ],
    ['a configuration that is not there', {}, ['pod.yaml', '--config', 'c2.yml'], 2, ['config.unreadable', 'c2.yml']],
    ['a commit that is not there', {}, ['--changed', 'a..b'], 2, ['changes.no-checkout', '--changed']],
  ]

  test.each(CASES)('%s', async (_, files, args, exitCode, words) => {
    const place = new Repository().write({ 'policies/limits.yaml': LIMITS_POLICY, 'pod.yaml': POD, ...files })
    const ran = await cli(place.folder, ['check', ...args])
    expect([ran.exitCode, ran.stdout + ran.stderr]).toEqual([exitCode, ran.stdout + ran.stderr])
    for (const word of words) expect(ran.stdout + ran.stderr).toContain(word)
    expect(ran.stdout + ran.stderr).toContain('remedy')
    expect(ran.stdout + ran.stderr).not.toMatch(/\n {4}at /)
  })

  test('an engine module with a wrong digest is not run', async () => {
    const dist = copyOfDist()
    const manifest = join(dist, 'engines/manifest.json')
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/"sha256": "[0-9a-f]{4}/, '"sha256": "0000'))
    const ran = await run({ args: [join(dist, 'cli/index.js'), 'check', 'deploy'], cwd: folder.folder })
    expect(ran.exitCode).toBe(3)
    expect(ran.stdout).toContain('engine.wrong-digest')
  })

  test('a distribution without its engine says so', async () => {
    const dist = copyOfDist(['engines'])
    const ran = await run({ args: [join(dist, 'cli/index.js'), 'check', 'deploy'], cwd: folder.folder })
    expect(ran.exitCode).toBe(3)
    expect(ran.stderr).toContain('engine.missing')
  })

  // One expression is ended by the cost limit of CEL; twenty of them together are not, and take longer than the limit.
  test('an endless policy is stopped at its limit, with the document it was at', async () => {
    const digits = '[0,1,2,3,4,5,6,7,8,9]'
    const nested = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].reduceRight(
      (inner, name) => `${digits}.all(${name}, ${inner})`,
      'object.metadata.name.size() + a < 100',
    )
    const policy = (number: number) => `---
apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: {name: endless-${number}}
spec:
  autogen: {podControllers: {controllers: []}}
  validationActions: [Deny]
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods]}]
  validations: [{expression: "${nested}", message: never}]
`
    const policies = Array.from({ length: 20 }, (_, number) => policy(number)).join('')
    const place = new Repository().write({ 'policies/p.yaml': policies, 'pod.yaml': POD })
    const ran = await cli(place.folder, ['check', 'pod.yaml', '--timeout', '5'])
    expect(ran.exitCode).toBe(3)
    expect(ran.stdout).toContain('engine.timeout')
    expect(ran.stdout).toContain('pod.yaml:1')
  })
})

test('help, version and unknown commands', async () => {
  expect(await cli(ROOT, ['--version'])).toEqual({ exitCode: 0, stdout: `${VERSION}\n`, stderr: '' })
  expect(VERSION).toBe(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version)
  expect((await cli(ROOT, [])).stdout).toContain('check')
  const help = await cli(ROOT, ['check', '--help'])
  expect(help.exitCode).toBe(0)
  for (const flag of ['--policies', '--changed', '--fail-on', '--format', '--timeout'])
    expect(help.stdout).toContain(flag)
  expect(await cli(ROOT, ['chekc'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('did you mean check?'),
  })
})

/** dist/ somewhere else, without what is left out. The engine is large: it is linked where that can be done. */
function copyOfDist(without: readonly string[] = []): string {
  const copy = temporaryFolder()
  for (const part of ['cli', 'worker'].filter((name) => !without.includes(name)))
    cpSync(join(DIST, part), join(copy, part), { recursive: true })
  if (without.includes('engines')) return copy
  mkdirSync(join(copy, 'engines'))
  const { modules } = JSON.parse(readFileSync(join(DIST, 'engines/manifest.json'), 'utf8')) as {
    modules: Record<string, { file: string }>
  }
  for (const { file } of Object.values(modules)) place(join(DIST, 'engines', file), join(copy, 'engines', file))
  cpSync(join(DIST, 'engines/manifest.json'), join(copy, 'engines/manifest.json'))
  return copy
}

function place(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    cpSync(from, to)
  }
}
