import { workerData } from 'node:worker_threads'
import { BundleEvaluator } from '../bundle/evaluator.ts'
import { milliseconds } from './milliseconds.ts'
import type { Progress } from './protocol.ts'
import { serve } from './serve.ts'

// The thread that policies live in that users compiled themselves: they cannot be interrupted either.

const { progress } = workerData as Progress
const at = milliseconds()

serve(progress, async () => ({ served: new BundleEvaluator(), initialise: milliseconds() - at }))
