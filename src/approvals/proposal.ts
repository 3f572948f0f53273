import { type FoundChange, judges, takesEffect } from '../changes/policy-changes.ts'
import type { PolicyChange } from '../model/policy-change.ts'
import type { Approver } from './approver.ts'

/** What a change does to what judges it, and who agreed. */
export interface Proposal {
  readonly changes: readonly PolicyChange[]
  /** It touches what judges, beyond who runs and who owns it. */
  readonly isChanged: boolean
  /** Owners have approved all of that for this commit: it counts at once. */
  readonly isApproved: boolean
}

/** Asks for each changed file whether an owner approved it; for one that was moved, an owner of either place. */
export async function proposalOf(found: readonly FoundChange[], approver: Approver): Promise<Proposal> {
  const changes: PolicyChange[] = []
  for (const change of found) {
    const paths = [...new Set([change.previousPath ?? change.path, change.path])]
    const approval = await approver.approve(paths)
    const owners = [...new Set(paths.flatMap(approver.ownersOf))]
    changes.push({ ...change, owners, ...(approval === undefined ? unapproved(change) : { approval }) })
  }
  const judging = changes.filter(judges)
  const isChanged = judging.length > 0
  return { changes, isChanged, isApproved: isChanged && judging.every(({ approval }) => approval !== undefined) }
}

function unapproved(change: FoundChange): Pick<PolicyChange, 'escalate'> {
  return takesEffect(change) ? { escalate: true } : {}
}
