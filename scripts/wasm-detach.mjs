// Takes the memory that a module begins with out of it. V8 keeps the bytes of a module as long as its code, and copies them once
// before: half of them would be data that is needed a single time. src/engines/sandbox/memory-image.ts puts it back.
import { sections, unsigned } from './wasm-sections.mjs'

const DATA_SECTION = 11
const DATA_COUNT_SECTION = 12
const ACTIVE = 0

/**
 * `code` is the module without data. `memory` is what has to be written at start, in numbers of 32 bits, little endian: how many
 * pieces, for each where it goes and how long it is, and then the pieces themselves.
 */
export function detachMemory(module) {
  const kept = [module.subarray(0, 8)]
  const pieces = []
  for (const section of sections(module)) {
    if (section.id === DATA_SECTION) pieces.push(...active(module.subarray(section.start, section.end)))
    else if (section.id !== DATA_COUNT_SECTION) kept.push(module.subarray(section.header, section.end))
  }
  return { code: Buffer.concat(kept), memory: image(pieces) }
}

/**
 * With bulk memory Wizer keeps the original segments as passive ones, in case the code copies from them by index. Go's
 * never does.
 */
function active(body) {
  const pieces = []
  let [count, at] = unsigned(body, 0)
  for (; count > 0; count--) {
    const kind = body[at++]
    const offset = kind === ACTIVE ? constant(body, at) : undefined
    const [length, content] = unsigned(body, offset?.end ?? at)
    at = content + length
    if (offset !== undefined && length > 0) pieces.push({ at: offset.value, bytes: body.subarray(content, at) })
  }
  return pieces
}

/** An offset expression: i32.const N, end. The number is signed; an address is not. */
function constant(body, start) {
  if (body[start] !== 0x41) throw new Error('a data segment has an offset that is no constant')
  let [value, at] = unsigned(body, start + 1)
  const bits = 7 * (at - start - 1)
  if (bits < 32 && (body[at - 1] & 0x40) !== 0) value -= 2 ** bits
  if (body[at++] !== 0x0b) throw new Error('a data segment has an offset of more than a constant')
  return { value: (value % 2 ** 32) >>> 0, end: at }
}

function image(pieces) {
  const table = Buffer.alloc(4 + 8 * pieces.length)
  table.writeUInt32LE(pieces.length, 0)
  for (const [index, { at, bytes }] of pieces.entries()) {
    table.writeUInt32LE(at, 4 + 8 * index)
    table.writeUInt32LE(bytes.length, 8 + 8 * index)
  }
  return Buffer.concat([table, ...pieces.map(({ bytes }) => bytes)])
}
