/**
 * Writes the memory that an engine was left with at build time; scripts/wasm-detach.mjs tells the form. As data segments V8
 * would copy it twice and keep it for as long as the engine is there.
 */
export function restoreMemory(memory: WebAssembly.Memory, image: Uint8Array): void {
  const target = new Uint8Array(memory.buffer)
  const table = new DataView(image.buffer, image.byteOffset, image.byteLength)
  const pieces = table.getUint32(0, true)
  let from = 4 + 8 * pieces
  for (let piece = 0; piece < pieces; piece++) {
    const length = table.getUint32(8 + 8 * piece, true)
    target.set(image.subarray(from, from + length), table.getUint32(4 + 8 * piece, true))
    from += length
  }
}
