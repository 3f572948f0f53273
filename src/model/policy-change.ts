import type { Approval } from './approval.ts'
import type { ChangeStatus } from './change.ts'

/** What of the gate's own inputs a file is. */
export type PolicyChangeKind = 'policy' | 'configuration' | 'baseline' | 'data' | 'workflow' | 'owners'

/** A change to what decides the verdict, by the change that is judged. It counts for later ones, not for itself. */
export interface PolicyChange {
  readonly kind: PolicyChangeKind
  readonly path: string
  readonly status: ChangeStatus
  readonly previousPath?: string
  /** Logins and teams that may approve it, as the base names them. */
  readonly owners: readonly string[]
  /** With it, the change counts at once. */
  readonly approval?: Approval
  /** It takes effect whatever the gate says, and no owner has approved it: a person has to look at it. */
  readonly escalate?: true
}
