/**
 * Where the gate answers otherwise than `kyverno apply` on purpose. Each entry says why; a difference that no entry
 * covers fails the test, and so does an entry that covers nothing in a full run.
 */
export interface Difference {
  readonly reason: string
  /** Path of the policy file in the corpus. */
  readonly policy: RegExp
  /** `policy|rule|resource id`. */
  readonly row?: RegExp
  /** Statuses joined by a comma; empty where a side has no row. */
  readonly reference: RegExp
  readonly embedded: RegExp
}

export const DIFFERENCES: readonly Difference[] = []
