import { setFlagsFromString } from 'node:v8'
import { workerData } from 'node:worker_threads'
import { Instance } from './instance.ts'
import { readModule } from './module-bytes.ts'
import type { WorkerStart } from './protocol.ts'
import { serve } from './serve.ts'

// The thread an engine lives in. Go cannot be interrupted in WebAssembly, so the only way to stop an endless
// policy is to end the thread; nothing of value is kept here.

// The module is checked by digest and most of its functions never run: they are validated when first called.
setFlagsFromString('--wasm-lazy-validation')
// Optimising a function pays when it runs long. By default V8 begins within the first hundred milliseconds, on the core that
// the first answer needs; with ten times the budget, runs of one document never do and long runs still do.
setFlagsFromString('--wasm-tiering-budget=130000000')

const start = workerData as WorkerStart

serve(start.progress, async () => {
  const module = await readModule(start)
  const read = performance.now()
  const compiled = await WebAssembly.compile(module.bytes as BufferSource)
  const compile = performance.now()
  const served = await Instance.start(compiled, start.initialised)
  const initialise = performance.now() - compile
  return { served, times: { read: module.read, decompress: module.decompress, compile: compile - read, initialise } }
})
