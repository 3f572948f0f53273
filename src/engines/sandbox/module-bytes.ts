import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { brotliDecompressSync, constants } from 'node:zlib'
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
export function readModule(start: Pick<WorkerStart, 'modulePath' | 'sha256' | 'compression'>): ModuleBytes {
  const begin = performance.now()
  const packed = readFileSync(start.modulePath)
  const digest = createHash('sha256').update(packed).digest('hex')
  if (digest !== start.sha256) {
    throw new WrongDigest(`${start.modulePath} has the digest ${digest}, expected ${start.sha256}`)
  }
  const read = performance.now()
  const bytes = start.compression === 'br' ? unpack(packed) : packed
  return { bytes, read: read - begin, decompress: performance.now() - read }
}

function unpack(packed: Uint8Array): Uint8Array {
  return brotliDecompressSync(packed, {
    chunkSize: 4 * 1024 * 1024,
    params: { [constants.BROTLI_DECODER_PARAM_LARGE_WINDOW]: 1 },
  })
}
