import { Worker } from 'node:worker_threads'
import type { EngineStart, PrepareTimes } from './engine-start.ts'
import { milliseconds } from './milliseconds.ts'
import type { Call, FromWorker, Progress, StartTimes, ToWorker } from './protocol.ts'

/** Why an engine did not answer. `index` is the call that was under way, -1 when it never started. */
export interface Failure {
  readonly reason: 'timeout' | 'crash' | 'memory' | 'wrong-digest' | 'unavailable'
  readonly index: number
  readonly message: string
}

export type Outcome =
  | { readonly ok: true; readonly answers: readonly Uint8Array[] }
  | { readonly ok: false; readonly failure: Failure }

export interface SandboxOptions {
  /** Has ready what the thread runs, while it starts; a thread that is all there is to run has none. */
  readonly start?: () => Promise<EngineStart>
  readonly workerPath: string
  /** How long one call may take, in milliseconds. */
  readonly callTimeout: number
  /** How long reading, compiling and starting the module may take, in milliseconds. */
  readonly startTimeout: number
}

const WATCH_INTERVAL = 50

interface Pending {
  readonly resolve: (outcome: Outcome) => void
  readonly timeout: number
}

/**
 * An engine module in a thread of its own, with a watchdog. Failures are values: a caller cannot take a sandbox
 * that died for one that found nothing. Once it failed, it stays failed.
 */
export class Sandbox {
  private readonly options: SandboxOptions
  private readonly worker: Worker
  private readonly progress = new Int32Array(new SharedArrayBuffer(8))
  private readonly pending = new Map<number, Pending>()
  private readonly watchdog: NodeJS.Timeout
  private nextId = 0
  private begun = milliseconds()
  private seen = 0
  private callsBefore = 0
  private dead: Failure | undefined
  private prepareTimes: PrepareTimes = { read: 0, decompress: 0, compile: 0 }
  private startTimes: StartTimes | undefined

  constructor(options: SandboxOptions) {
    this.options = options
    const workerData: Progress = { progress: this.progress }
    this.worker = new Worker(options.workerPath, { workerData, env: {}, stdin: false, stdout: true, stderr: true })
    this.worker.on('message', (message: FromWorker) => this.receive(message))
    this.worker.on('error', (error) => this.fail(reasonOf(error.message), error.message))
    this.worker.on('exit', (code) => this.fail('crash', `the engine's thread ended with code ${code}`))
    this.watchdog = setInterval(() => this.watch(), WATCH_INTERVAL)
    this.watchdog.unref()
    options.start?.().then(
      (start) => this.start(start),
      (error: unknown) => this.fail(reasonOf(String(error)), String(error)),
    )
  }

  /** Runs calls in order. Each has the time limit for itself; the first that fails ends the sandbox. */
  run(calls: readonly Call[], timeout = this.options.callTimeout): Promise<Outcome> {
    if (this.dead !== undefined) return Promise.resolve({ ok: false, failure: this.dead })
    const id = this.nextId++
    if (this.pending.size === 0) this.restartClock()
    return new Promise((resolve) => {
      this.pending.set(id, { resolve, timeout })
      const requests = new Set(calls.map(({ request }) => request.buffer as ArrayBuffer))
      this.send({ kind: 'calls', id, calls }, [...requests])
    })
  }

  times(): StartTimes | undefined {
    return this.startTimes
  }

  async close(): Promise<void> {
    this.dead ??= { reason: 'unavailable', index: -1, message: 'the engine was closed' }
    clearInterval(this.watchdog)
    await this.worker.terminate()
  }

  private start({ times, ...start }: EngineStart): void {
    this.prepareTimes = times
    this.send({ kind: 'start', start }, start.memory === undefined ? [] : [start.memory.buffer])
  }

  private send(message: ToWorker, transfer: readonly ArrayBuffer[] = []): void {
    this.worker.postMessage(message, transfer)
  }

  private receive(message: FromWorker): void {
    if (message.kind === 'started') {
      this.startTimes = { ...this.prepareTimes, initialise: message.initialise }
      this.restartClock()
    } else if (message.kind === 'answers') {
      this.callsBefore += message.answers.length
      this.settle(message.id, { ok: true, answers: message.answers })
    } else {
      const words = message.lastWords === '' ? '' : `: ${message.lastWords.slice(-2000)}`
      this.fail(reasonOf(message.message + message.lastWords), message.message + words, message.index)
    }
  }

  private settle(id: number, outcome: Outcome): void {
    const waiting = this.pending.get(id)
    this.pending.delete(id)
    this.restartClock()
    waiting?.resolve(outcome)
  }

  private restartClock(): void {
    this.begun = milliseconds()
    this.seen = Atomics.load(this.progress, 0)
  }

  private watch(): void {
    const [current] = this.pending.values()
    if (current === undefined) return
    if (Atomics.load(this.progress, 0) !== this.seen) {
      this.restartClock()
      return
    }
    const limit = this.startTimes === undefined ? this.options.startTimeout : current.timeout
    if (milliseconds() - this.begun < limit) return
    const what = this.startTimes === undefined ? 'to start' : 'to answer'
    this.fail(
      'timeout',
      `the engine took longer than ${limit / 1000} s ${what} and was stopped`,
      this.seen - this.callsBefore - 1,
    )
  }

  private fail(reason: Failure['reason'], message: string, index = -1): void {
    if (this.dead !== undefined) return
    this.dead = { reason, index, message }
    clearInterval(this.watchdog)
    void this.worker.terminate()
    for (const { resolve } of this.pending.values()) resolve({ ok: false, failure: this.dead })
    this.pending.clear()
  }
}

const REASONS: readonly (readonly [RegExp, Failure['reason']])[] = [
  [/WrongDigest/, 'wrong-digest'],
  [/out of memory|memory\.grow|Cannot allocate/i, 'memory'],
  [/ENOENT|EACCES/, 'unavailable'],
]

function reasonOf(message: string): Failure['reason'] {
  return REASONS.find(([pattern]) => pattern.test(message))?.[1] ?? 'crash'
}
