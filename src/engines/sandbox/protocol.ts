/** One operation of an engine module and its request. */
export interface Call {
  readonly operation: string
  readonly request: Uint8Array
}

/** What the worker is started with. `progress[0]` is the index of the call under way, for the watchdog. */
export interface WorkerStart {
  readonly modulePath: string
  readonly compression: 'zst' | 'none'
  readonly sha256: string
  /** Size of the module once it is decompressed. */
  readonly bytes: number
  readonly initialised: boolean
  readonly progress: Int32Array
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
