import { deflateRawSync, gzipSync } from 'node:zlib'

export interface Entry {
  readonly path: string
  readonly content: Buffer | string
  /** `0` a file, `2` a symbolic link. */
  readonly type?: string
  readonly target?: string
}

const BLOCK = 512

/** A tar.gz of exactly these entries, whatever their paths say. */
export function tarGz(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(({ path, content, type = '0', target = '' }) => {
    const bytes = Buffer.from(content)
    const header = Buffer.alloc(BLOCK)
    header.write(path, 0)
    header.write('0000755\0', 100)
    header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124)
    header.write('        ', 148)
    header.write(type, 156)
    header.write(target, 157)
    header.write('ustar\x0000', 257)
    const sum = header.reduce((total, byte) => total + byte, 0)
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    return [header, bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]
  })
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]), { level: 1 })
}

/** A zip of exactly these entries. */
export function zip(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { path, content } of entries) {
    const [name, bytes] = [Buffer.from(path), Buffer.from(content)]
    const packed = deflateRawSync(bytes)
    const sizes = [8, 0, 0, 0, packed.length, bytes.length, name.length]
    const local = Buffer.concat([header(0x04034b50, [20, 0], sizes, 2), name, packed])
    const more = Buffer.alloc(14)
    more.writeUInt32LE(at, 10)
    directory.push(header(0x02014b50, [20, 20, 0], sizes, 2), more, name)
    parts.push(local)
    at += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, central, end])
}

/** Signature, versions and flags, then method, time, date, checksum, sizes and the length of the name. */
function header(signature: number, first: readonly number[], sizes: readonly number[], extra: number): Buffer {
  const [method = 0, time = 0, date = 0, checksum = 0, packed = 0, size = 0, name = 0] = sizes
  const bytes = Buffer.alloc(4 + first.length * 2 + 6 + 12 + 2 + extra)
  let at = bytes.writeUInt32LE(signature, 0)
  for (const one of [...first, method, time, date]) at = bytes.writeUInt16LE(one, at)
  for (const one of [checksum, packed, size]) at = bytes.writeUInt32LE(one, at)
  bytes.writeUInt16LE(name, at)
  return bytes
}
