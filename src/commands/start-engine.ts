import { availableParallelism } from 'node:os'
import type { Engine } from '../engines/engine.ts'
import { KyvernoEngine } from '../engines/kyverno/kyverno.ts'
import { EnginePool } from '../engines/pool.ts'
import type { Options } from '../inputs/options.ts'

/** More engines than this gain little: reading and reporting are one thread's work. */
const MOST_ENGINES = 4

/** The engine that ships with us, in its sandbox, with the user's limits. */
export function startEngine(options: Options): Engine {
  const start = (): Engine => new KyvernoEngine({ callTimeoutSeconds: options.timeout })
  return new EnginePool(start, Math.min(MOST_ENGINES, availableParallelism()))
}
