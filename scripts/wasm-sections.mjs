// Just enough of the WebAssembly binary format to change one section of a module.

/** Sections of a module in order: id, where its header starts, and where its body starts and ends. */
export function* sections(module) {
  for (let at = 8; at < module.length; ) {
    const header = at
    const id = module[at]
    const [size, start] = unsigned(module, at + 1)
    yield { id, header, start, end: start + size }
    at = start + size
  }
}

/** The module with the body of one section replaced. */
export function replaceSection(module, id, change) {
  for (const section of sections(module)) {
    if (section.id !== id) continue
    const body = change(module.subarray(section.start, section.end))
    return Buffer.concat([
      module.subarray(0, section.header),
      Buffer.from([id]),
      leb(body.length),
      body,
      module.subarray(section.end),
    ])
  }
  throw new Error(`the module has no section ${id}`)
}

/** Reads an unsigned LEB128 number; returns it and where it ended. */
export function unsigned(bytes, at) {
  let value = 0
  let shift = 0
  for (;;) {
    const byte = bytes[at++]
    value += (byte & 0x7f) * 2 ** shift
    if ((byte & 0x80) === 0) return [value, at]
    shift += 7
  }
}

/** Writes an unsigned LEB128 number. */
export function leb(value) {
  const out = []
  do {
    const byte = value % 128
    value = Math.floor(value / 128)
    out.push(value > 0 ? byte | 0x80 : byte)
  } while (value > 0)
  return Buffer.from(out)
}
