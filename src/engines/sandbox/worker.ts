import { setFlagsFromString } from 'node:v8'
import { parentPort, workerData } from 'node:worker_threads'
import { Instance } from './instance.ts'
import { readModule } from './module-bytes.ts'
import type { FromWorker, StartTimes, ToWorker, WorkerStart } from './protocol.ts'

// The thread an engine lives in. Go cannot be interrupted in WebAssembly, so the only way to stop an endless
// policy is to end the thread; nothing of value is kept here.

const port = parentPort
if (port === null) throw new Error('this file is started as a worker')

// The module is checked by digest and most of its functions never run: they are validated when first called.
setFlagsFromString('--wasm-lazy-validation')
// Optimising a function pays when it runs long. By default V8 begins within the first hundred milliseconds, on the core that
// the first answer needs; with ten times the budget, runs of one document never do and long runs still do.
setFlagsFromString('--wasm-tiering-budget=130000000')

const start = workerData as WorkerStart
const ready = open()
// Who asks first is told why it failed; until then a failure is not unhandled, or the reason would be lost.
ready.catch(() => {})

async function open(): Promise<Instance> {
  const module = await readModule(start)
  const read = performance.now()
  const compiled = await WebAssembly.compile(module.bytes as BufferSource)
  const compile = performance.now()
  const instance = await Instance.start(compiled, start.initialised)
  const times: StartTimes = {
    read: module.read,
    decompress: module.decompress,
    compile: compile - read,
    initialise: performance.now() - compile,
  }
  send({ kind: 'started', times })
  return instance
}

function send(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer)
}

function run(instance: Instance, { id, calls }: ToWorker): void {
  const answers: Uint8Array[] = []
  for (const [index, call] of calls.entries()) {
    Atomics.add(start.progress, 0, 1)
    try {
      answers.push(instance.call(call.operation, call.request))
    } catch (error) {
      send({ kind: 'failed', id, index, message: String(error), lastWords: instance.lastWords() })
      return
    }
  }
  send(
    { kind: 'answers', id, answers, memory: instance.memorySize() },
    answers.map((answer) => answer.buffer as ArrayBuffer),
  )
}

port.on('message', (message: ToWorker) => {
  ready.then(
    (instance) => run(instance, message),
    (error: unknown) => send({ kind: 'failed', id: message.id, index: -1, message: String(error), lastWords: '' }),
  )
})
