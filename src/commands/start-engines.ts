import { availableParallelism } from 'node:os'
import { Bundles } from '../engines/bundle/bundles.ts'
import { RegoWithBundles } from '../engines/bundle/rego-with-bundles.ts'
import type { Engine } from '../engines/engine.ts'
import { EngineSet, type Starters } from '../engines/engine-set.ts'
import { KyvernoEngine } from '../engines/kyverno/kyverno.ts'
import { type Mode, OfficialEngine } from '../engines/official/official-engine.ts'
import { EnginePool } from '../engines/pool.ts'
import { RegoEngine } from '../engines/rego/rego.ts'
import type { Host } from '../host/host.ts'
import { type Options, policyEntries } from '../inputs/options.ts'
import type { EngineName } from '../model/policy.ts'
import { likelyEngine } from './likely-engine.ts'

/** More engines than this gain little: reading and reporting are one thread's work. */
const MOST_ENGINES = 4

/**
 * The engines of a run, with the user's limits: those that ship with us, in their sandboxes, or the official programs. The one
 * that is likely to be needed starts before the policies are known.
 */
export function startEngines(options: Options, host: Host): EngineSet {
  const limits = { callTimeoutSeconds: options.timeout }
  const { engine, namespaces, combine, 'allow-builtins': allowBuiltins } = options
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
    engine === 'embedded' ? starters : besideOfficial(starters, engine, options, host),
    likelyEngine(host, policyEntries(options)),
  )
}

/** What runs official programs is loaded only where they are wanted. */
function besideOfficial(embedded: Starters, mode: Mode, options: Options, host: Host): Starters {
  const opinion = async (name: EngineName) => (await import('./second-opinions.ts')).secondOpinion(name, options, host)
  return {
    kyverno: () => new OfficialEngine(embedded.kyverno(), () => opinion('kyverno'), mode),
    rego: () => new OfficialEngine(embedded.rego(), () => opinion('rego'), mode),
  }
}
