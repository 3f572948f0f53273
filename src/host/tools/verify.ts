import { createHash } from 'node:crypto'
import { noKnownDigest, unusable, wrongDigest } from './problems.ts'
import type { Release } from './releases.ts'

export const CHECKSUMS = 'checksums.txt'
export const SIGNATURE = 'checksums.txt.sigstore.json'

/** What is there of a release, by the names of its files. */
export type Files = ReadonlyMap<string, Buffer>

/** What is known of a release from elsewhere. */
export interface Trust {
  /** Sha256 of checksums.txt that the user gives; it counts before ours. */
  readonly checksum?: string | undefined
  /** Throws where the signature is not that of the release's own workflow. */
  readonly verifySignature: (
    signed: Buffer,
    signature: Buffer,
    signer: NonNullable<Release['signer']>,
  ) => void | Promise<void>
}

/** Throws unless the archive is the one that was released. Where it came from does not matter. */
export async function verifyRelease(release: Release, files: Files, trust: Trust): Promise<void> {
  const { asset, known, name, version } = release
  const shipped = trust.checksum === undefined ? known.archives?.[asset] : undefined
  const expected = [shipped, await listed(release, files, trust)].filter((one) => one !== undefined)
  if (expected.length === 0) throw noKnownDigest(name, version)
  const found = sha256(files.get(asset) ?? Buffer.alloc(0))
  for (const digest of expected) if (digest !== found) throw wrongDigest(`${name} ${version}`, asset, digest, found)
}

/** The archive's digest in checksums.txt; undefined where nothing says whose file that is. */
async function listed(release: Release, files: Files, trust: Trust): Promise<string | undefined> {
  const checksums = files.get(CHECKSUMS)
  if (checksums === undefined || !(await isTrusted(release, checksums, files.get(SIGNATURE), trust))) return undefined
  const line = checksums
    .toString('utf8')
    .split('\n')
    .map((text) => /^([0-9a-f]{64}) [ *](\S+)\s*$/.exec(text))
    .find((match) => match?.[2] === release.asset)
  if (line?.[1] === undefined)
    throw unusable(`${release.name} ${release.version}`, `${CHECKSUMS} has no ${release.asset}`)
  return line[1]
}

async function isTrusted(
  { name, version, known, signer }: Release,
  checksums: Buffer,
  signature: Buffer | undefined,
  { checksum, verifySignature }: Trust,
): Promise<boolean> {
  const expected = checksum ?? known.checksums
  const found = sha256(checksums)
  if (expected !== undefined && expected !== found) throw wrongDigest(`${name} ${version}`, CHECKSUMS, expected, found)
  if (signer !== undefined && signature !== undefined) await verifySignature(checksums, signature, signer)
  return expected !== undefined || (signer !== undefined && signature !== undefined)
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
