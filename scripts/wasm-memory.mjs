// Sets the maximum of a module's own memory. Go declares none, and a worker's resource limits do not hold
// WebAssembly memory back, so without this an endless policy could take the whole runner with it.

const MEMORY_SECTION = 5
const PAGE = 65536

/** Returns the module with its memory limited to `bytes`. */
export function limitMemory(module, bytes) {
  for (const section of sections(module)) {
    if (section.id !== MEMORY_SECTION) continue
    const body = module.subarray(section.start, section.end)
    const [count, afterCount] = unsigned(body, 0)
    if (count !== 1) throw new Error(`expected one memory, found ${count}`)
    const [minimum] = unsigned(body, afterCount + 1)
    const limited = Buffer.concat([leb(1), leb(1), leb(minimum), leb(Math.floor(bytes / PAGE))])
    return Buffer.concat([module.subarray(0, section.header), Buffer.from([MEMORY_SECTION]), leb(limited.length), limited, module.subarray(section.end)])
  }
  throw new Error('the module has no memory section')
}

function* sections(module) {
  for (let at = 8; at < module.length; ) {
    const header = at
    const id = module[at]
    const [size, start] = unsigned(module, at + 1)
    yield { id, header, start, end: start + size }
    at = start + size
  }
}

function unsigned(bytes, at) {
  let value = 0
  let shift = 0
  for (;;) {
    const byte = bytes[at++]
    value += (byte & 0x7f) * 2 ** shift
    if ((byte & 0x80) === 0) return [value, at]
    shift += 7
  }
}

function leb(value) {
  const out = []
  do {
    const byte = value % 128
    value = Math.floor(value / 128)
    out.push(value > 0 ? byte | 0x80 : byte)
  } while (value > 0)
  return Buffer.from(out)
}
