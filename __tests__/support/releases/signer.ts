import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { initializeCA, initializeCTLog, initializeTLog } from '@sigstore/mock'
import { temporaryFolder } from '../repository.ts'

// A Sigstore of one's own: an authority, a log of its certificates and a transparency log, none of which the public one knows.

const ISSUER = { v1: '1.3.6.1.4.1.57264.1.1', v2: '1.3.6.1.4.1.57264.1.8' }

const keys = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' })

function base64(bytes: ArrayBufferView): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

const fromHex = (text = ''): string => Buffer.from(text, 'hex').toString('base64')

function pem(certificate: ArrayBufferView): string {
  const lines = base64(certificate).replace(/.{64}/g, '$&\n')
  return Buffer.from(`-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`).toString('base64')
}

export async function sigstore() {
  const ctLog = await initializeCTLog(keys())
  const authority = await initializeCA(keys(), ctLog)
  const log = await initializeTLog('https://rekor.example', keys())
  const trustRoot = join(temporaryFolder(), 'trusted_root.json')
  writeFileSync(trustRoot, JSON.stringify(trustedRoot(authority.rootCertificate, log.publicKey, ctLog.publicKey)))

  /** A bundle as `cosign sign-blob --bundle` writes it, with a certificate that is made out to this identity. */
  async function bundleFor(text: Buffer, identity: string, issuer: string): Promise<Buffer> {
    const { publicKey, privateKey } = keys()
    const certificate = await authority.issueCertificate({
      publicKey: Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' })),
      subjectAltName: identity,
      extensions: [
        { oid: ISSUER.v1, value: issuer, legacy: true },
        { oid: ISSUER.v2, value: issuer },
      ],
    })
    const signature = sign('sha256', text, privateKey).toString('base64')
    const digest = createHash('sha256').update(text).digest()
    const hash = { algorithm: 'sha256', value: digest.toString('hex') }
    const signed = { content: signature, publicKey: { content: pem(certificate) } }
    const entries = await log.log({
      apiVersion: '0.0.1',
      kind: 'hashedrekord',
      spec: { data: { hash }, signature: signed },
    })
    const tlogEntries = Object.values(entries).map(loggedEntry)
    const bundle = {
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: { certificate: { rawBytes: base64(certificate) }, tlogEntries },
      messageSignature: { messageDigest: { algorithm: 'SHA2_256', digest: digest.toString('base64') }, signature },
    }
    return Buffer.from(JSON.stringify(bundle))
  }
  return { trustRoot, bundleFor }
}

type Entry = Awaited<ReturnType<Awaited<ReturnType<typeof initializeTLog>>['log']>>[string]

function loggedEntry({ logIndex, logID, integratedTime, body, verification }: Entry): object {
  const { inclusionProof: proof, signedEntryTimestamp } = verification ?? {}
  return {
    logIndex: String(logIndex),
    logId: { keyId: fromHex(logID) },
    kindVersion: { kind: 'hashedrekord', version: '0.0.1' },
    integratedTime: String(integratedTime),
    inclusionPromise: { signedEntryTimestamp },
    inclusionProof: {
      logIndex: String(proof?.logIndex),
      rootHash: fromHex(proof?.rootHash),
      treeSize: String(proof?.treeSize),
      hashes: [],
      checkpoint: { envelope: proof?.checkpoint },
    },
    canonicalizedBody: body,
  }
}

function trustedRoot(certificate: ArrayBufferView, log: Buffer, ctLog: Buffer): object {
  const validFor = { start: new Date(Date.now() - 3_600_000).toISOString() }
  const logOf = (publicKey: Buffer) => ({
    baseUrl: 'https://rekor.example',
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: base64(publicKey), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor },
    logId: { keyId: createHash('sha256').update(publicKey).digest('base64') },
  })
  const authority = {
    subject: { commonName: 'sigstore', organization: 'sigstore.mock' },
    uri: 'https://ca.example',
    certChain: { certificates: [{ rawBytes: base64(certificate) }] },
    validFor,
  }
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [logOf(log)],
    certificateAuthorities: [authority],
    ctlogs: [logOf(ctLog)],
  }
}
