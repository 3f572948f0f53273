import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cli } from '../support/built.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { type Entry, tarGz } from '../support/releases/archives.ts'
import { checksumsOf, KYVERNO, KYVERNO_RELEASE, ReleaseServer, sha256 } from '../support/releases/server.ts'
import { Repository, removeTemporaryFolders, temporaryFolder } from '../support/repository.ts'

// 46. What is in the tool cache is held against the release's digests again before it is used.

let server: ReleaseServer
beforeAll(async () => {
  server = await ReleaseServer.start()
})
afterAll(async () => {
  await server.stop()
  removeTemporaryFolders()
})

const traced = (trace: string): Entry => ({ path: 'kyverno', content: `#!/bin/sh\necho run >> '${trace}'\n` })

/** A tool cache that one run has filled, and what runs with it later. */
async function filledCache() {
  const cache = temporaryFolder()
  const traces = { good: join(cache, 'good'), evil: join(cache, 'evil') }
  const archive = tarGz([traced(traces.good)])
  const sums = checksumsOf(KYVERNO, archive)
  server.serve({ [`${KYVERNO_RELEASE}/${KYVERNO}`]: archive, [`${KYVERNO_RELEASE}/checksums.txt`]: sums })
  const { folder } = new Repository().write({ 'policies/p.yaml': LIMITS_POLICY, 'good.yaml': deployment('a', true) })
  const official = ['--engine', 'official', '--kyverno-version', '1.2.3', '--tool-mirror', server.url]
  const args = ['check', 'good.yaml', ...official, '--kyverno-checksum', sha256(sums)]
  const run = () => cli(folder, args, { env: server.environment(cache) })
  await run()
  const kept = join(cache, 'policy-gate-kyverno', '1.2.3', process.arch)
  return { traces, run, file: (name: string) => join(kept, name), kept }
}

const timesRun = (trace: string): number => (existsSync(trace) ? readFileSync(trace, 'utf8').split('\n').length - 1 : 0)

test('what is whole is used, without asking the server again, and a program beside it is not', async () => {
  const { traces, run, file, kept } = await filledCache()
  expect(readdirSync(kept).sort()).toEqual(['checksums.txt', KYVERNO])
  const before = timesRun(traces.good)
  expect(before).toBeGreaterThan(0)
  server.serve({})
  writeFileSync(file('kyverno'), traced(traces.evil).content, { mode: 0o755 })
  await run()
  expect(timesRun(traces.good)).toBe(2 * before)
  expect(timesRun(traces.evil)).toBe(0)
  expect(server.asked).toEqual([])
})

test.each([
  ['the archive', false],
  ['the archive and its checksums', true],
])('%s of another program in its place', async (_, withChecksums) => {
  const { traces, run, file } = await filledCache()
  const before = timesRun(traces.good)
  const evil = tarGz([traced(traces.evil)])
  writeFileSync(file(KYVERNO), evil)
  if (withChecksums) writeFileSync(file('checksums.txt'), checksumsOf(KYVERNO, evil))
  const { exitCode, stdout, stderr } = await run()
  expect(stdout + stderr).toContain('tool.wrong-digest')
  expect(stdout + stderr).toContain('delete it from the cache')
  expect(exitCode).toBe(3)
  expect(timesRun(traces.evil)).toBe(0)
  expect(timesRun(traces.good)).toBe(before)
})
