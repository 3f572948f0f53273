import type { EngineStart, PrepareTimes } from './engine-start.ts'

/** One operation of an engine module and its request, which is handed over: its buffer is empty afterwards. */
export interface Call {
  readonly operation: string
  readonly request: Uint8Array
}

/** `progress[0]` is the index of the call under way, for the watchdog. */
export interface Progress {
  readonly progress: Int32Array
}

/** What the thread of an engine runs, sent to it when it is there: the thread is started meanwhile. */
export type ToStart = Omit<EngineStart, 'times'>

/** How long the parts of a start took, in milliseconds. */
export interface StartTimes extends PrepareTimes {
  readonly initialise: number
}

export type ToWorker =
  | { readonly kind: 'start'; readonly start: ToStart }
  | { readonly kind: 'calls'; readonly id: number; readonly calls: readonly Call[] }

export type FromWorker =
  /** `initialise` is in milliseconds. */
  | { readonly kind: 'started'; readonly initialise: number }
  | { readonly kind: 'answers'; readonly id: number; readonly answers: readonly Uint8Array[] }
  | {
      readonly kind: 'failed'
      readonly id: number
      readonly index: number
      readonly message: string
      readonly lastWords: string
    }
