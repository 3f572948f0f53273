import type { Enforcement, PolicyInfo } from '../model/policy.ts'
import type { Result } from '../model/result.ts'
import type { Judged, Loaded } from './engine.ts'

/**
 * What a failure means where the pack decides it, and not the policy: one policy warns in one pack and blocks in another, and its
 * text stays the same.
 */
export class PackLevels {
  private readonly levels: ReadonlyMap<string, Enforcement>
  /** Reports tell policies apart by identity. */
  private readonly known = new Map<PolicyInfo, PolicyInfo>()

  constructor(levels: ReadonlyMap<string, Enforcement>) {
    this.levels = levels
  }

  readonly ofLoaded = (loaded: Loaded): Loaded => ({
    ...loaded,
    policies: loaded.policies.map((policy) => this.ofPolicy(policy)),
  })

  ofJudged<Some extends Judged>(judged: Some): Some {
    return { ...judged, results: judged.results.map((result) => this.ofResult(result)) }
  }

  private ofResult(result: Result): Result {
    const enforcement = this.levels.get(result.policy.file)
    return enforcement === undefined ? result : { ...result, policy: this.ofPolicy(result.policy), enforcement }
  }

  private ofPolicy(policy: PolicyInfo): PolicyInfo {
    const enforcement = this.levels.get(policy.file)
    if (enforcement === undefined) return policy
    const known = this.known.get(policy) ?? { ...policy, enforcement }
    this.known.set(policy, known).set(known, known)
    return known
  }
}
