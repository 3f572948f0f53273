/** One of several parts that the documents of a run are divided into: `index` from 0, below `of`. */
export interface Shard {
  readonly index: number
  readonly of: number
}
