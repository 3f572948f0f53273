import { setFlagsFromString } from 'node:v8'
import { milliseconds } from './milliseconds.ts'
import { type PackedModule, readModule } from './module-bytes.ts'

/** A module that any number of threads can be started with; they share its code, also what is optimised later. */
export interface CompiledModule {
  readonly module: WebAssembly.Module
  readonly times: CompileTimes
}

/** How long it took to have a module, in milliseconds. */
export interface CompileTimes {
  readonly read: number
  readonly decompress: number
  readonly compile: number
}

const compiled = new Map<string, Promise<CompiledModule>>()

/**
 * A module of the distribution, read, proved and compiled once in a process. It is begun before the thread is there that
 * will run it, and nothing waits for it but that thread.
 */
export function compiledModule(packed: PackedModule): Promise<CompiledModule> {
  const key = `${packed.path} ${packed.sha256}`
  const known = compiled.get(key)
  if (known !== undefined) return known
  const compiling = compile(packed)
  compiled.set(key, compiling)
  // what failed for want of a file descriptor or of memory may do better the next time
  compiling.catch(() => compiled.delete(key))
  return compiling
}

async function compile(packed: PackedModule): Promise<CompiledModule> {
  setFlags()
  const { bytes, read, decompress } = await readModule(packed)
  const begun = milliseconds()
  const module = await WebAssembly.compile(bytes)
  return { module, times: { read, decompress, compile: milliseconds() - begun } }
}

/** V8 takes these for the whole process, and heeds them from the next module on. */
function setFlags(): void {
  // The module is checked by digest and most of its functions never run: they are validated when first called.
  setFlagsFromString('--wasm-lazy-validation')
  // Optimising a function pays when it runs long. By default V8 begins within the first hundred milliseconds, on the core that
  // the first answer needs; with ten times the budget, runs of one document never do and long runs still do.
  setFlagsFromString('--wasm-tiering-budget=130000000')
}
