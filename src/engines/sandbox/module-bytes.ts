import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as zlib from 'node:zlib'
import { milliseconds } from './milliseconds.ts'

/** A module as it lies on disk, and how to prove that it is the one this version was built with. */
export interface PackedModule {
  readonly path: string
  readonly compression: 'zst' | 'none'
  /** Of the file, in hexadecimal digits. */
  readonly sha256: string
  /** Size of the module once it is decompressed. */
  readonly bytes: number
}

export interface ModuleBytes {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Milliseconds. */
  readonly read: number
  readonly decompress: number
}

/** The module on disk is not the one this version was built with: truncated, edited, or another version's. */
export class WrongDigest extends Error {
  override readonly name = 'WrongDigest'
}

/**
 * Reads a module and proves that it is the one named in the manifest before any of it is compiled: an engine that was
 * exchanged could pass everything. What takes long is done by the threads of Node's own pool.
 */
export async function readModule(module: PackedModule): Promise<ModuleBytes> {
  const begin = milliseconds()
  const packed = readFileSync(module.path)
  const read = milliseconds()
  const unpacking = module.compression === 'zst' ? unpack(packed, module.bytes) : Promise.resolve(packed)
  // a file that is damaged is told by its digest, whatever the decoder makes of it
  unpacking.catch(() => {})
  prove(packed, module)
  const bytes = await unpacking
  return { bytes, read: read - begin, decompress: milliseconds() - read }
}

function prove(packed: Uint8Array, { path, sha256 }: PackedModule): void {
  const digest = createHash('sha256').update(packed).digest('hex')
  if (digest !== sha256) throw new WrongDigest(`${path} has the digest ${digest}, expected ${sha256}`)
}

/** The window that the build compresses with; decoders refuse more than 2^27 bytes, and by default less than that. */
const WINDOW_LOG = 27

/**
 * One output buffer of the size that is known takes half the time of pieces that are joined: as quick as reading the
 * module from a cache and checking it, so there is none. Node 20 lacks the format, and has a decoder loaded for it.
 */
async function unpack(packed: Uint8Array, size: number): Promise<Uint8Array<ArrayBuffer>> {
  if (zlib.zstdDecompress !== undefined) return unpackAside(packed, size)
  const { ZSTDDecoder } = await import('zstddec')
  const decoder = new ZSTDDecoder()
  await decoder.init()
  return decoder.decode(packed, size) as Uint8Array<ArrayBuffer>
}

function unpackAside(packed: Uint8Array, size: number): Promise<Uint8Array<ArrayBuffer>> {
  const params = { [zlib.constants.ZSTD_d_windowLogMax]: WINDOW_LOG }
  return new Promise((resolve, reject) => {
    zlib.zstdDecompress(packed, { chunkSize: size, params }, (error, bytes) =>
      error === null ? resolve(bytes) : reject(error),
    )
  })
}
