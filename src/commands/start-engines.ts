import { availableParallelism } from 'node:os'
import { Bundles } from '../engines/bundle/bundles.ts'
import { RegoWithBundles } from '../engines/bundle/rego-with-bundles.ts'
import type { Engine } from '../engines/engine.ts'
import { EngineSet } from '../engines/engine-set.ts'
import { KyvernoEngine } from '../engines/kyverno/kyverno.ts'
import { EnginePool } from '../engines/pool.ts'
import { RegoEngine } from '../engines/rego/rego.ts'
import { type Options, policyEntries } from '../inputs/options.ts'
import { engineOfPolicy } from '../model/policy.ts'

/** More engines than this gain little: reading and reporting are one thread's work. */
const MOST_ENGINES = 4

/**
 * The engines that ship with us, in their sandboxes, with the user's limits. Kyverno takes longest to start and is likely
 * to be needed: it starts before the policies are known, unless they were named as Rego.
 */
export function startEngines(options: Options): EngineSet {
  const limits = { callTimeoutSeconds: options.timeout }
  const { namespaces, combine, 'allow-builtins': allowBuiltins } = options
  const starters = {
    kyverno: (): Engine =>
      new EnginePool(() => new KyvernoEngine(limits), Math.min(MOST_ENGINES, availableParallelism())),
    rego: (): Engine =>
      new RegoWithBundles(
        new RegoEngine({ ...limits, namespaces, combine, allowBuiltins }),
        () => new Bundles(limits),
        combine,
      ),
  }
  return new EngineSet(
    starters,
    policyEntries(options).every((path) => engineOfPolicy(path) === 'rego') ? 'rego' : 'kyverno',
  )
}
