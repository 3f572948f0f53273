/** Old violations that are known and do not count. The list may only shrink. */
export interface BaselineState {
  readonly file: string
  readonly entries: number
  /** Entries that a finding of this run answers to. */
  readonly used: number
  /** Entries that no finding answers to any more, where everything was judged: they can go. */
  readonly stale?: number
}
