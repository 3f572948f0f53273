import { readFile } from 'node:fs/promises'
import { bundleFromJSON } from '@sigstore/bundle'
import { TrustedRoot } from '@sigstore/protobuf-specs'
import seeds from '@sigstore/tuf/seeds.json' with { type: 'json' }
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify'
import { ConfigError } from '../../errors.ts'
import { unusable } from './problems.ts'
import type { Release } from './releases.ts'

/** The public Sigstore's keys as its own package ships them: nothing is fetched to verify. */
const PUBLIC_ROOT = Buffer.from(
  seeds['https://tuf-repo-cdn.sigstore.dev'].targets['trusted_root.json'],
  'base64',
).toString('utf8')

/**
 * Throws unless the workflow that releases the program signed this text, by a certificate that was logged, at a time that the
 * transparency log vouches for.
 */
export async function verifySignature(
  signed: Buffer,
  signature: Buffer,
  { identity, issuer }: NonNullable<Release['signer']>,
  trustRoot: string | undefined,
): Promise<void> {
  const material = toTrustMaterial(await rootOf(trustRoot))
  const verifier = new Verifier(material, { tlogThreshold: 1, ctlogThreshold: 1, timestampThreshold: 1 })
  try {
    const entity = toSignedEntity(bundleFromJSON(JSON.parse(signature.toString('utf8'))), signed)
    verifier.verify(entity, { subjectAlternativeName: exactly(identity), extensions: { issuer } })
  } catch (error) {
    throw unusable('checksums.txt', `its signature is not that of ${identity} (${(error as Error).message})`)
  }
}

/** The verifier takes a pattern. */
const exactly = (text: string): string => `^${text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}$`

async function rootOf(path: string | undefined): Promise<TrustedRoot> {
  try {
    return TrustedRoot.fromJSON(JSON.parse(path === undefined ? PUBLIC_ROOT : await readFile(path, 'utf8')))
  } catch (error) {
    throw new ConfigError({
      code: 'tool.trust-root',
      what: `${path} is no trust root of Sigstore: ${(error as Error).message}`,
      where: { input: 'tool-trust-root' },
      remedy: 'name a file that `cosign trusted-root create` writes, or leave it out for the public Sigstore',
    })
  }
}
