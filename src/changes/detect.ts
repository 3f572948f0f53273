import { extname } from 'node:path'

/** `configuration` is always read; `unknown` is read to see what it is; `other` is never configuration. */
export type NameClass = 'configuration' | 'unknown' | 'other'

const CONFIGURATION = new Set(['.yaml', '.yml', '.json'])

/** Extensions of source code, prose, pictures and archives: what no cluster reads, in the order of the alphabet. */
const OTHER = new Set(
  `7z avif bat bin bmp br bz2 c cc cjs class cpp cs css csv dart db dll doc docx dylib ear ejs elf eot erl ex exe exs
  f90 flac gif go gradle groovy gz h hpp hs htm html ico ipynb jar java jpeg jpg js jsx kt kts less lock log lua m map md
  mdx mjs mod mov mp3 mp4 mts o ogg otf parquet pdf pem php pl png po proto ps1 psd pxd py pyc pyi r rb rego rs rst s
  sass scala scss sh snap so sql sqlite sum svelte svg swift tar tgz tif tiff ts tsx ttf vue war wasm wav webm webp
  woff woff2 xls xlsx xz zip zst`
    .split(/\s+/)
    .map((extension) => `.${extension}`),
)

export function classByName(path: string): NameClass {
  const extension = extname(path).toLowerCase()
  if (CONFIGURATION.has(extension)) return 'configuration'
  return OTHER.has(extension) ? 'other' : 'unknown'
}

/** Escapes in double quotes that make letters or join lines: another way to write a key. */
const ESCAPE = /\\[xuU\r\n\u0085\u2028\u2029]/
const ESCAPES = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(?:\r\n|[\r\n\u0085\u2028\u2029])[ \t]*)/g
/** Tags that decode: `!!binary`, under whatever name it is declared. */
const DECODING_TAG = /!\S*(?:binary|%)|^%TAG/m

/**
 * False only for text that cannot hold a Kubernetes object: the keys `apiVersion` and `kind` have to be written in
 * it, unless a tag can stand for them. It spares the engine a repository's other YAML and JSON, much of which
 * (comments in tsconfig.json, tags of CloudFormation) the cluster's reader would refuse.
 */
export function mayHoldResource(text: string): boolean {
  return mayBeWritten(text, (written) => written.includes('apiVersion') && written.includes('kind'))
}

/** False only for text in which none of the words can be a value, however it is written. */
export function mayHoldOneOf(text: string, words: readonly string[]): boolean {
  return mayBeWritten(text, (written) => words.some((word) => written.includes(word)))
}

function mayBeWritten(text: string, test: (written: string) => boolean): boolean {
  return test(text) || DECODING_TAG.test(text) || (ESCAPE.test(text) && test(withoutEscapes(text)))
}

/** A word in double quotes has no backslash of its own, so nothing is lost by reading `\\u0061` as a letter too. */
function withoutEscapes(text: string): string {
  return text.replace(ESCAPES, (_, ...codes: (string | undefined)[]) => {
    const code = codes.slice(0, 3).find((one) => one !== undefined)
    const point = code === undefined ? Number.NaN : Number.parseInt(code, 16)
    return point <= 0x10ffff ? String.fromCodePoint(point) : ''
  })
}

const SCRIPT = /^#!/
const KEY_LINE = (key: string) => new RegExp(`^(?:---[ \\t]+)?["']?${key}["']?[ \\t]*:`, 'm')
const KEY_LINES = [KEY_LINE('apiVersion'), KEY_LINE('kind')]
const FLOW = /^\s*[{[]/

/** Whether a file whose name says nothing looks like a manifest: both keys at the start of lines, or JSON with both. */
export function looksLikeResource(text: string): boolean {
  if (SCRIPT.test(text)) return false
  if (FLOW.test(text)) return text.includes('"apiVersion"') && text.includes('"kind"')
  return KEY_LINES.every((pattern) => pattern.test(text))
}
