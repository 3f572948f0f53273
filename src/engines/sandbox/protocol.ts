/** One operation of an engine module and its request, which is handed over: its buffer is empty afterwards. */
export interface Call {
  readonly operation: string
  readonly request: Uint8Array
}

/** `progress[0]` is the index of the call under way, for the watchdog. */
export interface Progress {
  readonly progress: Int32Array
}

/** What the worker of an engine module is started with. */
export interface WorkerStart extends Progress {
  readonly modulePath: string
  readonly compression: 'zst' | 'none'
  readonly sha256: string
  /** Size of the module once it is decompressed. */
  readonly bytes: number
  readonly initialised: boolean
}

/** How long the parts of a start took, in milliseconds. */
export interface StartTimes {
  readonly read: number
  readonly decompress: number
  readonly compile: number
  readonly initialise: number
}

export type ToWorker = { readonly id: number; readonly calls: readonly Call[] }

export type FromWorker =
  | { readonly kind: 'started'; readonly times: StartTimes }
  | { readonly kind: 'answers'; readonly id: number; readonly answers: readonly Uint8Array[]; readonly memory: number }
  | {
      readonly kind: 'failed'
      readonly id: number
      readonly index: number
      readonly message: string
      readonly lastWords: string
    }
