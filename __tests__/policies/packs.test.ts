import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parse, parseAllDocuments } from 'yaml'
import { renderers } from '../../scripts/reference/renderers.ts'
import { readManifest } from '../../src/changes/builtin-policies.ts'
import { TerminalHost } from '../../src/host/terminal.ts'
import { VERSION } from '../../src/version.ts'
import { ROOT } from '../support/built.ts'
import { filesIn, textOf } from './packs.ts'

const { packs, policies } = await readManifest(new TerminalHost(ROOT), join(ROOT, 'policies'))
const membersOf = (pack: string) => packs[pack]?.members ?? []

interface Policy {
  readonly metadata: { readonly name: string }
  readonly spec: { readonly validationFailureAction: string }
}

const kyverno = filesIn('policies/kyverno').map((file) => {
  const policy = parse(textOf(`policies/kyverno/${file}`)) as Policy
  return { path: `kyverno/${file}`, name: policy.metadata.name, action: policy.spec.validationFailureAction }
})

test('every name of a pack is a policy, and every policy a file', () => {
  const names = Object.values(packs).flatMap(({ members }) => members.map(({ policy }) => policy))
  expect(names.filter((name) => !Object.hasOwn(policies, name))).toEqual([])
  expect(Object.values(policies).filter((path) => !existsSync(join(ROOT, 'policies', path)))).toEqual([])
})

test('no pack names a policy twice', () => {
  for (const { members } of Object.values(packs))
    expect(new Set(members.map(({ policy }) => policy)).size).toBe(members.length)
})

test('every policy of Kyverno is listed by its own name, in both of its kinds', () => {
  const listed = Object.entries(policies).filter(([, path]) => path.startsWith('kyverno/'))
  expect(listed.sort()).toEqual(kyverno.map(({ name, path }) => [name, path]).sort())
  expect(filesIn('policies/kyverno-cel')).toEqual(filesIn('policies/kyverno'))
})

test.each(['policies/kyverno', 'policies/kyverno-cel'])('%s: kubectl installs every policy', (folder) => {
  const { resources } = parse(textOf(`${folder}/kustomization.yaml`)) as { resources: string[] }
  expect(resources.sort()).toEqual([...filesIn(folder), 'policy-gate-params.yaml'].sort())
})

const tools = renderers({ build: false })
const official = 'kustomize' in tools ? test : test.skip

official.each(['policies/kyverno', 'policies/kyverno-cel'])(
  `%s: kustomize builds it${'kustomize' in tools ? '' : ` (${tools.skipped})`}`,
  (folder) => {
    const kustomize = 'kustomize' in tools ? tools.kustomize : ''
    const built = parseAllDocuments(execFileSync(kustomize, ['build', folder], { cwd: ROOT, encoding: 'utf8' }))
    const names = built.map((document) => (document.toJS() as Policy).metadata.name)
    const written = filesIn(folder).map((file) => (parse(textOf(`${folder}/${file}`)) as Policy).metadata.name)
    expect(names.sort()).toEqual([...written, 'policy-gate', 'policy-gate-params'].sort())
  },
)

test('agent-baseline blocks in a pull request what its files block in the cluster', () => {
  const actions = new Map(kyverno.map(({ name, action }) => [name, action]))
  const members = membersOf('agent-baseline').filter(({ policy }) => actions.has(policy))
  expect(members.map(({ policy, level }) => [policy, level])).toEqual(
    members.map(({ policy }) => [policy, actions.get(policy) === 'Enforce' ? 'enforce' : 'warn']),
  )
})

test('agent-strict has all of agent-baseline, and blocks by each', () => {
  const strict = membersOf('agent-strict')
  const names = new Set(strict.map(({ policy }) => policy))
  expect(membersOf('agent-baseline').filter(({ policy }) => !names.has(policy))).toEqual([])
  expect(strict.filter(({ level }) => level !== 'enforce')).toEqual([])
})

/** What came first blocks from the beginning; what came later warns until the next major version. */
test('a policy that joins agent-baseline starts as a warning', () => {
  const major = (version: string): number => Number(version.split('.', 1)[0])
  const early = membersOf('agent-baseline').filter(
    ({ level, since }) => level === 'enforce' && since !== '0.1.0' && major(since) >= major(VERSION),
  )
  expect(early).toEqual([])
})
