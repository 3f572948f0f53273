import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as zlib from 'node:zlib'
import type { WorkerStart } from './protocol.ts'

/** A module as it was read: its bytes, and what remains to be checked before an answer of it may be believed. */
export interface ModuleBytes {
  readonly bytes: Uint8Array
  readonly read: number
  readonly decompress: number
}

/** The module on disk is not the one this version was built with: truncated, edited, or another version's. */
export class WrongDigest extends Error {
  override readonly name = 'WrongDigest'
}

/**
 * Reads a module and proves that it is the one named in the manifest before any of it runs: an engine that was
 * exchanged could pass everything.
 */
export async function readModule(
  start: Pick<WorkerStart, 'modulePath' | 'sha256' | 'compression' | 'bytes'>,
): Promise<ModuleBytes> {
  const begin = performance.now()
  const packed = readFileSync(start.modulePath)
  const digest = createHash('sha256').update(packed).digest('hex')
  if (digest !== start.sha256) {
    throw new WrongDigest(`${start.modulePath} has the digest ${digest}, expected ${start.sha256}`)
  }
  const read = performance.now()
  const bytes = start.compression === 'zst' ? await unpack(packed, start.bytes) : packed
  return { bytes, read: read - begin, decompress: performance.now() - read }
}

/** The window that the build compresses with; decoders refuse more than 2^27 bytes, and by default less than that. */
const WINDOW_LOG = 27

/**
 * One output buffer of the size that is known takes half the time of pieces that are joined: as quick as reading the
 * module from a cache and checking it, so there is none. Node 20 lacks the format, and has a decoder loaded for it.
 */
async function unpack(packed: Uint8Array, size: number): Promise<Uint8Array> {
  if (zlib.zstdDecompressSync !== undefined) {
    const params = { [zlib.constants.ZSTD_d_windowLogMax]: WINDOW_LOG }
    return zlib.zstdDecompressSync(packed, { chunkSize: size, params })
  }
  const { ZSTDDecoder } = await import('zstddec')
  const decoder = new ZSTDDecoder()
  await decoder.init()
  return decoder.decode(packed, size)
}
