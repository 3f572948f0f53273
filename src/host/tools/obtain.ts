import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ConfigError } from '../../errors.ts'
import type { Host } from '../host.ts'
import { BadArchive, fileIn } from './archive.ts'
import { newestIn, ToolCache } from './cache.ts'
import { download } from './download.ts'
import { assertOutside, type Installed, inFolder, onPath } from './installed.ts'
import { notReleased, unusable } from './problems.ts'
import { RELEASES, type Release, releaseOf } from './releases.ts'
import type { Tool, WantedTool } from './tool.ts'
import { CHECKSUMS, type Files, SIGNATURE, sha256, verifyRelease } from './verify.ts'
import { exactVersion, resolvedVersion } from './versions.ts'

/** What the search needs of the host. */
export type Searching = Pick<Host, 'root' | 'env' | 'run' | 'onStop' | 'askGitHub'>

/**
 * A program from the folder that was named, else from the PATH where its version fits, else from the tool cache or the release.
 * What was downloaded, now or earlier, is run only after it was held against the release's digests in this very run.
 */
export async function obtainTool(host: Searching, wanted: WantedTool): Promise<Tool> {
  const { name, folder } = wanted
  if (folder !== undefined) return installed(wanted, fitting(wanted, await inFolder(host, name, folder)), 'tool-path')
  const here = await onPath(host, name)
  const fits = here.find(({ version }) => isWanted(wanted, version))
  if (fits !== undefined) return installed(wanted, fits, 'PATH')
  return released(host, wanted)
}

function installed({ name }: WantedTool, { path, version, digest }: Installed, where: string): Tool {
  return { name, path, version, digest, origin: `${path} (${where})`, dispose: async () => {} }
}

/** Without a wish, the version that is embedded. */
function isWanted({ name, version = RELEASES[name].version }: WantedTool, found: string): boolean {
  if (found === '') return false
  const exact = exactVersion(version)
  return exact === undefined ? newestIn(version, [found]) !== undefined : exact === found
}

/** A folder that was named is believed, unless it holds another version than was asked for. */
function fitting(wanted: WantedTool, found: Installed): Installed {
  if (wanted.version === undefined || isWanted(wanted, found.version)) return found
  throw new ConfigError({
    code: 'tool.other-version',
    what: `${found.path} is ${wanted.name} ${found.version || 'of a version that it does not tell'}, and ${wanted.version} is asked for`,
    where: { input: 'tool-path' },
    remedy: `put that version there, or leave \`${wanted.name}-version\` out`,
  })
}

async function released(host: Searching, wanted: WantedTool): Promise<Tool> {
  const { name, mirror, checksum, patience } = wanted
  const trustRoot = await trustRootOf(host, wanted)
  const cache = new ToolCache(name, process.arch, host.env)
  const token = host.env['INPUT_GITHUB-TOKEN'] ?? ''
  const version = await resolvedVersion(wanted, {
    here: cache.versions(),
    askGitHub: host.askGitHub?.bind(host),
    token,
  })
  const release = releaseOf(name, version, process, mirror)
  const trust = {
    checksum,
    verifySignature: async (...signed: Parameters<Parameters<typeof verifyRelease>[2]['verifySignature']>) => {
      const { verifySignature } = await import('./signature.ts')
      return verifySignature(...signed, trustRoot)
    },
  }
  const kept = await cache.files(version)
  const files = kept?.files ?? (await downloaded(release, patience))
  await verifyRelease(release, files, trust)
  if (kept === undefined) await cache.keep(version, files)
  return unpackedTool(host, release, files, kept?.folder ?? release.url(release.asset))
}

/** Undefined for the public Sigstore. A file that is not there is told when it is read. */
async function trustRootOf({ root }: Searching, { trustRoot }: WantedTool): Promise<string | undefined> {
  if (trustRoot === undefined) return undefined
  const path = resolve(root, trustRoot)
  await assertOutside(root, await realpath(path).catch(() => path), 'tool-trust-root')
  return path
}

async function downloaded(release: Release, patience: number): Promise<Files> {
  const { asset, name, version, url, signer } = release
  const optional = [CHECKSUMS, ...(signer === undefined ? [] : [SIGNATURE])]
  const files = new Map<string, Buffer>()
  for (const file of [...optional, asset]) {
    const bytes = await download(url(file), patience)
    if (bytes !== undefined) files.set(file, bytes)
  }
  if (!files.has(asset)) throw notReleased(name, version, url(asset))
  return files
}

/** Into a folder that only we may enter: nobody exchanges the program between its check and its run. */
async function unpackedTool(host: Searching, release: Release, files: Files, from: string): Promise<Tool> {
  const { name, version, asset, program } = release
  const bytes = await fileIn(files.get(asset) as Buffer, program).catch((error: unknown) => {
    throw error instanceof BadArchive ? unusable(`${name} ${version}`, `${asset}: ${error.message}`) : error
  })
  const folder = await mkdtemp(join(await realpath(host.env['RUNNER_TEMP'] || tmpdir()), 'policy-gate-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  const takeBack = host.onStop(remove)
  const path = join(folder, program)
  await writeFile(path, bytes, { mode: 0o700 })
  const dispose = () => remove().finally(takeBack)
  return { name, path, version, digest: `sha256:${sha256(bytes)}`, origin: from, dispose }
}
