// Sets the maximum of a module's own memory. Go declares none, and a worker's resource limits do not hold
// WebAssembly memory back, so without this an endless policy could take the whole runner with it.
import { leb, replaceSection, unsigned } from './wasm-sections.mjs'

const MEMORY_SECTION = 5
const PAGE = 65536

/** Returns the module with its memory limited to `bytes`. */
export function limitMemory(module, bytes) {
  return replaceSection(module, MEMORY_SECTION, (body) => {
    const [count, at] = unsigned(body, 0)
    if (count !== 1) throw new Error(`expected one memory, found ${count}`)
    const [minimum] = unsigned(body, at + 1)
    return Buffer.concat([leb(1), leb(1), leb(minimum), leb(Math.floor(bytes / PAGE))])
  })
}
