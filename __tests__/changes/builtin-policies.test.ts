import type { Comparison } from '../../src/changes/comparison.ts'
import { policyFiles } from '../../src/changes/policy-files.ts'
import { MemoryHost } from '../../src/host/memory.ts'
import { OPTION_KEYS, parseOptions } from '../../src/inputs/options.ts'
import { ROOT } from '../support/built.ts'
import { Repository, removeTemporaryFolders } from '../support/repository.ts'

afterAll(removeTemporaryFolders)

const SOURCE = {
  noun: 'key',
  name: (key: string) => key,
  where: ([key]: readonly (string | number)[]) => ({ input: String(key) }),
  allowed: OPTION_KEYS,
}

function found(root: string, raw: Record<string, unknown>, trusted?: Comparison['trusted']) {
  const comparison = trusted === undefined ? { root } : { root, trusted }
  return policyFiles(new MemoryHost(root), comparison, parseOptions(raw, SOURCE))
}

const empty = new Repository().write({ 'pod.yaml': 'a' })
const PRIVILEGED = 'builtin/kyverno/disallow-privileged-containers.yaml'
const LIMITS = 'builtin/kyverno/require-resource-limits.yaml'

test('without policies the baseline judges, and a note says so', async () => {
  const { files, levels, diagnostics } = await found(empty.folder, {})
  expect(files.find(({ path }) => path === PRIVILEGED)?.text).toContain('kind: ClusterPolicy')
  expect(levels.get(PRIVILEGED)).toBe('enforce')
  expect(levels.get(LIMITS)).toBe('audit')
  expect(diagnostics).toMatchObject([{ level: 'note', code: 'policies.builtin' }])
})

test('the folder of the packs themselves is not a set of policies', async () => {
  const { files } = await found(ROOT, {})
  expect(files.every(({ path }) => path.startsWith('builtin/'))).toBe(true)
})

test.each([[{ policies: ['policies'] }], [{ builtin: ['none'] }]])('%j without a folder is an error', async (raw) => {
  await expect(found(empty.folder, raw)).rejects.toMatchObject({ detail: { code: 'policies.not-found' } })
})

test('a pack with another one: the stricter level counts', async () => {
  for (const builtin of [
    ['agent-baseline', 'agent-strict'],
    ['agent-strict', 'agent-baseline'],
  ])
    expect((await found(empty.folder, { builtin })).levels.get(LIMITS)).toBe('enforce')
})

test('a policy by its name is meant to count, alone', async () => {
  const { files, levels, diagnostics } = await found(empty.folder, { builtin: ['require-resource-limits'] })
  expect(files.map(({ path }) => path)).toEqual([LIMITS])
  expect(levels.get(LIMITS)).toBe('enforce')
  expect(diagnostics).toEqual([])
})

test('an unknown name is an error that suggests a known one', async () => {
  await expect(found(empty.folder, { builtin: ['agent-baselin'] })).rejects.toMatchObject({
    detail: { code: 'config.unknown-builtin', remedy: expect.stringContaining('agent-baseline') },
  })
  await expect(found(empty.folder, { builtin: ['constructor'] })).rejects.toMatchObject({
    detail: { code: 'config.unknown-builtin' },
  })
})

test('policies of the user judge alone, or beside a pack that is asked for', async () => {
  const own = new Repository().write({ 'policies/a.yaml': 'a' })
  expect((await found(own.folder, {})).files.map(({ path }) => path)).toEqual(['policies/a.yaml'])
  const both = await found(own.folder, { builtin: ['require-image-tags'] })
  expect(both.files.map(({ path }) => path)).toEqual(['policies/a.yaml', 'builtin/kyverno/require-image-tags.yaml'])
  expect([...both.levels.keys()]).toEqual(['builtin/kyverno/require-image-tags.yaml'])
})

test('a change that brings the first policies does not get rid of the baseline', async () => {
  const repository = Repository.create().write({ 'pod.yaml': 'a' })
  const base = repository.commit()
  const head = repository.write({ 'policies/a.yaml': 'a' }).commit()
  const { files, introduced, diagnostics } = await found(repository.folder, {}, { base, head })
  expect(introduced).toBe(true)
  expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['policies/a.yaml', PRIVILEGED]))
  expect(diagnostics.map(({ code }) => code)).toEqual(['policy.introduced', 'policies.builtin'])
})
