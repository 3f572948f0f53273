import { existsSync, readdirSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { cli } from '../support/built.ts'
import { deployment, LIMITS_POLICY } from '../support/manifests.ts'
import { type Entry, tarGz } from '../support/releases/archives.ts'
import { checksumsOf, KYVERNO, KYVERNO_RELEASE, ReleaseServer, sha256 } from '../support/releases/server.ts'
import { Repository, removeTemporaryFolders, temporaryFolder } from '../support/repository.ts'

// 45. A downloaded tool that is not what was released is an error, and nothing of it is executed.

let server: ReleaseServer
beforeAll(async () => {
  server = await ReleaseServer.start()
})
afterAll(async () => {
  await server.stop()
  removeTemporaryFolders()
})

/** A program that leaves a trace when it is run. */
const traced = (trace: string): Entry => ({ path: 'kyverno', content: `#!/bin/sh\ntouch '${trace}'\n` })

const [ARCHIVE, SUMS] = [`${KYVERNO_RELEASE}/${KYVERNO}`, `${KYVERNO_RELEASE}/checksums.txt`]

interface Release {
  /** What the archive holds. */
  readonly entries?: (trace: string) => readonly Entry[]
  /** How it is served. */
  readonly serve?: (
    archive: Buffer,
    sums: Buffer,
  ) => Readonly<Record<string, Buffer | ((response: ServerResponse) => void)>>
  readonly args?: (sums: Buffer) => readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

async function check({ entries, serve, args, env }: Release) {
  const outside = temporaryFolder()
  const trace = join(outside, 'trace')
  const archive = tarGz(entries?.(trace) ?? [traced(trace)])
  const sums = checksumsOf(KYVERNO, archive)
  server.serve(serve?.(archive, sums) ?? { [ARCHIVE]: archive, [SUMS]: sums })
  const { folder } = new Repository().write({ 'policies/p.yaml': LIMITS_POLICY, 'good.yaml': deployment('a', true) })
  const given = args?.(sums) ?? ['--kyverno-checksum', sha256(sums)]
  const official = ['--engine', 'official', '--kyverno-version', '1.2.3', '--tool-mirror', server.url]
  const environment = { ...server.environment(outside), ...env }
  const ran = await cli(folder, ['check', 'good.yaml', ...official, ...given], { env: environment })
  return { ...ran, wasRun: existsSync(trace), outside, said: ran.stdout + ran.stderr }
}

const OTHERS = checksumsOf('other.tar.gz', Buffer.from('other'))

const NO_ARCHIVE = Buffer.from('not an archive')

const tampered = (archive: Buffer): Buffer => {
  const other = Buffer.from(archive)
  other.writeUInt8(other.readUInt8(40) ^ 1, 40)
  return other
}

/** GitHub redirects to whole addresses. */
const redirect = (location: string) => (response: ServerResponse) =>
  void response.writeHead(302, { location: new URL(location, server.url).href }).end()

test.each<[string, string, number, Release]>([
  [
    'is tampered with',
    'tool.wrong-digest',
    3,
    { serve: (archive, sums) => ({ [ARCHIVE]: tampered(archive), [SUMS]: sums }) },
  ],
  [
    'is cut off, and the server says that it is whole',
    'tool.wrong-digest',
    3,
    { serve: (archive, sums) => ({ [ARCHIVE]: archive.subarray(0, 100), [SUMS]: sums }) },
  ],
  [
    'is cut off on its way',
    'tool.download',
    3,
    {
      serve: (archive, sums) => ({
        [SUMS]: sums,
        [ARCHIVE]: (response) => {
          response.writeHead(200, { 'content-length': archive.length })
          response.write(archive.subarray(0, 100), () => response.destroy())
        },
      }),
    },
  ],
  ['has checksums of somebody else', 'tool.wrong-digest', 3, { args: () => ['--kyverno-checksum', sha256('others')] }],
  [
    'is not named by its checksums',
    'tool.unusable',
    3,
    {
      serve: (archive) => ({ [ARCHIVE]: archive, [SUMS]: OTHERS }),
      args: () => ['--kyverno-checksum', sha256(OTHERS)],
    },
  ],
  ['is not there', 'tool.not-released', 2, { serve: (_, sums) => ({ [SUMS]: sums }) }],
  [
    'is an error of the server',
    'tool.download',
    3,
    { serve: (_, sums) => ({ [SUMS]: sums, [ARCHIVE]: (response) => void response.writeHead(500).end() }) },
  ],
  [
    'never comes',
    'tool.download',
    3,
    {
      serve: (_, sums) => ({ [SUMS]: sums, [ARCHIVE]: (response) => void response.writeHead(200).flushHeaders() }),
      args: (sums) => ['--kyverno-checksum', sha256(sums), '--timeout', '1'],
    },
  ],
  ['redirects for ever', 'tool.download', 3, { serve: (_, sums) => ({ [SUMS]: sums, [ARCHIVE]: redirect(ARCHIVE) }) }],
  [
    'redirects to http',
    'tool.download',
    3,
    { serve: (_, sums) => ({ [SUMS]: sums, [ARCHIVE]: redirect('http://localhost:9/kyverno.tar.gz') }) },
  ],
  ['comes from a server that nobody vouches for', 'tool.download', 3, { env: { NODE_EXTRA_CA_CERTS: '' } }],
  [
    'leads out of its folder',
    'tool.unusable',
    3,
    { entries: (trace) => [traced(trace), { path: '../escaped', content: 'x' }] },
  ],
  [
    'leads to the root',
    'tool.unusable',
    3,
    { entries: (trace) => [{ path: `${trace}-x`, content: 'x' }, traced(trace)] },
  ],
  [
    'holds a link',
    'tool.unusable',
    3,
    { entries: (trace) => [{ path: 'kyverno', content: '', type: '2', target: '/bin/true' }, traced(trace)] },
  ],
  ['holds no program', 'tool.unusable', 3, { entries: () => [{ path: 'LICENSE', content: 'x' }] }],
  [
    'is no archive',
    'tool.unusable',
    3,
    {
      serve: () => ({ [ARCHIVE]: NO_ARCHIVE, [SUMS]: checksumsOf(KYVERNO, NO_ARCHIVE) }),
      args: () => ['--kyverno-checksum', sha256(checksumsOf(KYVERNO, NO_ARCHIVE))],
    },
  ],
  ['has a digest that nobody told', 'tool.no-known-digest', 2, { args: () => [] }],
])('an archive that %s', async (_, code, exitCode, release) => {
  const ran = await check(release)
  expect(ran.said).toContain(code)
  expect(ran.exitCode).toBe(exitCode)
  expect(ran.wasRun).toBe(false)
  expect(ran.stdout).not.toContain('Policy Gate: pass')
  expect(readdirSync(ran.outside)).not.toContain('escaped')
})

test('an archive that is what was released is run, also over a redirect, and its silence is no pass', async () => {
  const ran = await check({
    serve: (archive, sums) => ({ [SUMS]: sums, [ARCHIVE]: redirect('/elsewhere'), '/elsewhere': archive }),
  })
  expect(ran.wasRun).toBe(true)
  expect(ran.said).toContain('engine.official')
  expect(ran.said).toContain('it applies 0 policy rule(s) where there are at least 1')
  expect(ran.exitCode).toBe(3)
})
