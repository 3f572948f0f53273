import { isAbsolute, relative, sep } from 'node:path'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Host } from './host.ts'

/** What came of reading a file that may be hostile: its text, or why there is none. */
export type TextFile =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'folder' }
  | { readonly kind: 'refused'; readonly diagnostic: Diagnostic }

/** What is made of a file's bytes. */
export type Decode = (path: string, bytes: Uint8Array) => TextFile

/**
 * Reads a file as text. A link that leaves every one of `boundaries` (real paths) is refused: it could show the runner's own
 * files, such as /proc/self/environ, in a message. The size is known before anything is read.
 */
export async function readTextFile(
  host: Host,
  path: string,
  boundaries: readonly string[],
  limit: number,
  decode: Decode = decodeText,
): Promise<TextFile> {
  try {
    const real = await host.realPath(path)
    if (!boundaries.some((boundary) => isWithin(real, boundary))) return refused(path, LEAVES)
    const info = await host.inspect(real)
    if (info?.kind === 'folder') return { kind: 'folder' }
    if (info?.kind !== 'file') return refused(path, SPECIAL)
    if (info.size > limit) return refused(path, tooLarge(info.size, limit))
    return decode(path, await host.read(real, limit))
  } catch (error) {
    return refused(path, unreadable(error as NodeJS.ErrnoException))
  }
}

/** The same for bytes that are here already; a byte order mark is no part of the text. */
export function decodeText(path: string, bytes: Uint8Array): TextFile {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0')
      ? refused(path, text.startsWith('PK\u0003\u0004') ? ARCHIVE : BINARY)
      : { kind: 'text', text }
  } catch {
    return refused(path, notUtf8(bytes))
  }
}

export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way))
}

export function tooLarge(size: number, limit: number): Fault {
  const over = size > limit ? `${size} bytes` : `more than ${limit} bytes`
  return {
    code: 'input.too-large',
    what: `the file has ${over}, the limit is ${limit}`,
    remedy: 'split the file, leave it out with `paths`, or raise `max-file-size`',
  }
}

interface Fault {
  readonly code: string
  readonly what: string
  readonly remedy: string
  readonly line?: number
  readonly column?: number
}

const LEAVES: Fault = {
  code: 'input.link-outside',
  what: 'the file is a link that leads out of the workspace; it was not followed',
  remedy: 'replace the link by the file itself',
}

/** UTF-16 without a mark at its start is valid UTF-8 and means something else. */
const BINARY: Fault = {
  code: 'input.not-utf8',
  what: 'the file holds NUL bytes: it is binary, or text in UTF-16',
  remedy: 'save the file as UTF-8',
}

const SPECIAL: Fault = {
  code: 'input.unreadable',
  what: 'this is neither a file nor a folder',
  remedy: 'name a file, a folder, or - for standard input',
}

function unreadable({ code, message }: NodeJS.ErrnoException): Fault {
  return {
    code: 'input.unreadable',
    what: `the file cannot be read: ${READ_ERRORS[code ?? ''] ?? message}`,
    remedy: 'check that the checkout is complete and that this user may read the file',
  }
}

const READ_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there, or it is a link to nothing',
  EACCES: 'permission denied',
  ELOOP: 'its links lead in a circle',
}

const ZIP = Buffer.from('PK\u0003\u0004')

/** Terraform's own plan files are such archives, and are easily given in place of the JSON. */
const ARCHIVE: Fault = {
  code: 'input.archive',
  what: 'the file is a zip archive, which holds no text to judge',
  remedy: 'if it is a plan of Terraform, give what `terraform show -json FILE` prints; else leave it out with `paths`',
}

/** Names the first byte that is not UTF-8, by line and column, so that it can be found. */
function notUtf8(bytes: Uint8Array): Fault {
  if (Buffer.from(bytes.subarray(0, ZIP.length)).equals(ZIP)) return ARCHIVE
  const before = validPrefix(bytes)
  const line = before.split('\n').length
  const column = before.length - before.lastIndexOf('\n')
  const what = `the file is not valid UTF-8 (line ${line}, column ${column})`
  return { code: 'input.not-utf8', what, line, column, remedy: 'save the file as UTF-8' }
}

function validPrefix(bytes: Uint8Array): string {
  const decoded = new TextDecoder('utf-8').decode(bytes)
  // U+FFFD may be there in its own right; only one that does not encode back to the same bytes marks the fault.
  for (let at = decoded.indexOf('\uFFFD'); at >= 0; at = decoded.indexOf('\uFFFD', at + 1)) {
    const start = Buffer.byteLength(decoded.slice(0, at)) + bom(bytes)
    if (!(bytes[start] === 0xef && bytes[start + 1] === 0xbf && bytes[start + 2] === 0xbd)) return decoded.slice(0, at)
  }
  return decoded
}

const bom = (bytes: Uint8Array): number => (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0)

export function refused(file: string, { what, ...fault }: Fault): TextFile & { readonly kind: 'refused' } {
  return { kind: 'refused', diagnostic: { level: 'error', ...fault, message: what, file, blame: 'user' } }
}
