import { workerData } from 'node:worker_threads'
import { Instance } from './instance.ts'
import { milliseconds } from './milliseconds.ts'
import type { Progress } from './protocol.ts'
import { serve, startOf } from './serve.ts'

// The thread an engine lives in. Go cannot be interrupted in WebAssembly, so the only way to stop an endless
// policy is to end the thread; nothing of value is kept here.

const { progress } = workerData as Progress

serve(progress, async () => {
  const start = await startOf()
  const begun = milliseconds()
  const served = await Instance.start(start)
  return { served, initialise: milliseconds() - begun }
})
