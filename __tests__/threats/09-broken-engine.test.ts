import { createHash } from 'node:crypto'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import { DIST, run } from '../support/built.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { Repository, removeTemporaryFolders, temporaryFolder } from '../support/repository.ts'

// 9. An engine that crashes or gives no answer is an error, never a pass. (Time and memory: rows 41 and 42.)

afterAll(removeTemporaryFolders)

const MAGIC = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]

/** A module that exports a start function which traps at once, and nothing that an engine has. */
const TRAPS = Uint8Array.from([
  ...MAGIC,
  ...[1, 4, 1, 0x60, 0, 0], // type: () → ()
  ...[3, 2, 1, 0], // one function
  ...[7, 15, 1, 11, ...Buffer.from('_initialize'), 0, 0], // exported as _initialize
  ...[10, 5, 1, 3, 0, 0, 0x0b], // its body: unreachable
])

/** The distribution with another module in the engine's place, and a manifest that knows it. */
function distributionWith(module: Uint8Array): string {
  const dist = join(temporaryFolder(), 'dist')
  cpSync(DIST, dist, { recursive: true })
  const manifestPath = join(dist, 'engines/manifest.json')
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'))
  const packed = zstdCompressSync(module)
  writeFileSync(join(dist, 'engines', manifest.modules.kyverno.file), packed)
  const sha256 = createHash('sha256').update(packed).digest('hex')
  Object.assign(manifest.modules.kyverno, {
    sha256,
    bytes: module.length,
    packedBytes: packed.length,
    memory: undefined,
  })
  writeFileSync(manifestPath, JSON.stringify(manifest))
  return dist
}

test.each([
  ['is no module', Uint8Array.from([1, 2, 3, 4])],
  ['is cut off', Uint8Array.from([...MAGIC, 1, 4, 1])],
  ['has nothing of an engine', Uint8Array.from(MAGIC)],
  ['traps', TRAPS],
])('an engine that %s', async (_, module) => {
  const { folder } = new Repository().write({ 'policies/p.yaml': LIMITS_POLICY, 'good.yaml': deployment('a', true) })
  const args = [join(distributionWith(module), 'cli/index.js'), 'check', 'good.yaml']
  const ran = await run({ args, cwd: folder })
  expect(ran.exitCode).toBe(3)
  expect(ran.stdout + ran.stderr).toMatch(/engine\.(crash|unavailable)/)
  expect(ran.stdout).not.toContain('Policy Gate: pass')
})
