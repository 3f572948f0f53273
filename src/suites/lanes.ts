interface Closable {
  close(): Promise<void>
}

interface Lane<Worker extends Closable, Item, Result> {
  readonly open: () => Worker
  readonly work: (worker: Worker, item: Item) => Promise<Result>
}

/**
 * Works through items with some workers at once, each taking the next item when it is done with one. Results come in
 * the order of the items. All workers are closed, whatever happens.
 */
export async function inLanes<Worker extends Closable, Item, Result>(
  items: readonly Item[],
  count: number,
  { open, work }: Lane<Worker, Item, Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  let next = 0
  const lane = async (): Promise<void> => {
    const worker = open()
    try {
      while (next < items.length) {
        const index = next++
        results[index] = await work(worker, items[index] as Item)
      }
    } catch (error) {
      next = items.length
      throw error
    } finally {
      await worker.close()
    }
  }
  const lanes = await Promise.allSettled(Array.from({ length: count }, lane))
  for (const ended of lanes) if (ended.status === 'rejected') throw ended.reason
  return results
}
