/** Mutants that say the same as the policy, and why. */
export const EQUIVALENT: readonly { readonly policy: string; readonly change: string; readonly why: string }[] = []
