/**
 * Objects of the cluster that policies may ask for. The manifest of one holds one of the words, its name or its kind, or
 * nothing is known of it and everything has to be offered.
 */
export interface ClusterAsks {
  readonly everything: boolean
  readonly words: readonly string[]
}

export const ASKS_NOTHING: ClusterAsks = { everything: false, words: [] }

export function together(asks: readonly ClusterAsks[]): ClusterAsks {
  return {
    everything: asks.some(({ everything }) => everything),
    words: [...new Set(asks.flatMap(({ words }) => words))],
  }
}
