import { type MessagePort, parentPort } from 'node:worker_threads'
import type { FromWorker, ToStart, ToWorker } from './protocol.ts'

/** What runs in a sandbox's thread: bytes in, bytes out. */
export interface Served {
  call(operation: string, request: Uint8Array): Uint8Array
  lastWords(): string
}

type Calls = Extract<ToWorker, { kind: 'calls' }>

/** Answers the calls that a sandbox sends to its thread. `progress[0]` counts them for the watchdog. */
export function serve(progress: Int32Array, open: () => Promise<{ served: Served; initialise: number }>): void {
  const port = portOfThread()
  const send = (message: FromWorker, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer)
  const ready = open().then(({ served, initialise }) => {
    send({ kind: 'started', initialise })
    return served
  })
  // Who asks first is told why it failed; until then a failure is not unhandled, or the reason would be lost.
  ready.catch(() => {})
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'start') return
    ready.then(
      (served) => {
        const { answer, transfer } = run(served, progress, message)
        send(answer, transfer)
      },
      (error: unknown) => send({ kind: 'failed', id: message.id, index: -1, message: String(error), lastWords: '' }),
    )
  })
}

/** What this thread is to run, when it is there. */
export function startOf(): Promise<ToStart> {
  const port = portOfThread()
  return new Promise((resolve) => {
    port.on('message', (message: ToWorker) => {
      if (message.kind === 'start') resolve(message.start)
    })
  })
}

function portOfThread(): MessagePort {
  if (parentPort === null) throw new Error('this file is started as a worker')
  return parentPort
}

function run(served: Served, progress: Int32Array, { id, calls }: Calls) {
  const answers: Uint8Array[] = []
  for (const [index, call] of calls.entries()) {
    Atomics.add(progress, 0, 1)
    try {
      answers.push(served.call(call.operation, call.request))
    } catch (error) {
      const answer: FromWorker = { kind: 'failed', id, index, message: String(error), lastWords: served.lastWords() }
      return { answer, transfer: [] }
    }
  }
  const answer: FromWorker = { kind: 'answers', id, answers }
  return { answer, transfer: answers.map(({ buffer }) => buffer as ArrayBuffer) }
}
