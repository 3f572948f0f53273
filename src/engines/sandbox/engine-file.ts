import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as zlib from 'node:zlib'

/** An engine as it lies on disk, and how to prove that it is the one this version was built with. */
export interface EngineFile {
  readonly path: string
  readonly compression: 'zst' | 'none'
  /** Of the file, in hexadecimal digits. */
  readonly sha256: string
  /** Size of the code once it is decompressed. */
  readonly bytes: number
  /**
   * Where in the file the memory begins that the engine was left with at build time, and its size once it is decompressed. An
   * engine without it starts when it is run.
   */
  readonly memory?: { readonly at: number; readonly bytes: number }
}

export type Bytes = Uint8Array<ArrayBuffer>

/** The file on disk is not the one this version was built with: truncated, edited, or another version's. */
export class WrongDigest extends Error {
  override readonly name = 'WrongDigest'
}

/**
 * Reads an engine and proves that it is the one named in the manifest before any of it is unpacked: an engine that was
 * exchanged could pass everything.
 */
export function readEngine({ path, sha256 }: EngineFile): Bytes {
  const packed = readFileSync(path)
  const digest = createHash('sha256').update(packed).digest('hex')
  if (digest !== sha256) throw new WrongDigest(`${path} has the digest ${digest}, expected ${sha256}`)
  return packed
}

export function unpackCode(packed: Bytes, { compression, bytes, memory }: EngineFile): Promise<Bytes> {
  return compression === 'none' ? Promise.resolve(packed) : unpack(packed.subarray(0, memory?.at), bytes)
}

export async function unpackMemory(packed: Bytes, { memory }: EngineFile): Promise<Bytes | undefined> {
  return memory && unpack(packed.subarray(memory.at), memory.bytes)
}

/** The window that the build compresses with; decoders refuse more than 2^27 bytes, and by default less than that. */
const WINDOW_LOG = 27

/**
 * One output buffer of the size that is known takes half the time of pieces that are joined: as quick as reading the
 * engine from a cache and checking it, so there is none. It is done in Node's own pool, beside everything else.
 * Node 20 lacks the format, and has a decoder loaded for it.
 */
async function unpack(packed: Bytes, size: number): Promise<Bytes> {
  if (zlib.zstdDecompress !== undefined) return unpackAside(packed, size)
  const { ZSTDDecoder } = await import('zstddec')
  const decoder = new ZSTDDecoder()
  await decoder.init()
  return decoder.decode(packed, size) as Bytes
}

function unpackAside(packed: Bytes, size: number): Promise<Bytes> {
  const params = { [zlib.constants.ZSTD_d_windowLogMax]: WINDOW_LOG }
  return new Promise((resolve, reject) => {
    zlib.zstdDecompress(packed, { chunkSize: size, params }, (error, bytes) =>
      error === null ? resolve(bytes) : reject(error),
    )
  })
}
