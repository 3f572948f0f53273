import { availableParallelism } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { inLanes } from '../../src/suites/lanes.ts'
import { lanesFor } from '../../src/suites/run-suites.ts'

class Counter {
  open = 0
  closed = 0
  worker() {
    this.open++
    return { close: async () => void this.closed++ }
  }
}

test('results come in the order of the items, and every worker is closed', async () => {
  const counter = new Counter()
  const items = [30, 1, 20, 5, 0]
  const results = await inLanes(items, 2, {
    open: () => counter.worker(),
    work: async (_worker, delay) => {
      await setTimeout(delay)
      return delay
    },
  })
  expect(results).toEqual(items)
  expect(counter).toMatchObject({ open: 2, closed: 2 })
})

test('one failure ends the others after what they are at, and closes them', async () => {
  const counter = new Counter()
  const begun: number[] = []
  const run = inLanes([0, 1, 2, 3], 2, {
    open: () => counter.worker(),
    work: async (_worker, item) => {
      begun.push(item)
      await setTimeout(5)
      if (item === 0) throw new Error('broken')
      await setTimeout(20)
    },
  })
  await expect(run).rejects.toThrow('broken')
  expect(begun).toEqual([0, 1])
  expect(counter.closed).toBe(2)
})

test('a second engine is started only for many suites', () => {
  const most = Math.min(2, availableParallelism())
  expect([1, 11, 12, 23, 24, 1000].map(lanesFor)).toEqual([1, 1, 1, 1, most, most])
})
