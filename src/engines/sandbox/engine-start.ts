import { setFlagsFromString } from 'node:v8'
import { type Bytes, type EngineFile, readEngine, unpackCode, unpackMemory } from './engine-file.ts'
import { milliseconds } from './milliseconds.ts'

/** What one thread is started with. */
export interface EngineStart {
  readonly module: WebAssembly.Module
  /** What the engine was left with at build time; it is handed over to the thread. */
  readonly memory: Bytes | undefined
  readonly times: PrepareTimes
}

/** How long it took to have the code of an engine, in milliseconds. */
export interface PrepareTimes {
  readonly read: number
  readonly decompress: number
  readonly compile: number
}

/** An engine that any number of threads can be started with: they share its code, also what is optimised later. */
interface Prepared {
  readonly packed: Bytes
  readonly code: Promise<Omit<EngineStart, 'memory'>>
}

const prepared = new Map<string, Prepared>()

/** An engine is read, proved and compiled once in a process; each thread gets a memory of its own. */
export async function engineStart(file: EngineFile): Promise<EngineStart> {
  const { packed, code } = prepare(file)
  const [{ module, times }, memory] = await Promise.all([code, unpackMemory(packed, file)])
  return { module, memory, times }
}

function prepare(file: EngineFile): Prepared {
  const known = prepared.get(file.sha256)
  if (known !== undefined) return known
  const begun = milliseconds()
  const packed = readEngine(file)
  const engine = { packed, code: compile(packed, file, milliseconds() - begun) }
  prepared.set(file.sha256, engine)
  // what failed for want of memory may do better the next time
  engine.code.catch(() => prepared.delete(file.sha256))
  return engine
}

async function compile(packed: Bytes, file: EngineFile, read: number): Promise<Omit<EngineStart, 'memory'>> {
  setFlags()
  const begun = milliseconds()
  const bytes = await unpackCode(packed, file)
  const unpacked = milliseconds()
  const module = await WebAssembly.compile(bytes)
  return { module, times: { read, decompress: unpacked - begun, compile: milliseconds() - unpacked } }
}

/** V8 takes these for the whole process, and heeds them from the next module on. */
function setFlags(): void {
  // The module is checked by digest and most of its functions never run: they are validated when first called.
  setFlagsFromString('--wasm-lazy-validation')
  // Optimising a function pays when it runs long. By default V8 begins within the first hundred milliseconds, on the core that
  // the first answer needs; with ten times the budget, runs of one document never do and long runs still do.
  setFlagsFromString('--wasm-tiering-budget=130000000')
}
