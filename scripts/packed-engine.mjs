// The file that an engine is shipped as: its code and the memory it begins with, each compressed by itself, so that they are
// unpacked side by side. The entry in the manifest says where the second begins, and how much each one is.
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { detachMemory } from './wasm-detach.mjs'

/** The window spans the module: what Go repeats is far apart. The decoder has to be told as much (see engine-file.ts). */
const WINDOW_LOG = 27

/** `module` was started at build time; its memory is that of its data segments. */
export function pack(module) {
  const { code, memory } = detachMemory(module)
  const packedCode = compress(code)
  return {
    packed: Buffer.concat([packedCode, compress(memory)]),
    entry: { bytes: code.length, memory: { at: packedCode.length, bytes: memory.length } },
  }
}

/** Code and memory, one after the other. */
export function unpack(packed, { compression, memory }) {
  if (compression === 'none') return packed
  return Buffer.concat([packed.subarray(0, memory.at), packed.subarray(memory.at)].map(decompress))
}

function compress(bytes) {
  const { ZSTD_c_compressionLevel, ZSTD_c_windowLog, ZSTD_c_enableLongDistanceMatching } = constants
  return zstdCompressSync(bytes, {
    params: { [ZSTD_c_compressionLevel]: 22, [ZSTD_c_windowLog]: WINDOW_LOG, [ZSTD_c_enableLongDistanceMatching]: 1 },
  })
}

function decompress(bytes) {
  return zstdDecompressSync(bytes, { params: { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG } })
}
