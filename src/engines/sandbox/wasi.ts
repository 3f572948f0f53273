/**
 * The system interface an engine sees: a clock, random numbers and a place for last words. There are no files, no
 * network, no environment and no arguments, so whatever a pull request makes an engine do stays inside.
 * Numbers follow the WASI preview 1 specification.
 */
const SUCCESS = 0
const BAD_DESCRIPTOR = 8
const NOT_SUPPORTED = 52

const MAX_LAST_WORDS = 16 * 1024
const MAX_FIRST_WORDS = 500

export class EngineExit extends Error {
  override readonly name = 'EngineExit'
}

/**
 * Go's runtime takes it for granted that this clock never goes back. A module that was started at build time remembers
 * the time of that start, which counted from zero as well, so the clock goes on from well after it.
 */
const monotonic = (): number => performance.now() + AFTER_BUILD

const AFTER_BUILD = 24 * 60 * 60 * 1000

/** WASI for one instance; `memory` is set once the instance exists. */
export class ClosedWorld {
  memory!: WebAssembly.Memory
  private first = ''
  private words = ''

  /**
   * What the engine wrote to its standard streams, for the report of a crash. Bounded: Go says first what is fatal, such as
   * that memory ran out, and then tells the stack of each goroutine.
   */
  lastWords(): string {
    return this.words.length < MAX_LAST_WORDS ? this.words : `${this.first}\n…\n${this.words}`
  }

  imports(): WebAssembly.ModuleImports {
    const refuse = (): number => BAD_DESCRIPTOR
    const known: Record<string, (...args: never[]) => number | undefined> = {
      args_sizes_get: (count: number, size: number) => this.pair(count, 0, size, 0),
      args_get: () => SUCCESS,
      environ_sizes_get: (count: number, size: number) => this.pair(count, 0, size, 0),
      environ_get: () => SUCCESS,
      clock_time_get: (clock: number, _precision: bigint, out: number) => this.time(clock, out),
      random_get: (at: number, length: number) => this.random(at, length),
      fd_write: (fd: number, vectors: number, count: number, out: number) => this.write(fd, vectors, count, out),
      fd_prestat_get: refuse,
      poll_oneoff: (subscriptions: number, events: number, count: number, out: number) =>
        this.poll(subscriptions, events, count, out),
      sched_yield: () => SUCCESS,
      proc_exit: (code: number) => {
        throw new EngineExit(`the engine ended itself with code ${code}: ${this.lastWords()}`)
      },
    }
    return new Proxy(known, { get: (target, name: string) => target[name] ?? (() => NOT_SUPPORTED) }) as never
  }

  private view(): DataView {
    return new DataView(this.memory.buffer)
  }

  private pair(a: number, x: number, b: number, y: number): number {
    const view = this.view()
    view.setUint32(a, x, true)
    view.setUint32(b, y, true)
    return SUCCESS
  }

  /** Clock 0 is the wall clock, for policies that compare dates; every other clock is monotonic. */
  private time(clock: number, out: number): number {
    const milliseconds = clock === 0 ? Date.now() : monotonic()
    this.view().setBigUint64(out, BigInt(Math.round(milliseconds * 1e6)), true)
    return SUCCESS
  }

  private random(at: number, length: number): number {
    const bytes = new Uint8Array(this.memory.buffer, at, length)
    for (let start = 0; start < length; start += 65536) {
      crypto.getRandomValues(bytes.subarray(start, Math.min(start + 65536, length)))
    }
    return SUCCESS
  }

  private write(fd: number, vectors: number, count: number, out: number): number {
    if (fd !== 1 && fd !== 2) return BAD_DESCRIPTOR
    const view = this.view()
    let written = 0
    for (let i = 0; i < count; i++) {
      const at = view.getUint32(vectors + 8 * i, true)
      const length = view.getUint32(vectors + 8 * i + 4, true)
      written += length
      const text = new TextDecoder().decode(new Uint8Array(this.memory.buffer, at, length))
      this.first = (this.first + text).slice(0, MAX_FIRST_WORDS)
      this.words = (this.words + text).slice(-MAX_LAST_WORDS)
    }
    view.setUint32(out, written, true)
    return SUCCESS
  }

  /** Only clocks can be waited for. Go's scheduler sleeps here when nothing can run. */
  private poll(subscriptions: number, events: number, count: number, out: number): number {
    const view = this.view()
    let longest = 0
    for (let i = 0; i < count; i++) {
      const subscription = subscriptions + 48 * i
      if (view.getUint8(subscription + 8) === 0) longest = Math.max(longest, this.wait(view, subscription))
      view.setBigUint64(events + 32 * i, view.getBigUint64(subscription, true), true)
      view.setUint16(events + 32 * i + 8, SUCCESS, true)
      view.setUint8(events + 32 * i + 10, view.getUint8(subscription + 8))
    }
    if (longest > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, longest)
    view.setUint32(out, count, true)
    return SUCCESS
  }

  private wait(view: DataView, subscription: number): number {
    const timeout = Number(view.getBigUint64(subscription + 24, true)) / 1e6
    const absolute = (view.getUint16(subscription + 40, true) & 1) === 1
    return absolute ? timeout - monotonic() : timeout
  }
}
