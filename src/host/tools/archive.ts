import { promisify } from 'node:util'
import { gunzip, inflateRaw } from 'node:zlib'

/** The archive cannot be read, or holds what no release holds. */
export class BadArchive extends Error {
  override readonly name = 'BadArchive'
}

/** The largest program so far has 280 MB; what grows beyond this when it is unpacked is a bomb. */
const MAX_UNPACKED = 1024 ** 3

/**
 * The one file that is wanted from a tar.gz or a zip. Nothing is written anywhere, and nothing else of the archive is unpacked; an
 * entry that would lead out of its folder, or a link, makes the whole archive suspect.
 */
export async function fileIn(archive: Buffer, name: string): Promise<Buffer> {
  const file = archive.readUInt16BE(0) === 0x1f8b ? await fromTar(archive, name) : await fromZip(archive, name)
  if (file === undefined) throw new BadArchive(`there is no ${name} in it`)
  return file
}

function assertInside(path: string): void {
  if (/^(?:[/\\]|[a-z]:)/i.test(path) || path.split(/[/\\]/).includes('..') || path.includes('\0'))
    throw new BadArchive(`its entry ${JSON.stringify(path)} leads out of its folder`)
}

const BLOCK = 512

async function fromTar(archive: Buffer, wanted: string): Promise<Buffer | undefined> {
  const tar = await unpacked(promisify(gunzip)(archive, { maxOutputLength: MAX_UNPACKED }))
  let found: Buffer | undefined
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const entry = tarEntry(tar, at)
    if (entry.type !== 'g' && entry.type !== 'x') assertInside(entry.name)
    if (!['0', '\0', '5', 'g', 'x'].includes(entry.type)) throw new BadArchive(`its entry ${entry.name} is no file`)
    if (entry.name.replace(/^\.\//, '') === wanted && found === undefined) found = entry.content
    at += BLOCK + Math.ceil(entry.content.length / BLOCK) * BLOCK
  }
  return found
}

/** Types of entries: `0` or NUL a file, `5` a folder, `g` and `x` remarks; others are links and devices, or longer names. */
function tarEntry(tar: Buffer, at: number): { readonly name: string; readonly type: string; readonly content: Buffer } {
  const text = (from: number, length: number) =>
    tar.toString('utf8', at + from, at + from + length).split('\0', 1)[0] ?? ''
  const size = Number.parseInt(text(124, 12).trim(), 8)
  const content = tar.subarray(at + BLOCK, at + BLOCK + size)
  if (!Number.isFinite(size) || content.length < size) throw new BadArchive('it ends in the middle of a file')
  const name = [text(345, 155), text(0, 100)].filter((part) => part !== '').join('/')
  return { name, type: String.fromCharCode(tar[at + 156] ?? 0), content }
}

const [END_OF_ZIP, ZIP_ENTRY, ZIP_FILE] = [0x06054b50, 0x02014b50, 0x04034b50]
const [STORED, DEFLATED] = [0, 8]

interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly size: number
  readonly packedSize: number
  readonly start: number
}

async function fromZip(archive: Buffer, wanted: string): Promise<Buffer | undefined> {
  const entries = zipEntries(archive)
  for (const { name } of entries) assertInside(name)
  const entry = entries.find(({ name }) => name === wanted)
  if (entry === undefined) return undefined
  if (entry.size > MAX_UNPACKED || entry.start + 30 > archive.length || archive.readUInt32LE(entry.start) !== ZIP_FILE)
    throw new BadArchive('an entry of it points nowhere')
  const data = entry.start + 30 + archive.readUInt16LE(entry.start + 26) + archive.readUInt16LE(entry.start + 28)
  const packed = archive.subarray(data, data + entry.packedSize)
  const file = entry.method === STORED ? packed : await inflated(packed, entry)
  if (file.length !== entry.size) throw new BadArchive('a file of it is not as long as it says')
  return file
}

function inflated(packed: Buffer, { method, size }: ZipEntry): Promise<Buffer> {
  if (method !== DEFLATED) throw new BadArchive(`it is packed by a method (${method}) that is not known`)
  return unpacked(promisify(inflateRaw)(packed, { maxOutputLength: Math.max(size, 1) }))
}

/** What counts is the directory at the end: local headers may say something else. */
function zipEntries(archive: Buffer): readonly ZipEntry[] {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > archive.length || archive.readUInt32LE(end) !== END_OF_ZIP)
    throw new BadArchive('it is neither a tar.gz nor a whole zip')
  const entries: ZipEntry[] = []
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    if (at + 46 > archive.length || archive.readUInt32LE(at) !== ZIP_ENTRY)
      throw new BadArchive('its directory is broken')
    const nameLength = archive.readUInt16LE(at + 28)
    entries.push({
      name: archive.toString('utf8', at + 46, at + 46 + nameLength),
      method: archive.readUInt16LE(at + 10),
      packedSize: archive.readUInt32LE(at + 20),
      size: archive.readUInt32LE(at + 24),
      start: archive.readUInt32LE(at + 42),
    })
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
  }
  return entries
}

async function unpacked(unpacking: Promise<Buffer>): Promise<Buffer> {
  try {
    return await unpacking
  } catch (error) {
    throw new BadArchive(`it cannot be unpacked (${(error as Error).message})`)
  }
}
