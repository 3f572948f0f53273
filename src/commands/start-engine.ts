import { KyvernoEngine } from '../engines/kyverno/kyverno.ts'
import type { Options } from '../inputs/options.ts'

/** The engine that ships with us, in its sandbox, with the user's limits. */
export function startEngine(options: Options): KyvernoEngine {
  return new KyvernoEngine({ callTimeoutSeconds: options.timeout })
}
