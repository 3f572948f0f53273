// Sets the size of a module's own memory. Go declares no maximum, and a worker's resource limits do not hold
// WebAssembly memory back, so without one an endless policy could take the whole runner with it.
//
// Half of it is there from the start. Go grows its memory by half a megabyte at a time, and at each growth V8 collects its own
// garbage: a second for a thousand documents that are held together. What is never touched costs nothing.
import { leb, replaceSection, unsigned } from './wasm-sections.mjs'

const MEMORY_SECTION = 5
const PAGE = 65536

/** Returns the module with a memory of at most `bytes`. */
export function limitMemory(module, bytes) {
  return replaceSection(module, MEMORY_SECTION, (body) => {
    const [count, at] = unsigned(body, 0)
    if (count !== 1) throw new Error(`expected one memory, found ${count}`)
    const [minimum] = unsigned(body, at + 1)
    const maximum = Math.floor(bytes / PAGE)
    return Buffer.concat([leb(1), leb(1), leb(Math.max(minimum, maximum >> 1)), leb(maximum)])
  })
}
