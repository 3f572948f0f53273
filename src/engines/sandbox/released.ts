import type { EngineVersion } from '../../model/verdict.ts'
import { engineStart } from './engine-start.ts'
import { type Distribution, locateDistribution } from './locate-dist.ts'
import { Sandbox } from './sandbox.ts'

export interface SandboxOptions {
  /** Seconds for one document; 20 by default. */
  readonly callTimeoutSeconds?: number
  /** Seconds until the engine answers at all; 60 by default. */
  readonly startTimeoutSeconds?: number
  readonly distribution?: Distribution
}

/** An engine that ships with the gate, in a thread of its own. It starts at once; nothing waits for it until the first call. */
export interface Released {
  readonly version: EngineVersion
  readonly sandbox: Sandbox
}

export function startReleased(name: string, options: SandboxOptions): Released {
  const distribution = options.distribution ?? locateDistribution()
  const module = distribution.modules[name]
  if (module === undefined) throw new Error(`the distribution has no ${name} module`)
  const sandbox = new Sandbox({
    start: () => engineStart({ ...module, path: `${distribution.root}/engines/${module.file}` }),
    workerPath: distribution.workerPath,
    callTimeout: (options.callTimeoutSeconds ?? 20) * 1000,
    startTimeout: (options.startTimeoutSeconds ?? 60) * 1000,
  })
  return { version: { version: module.version, digest: `sha256:${module.sha256}` }, sandbox }
}
