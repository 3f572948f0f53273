import { gunzipSync } from 'node:zlib'

/** What `opa build -t wasm` puts into a bundle, as far as it counts here. */
export interface BundleFiles {
  readonly wasm: Uint8Array<ArrayBuffer>
  readonly data: object
  readonly manifest: object
}

/** The archive is no bundle, or a bundle without a compiled policy. */
export class NotABundle extends Error {
  override readonly name = 'NotABundle'
}

/** Policies are small; what grows beyond this when it is unpacked is not one. */
const MAX_UNPACKED = 256 * 1024 ** 2

const WASM = [0x00, 0x61, 0x73, 0x6d]

/** Reads a bundle, or a compiled policy alone. */
export function readBundle(bytes: Uint8Array): BundleFiles {
  if (WASM.every((byte, at) => bytes[at] === byte)) return { wasm: Uint8Array.from(bytes), data: {}, manifest: {} }
  const files = filesOf(unpack(bytes))
  const wasm = files.get('policy.wasm')
  if (wasm === undefined) throw new NotABundle('there is no policy.wasm in it')
  const stray = [...files.keys()].find((name) => /(?:^|\/)data\.(?:json|ya?ml)$/.test(name) && name !== 'data.json')
  if (stray !== undefined) throw new NotABundle(`its data stands in ${stray}, not in one data.json at its root`)
  return { wasm: Uint8Array.from(wasm), data: json(files, 'data.json'), manifest: json(files, '.manifest') }
}

function unpack(bytes: Uint8Array): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED })
  } catch (error) {
    throw new NotABundle(`it is neither WebAssembly nor a tar.gz that can be unpacked (${(error as Error).message})`)
  }
}

const BLOCK = 512
const REGULAR = new Set(['0', '\0'])

/** The regular files of a tar archive by their names, without what the archive is called or where it is unpacked. */
function filesOf(tar: Buffer): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>()
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const header = tar.subarray(at, at + BLOCK)
    const size = Number.parseInt(field(header, 124, 12), 8)
    const content = tar.subarray(at + BLOCK, at + BLOCK + size)
    if (!Number.isFinite(size) || content.length < size)
      throw new NotABundle('the archive ends in the middle of a file')
    const name = [field(header, 345, 155), field(header, 0, 100)].filter((part) => part !== '').join('/')
    if (REGULAR.has(String.fromCharCode(header[156] ?? 0))) files.set(name.replace(/^(?:\.?\/)+/, ''), content)
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
  return files
}

function field(header: Buffer, from: number, length: number): string {
  const text = header.toString('utf8', from, from + length)
  return text.split('\0', 1)[0]?.trim() ?? ''
}

function json(files: ReadonlyMap<string, Buffer>, name: string): object {
  const text = files.get(name)?.toString('utf8')
  if (text === undefined) return {}
  const value = parse(text, name)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new NotABundle(`its ${name} is no JSON object`)
  }
  return value
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new NotABundle(`its ${name} is not JSON (${(error as Error).message})`)
  }
}
