import type { DocumentRef } from './document.ts'
import type { Enforcement, PolicyInfo } from './policy.ts'
import type { NodePath } from './position.ts'

/** The five answers of an engine. They are never folded into each other. */
export type Status = 'pass' | 'fail' | 'warn' | 'error' | 'skip'

/** What one rule said of one document. */
export interface Result {
  readonly policy: PolicyInfo
  readonly rule: string
  readonly document: DocumentRef
  readonly status: Status
  readonly message: string
  /** The rule's own failure action where it differs from its policy's. */
  readonly enforcement: Enforcement
  /** Places inside the resource that the engine, or the rule itself, names as the cause. Best first. */
  readonly paths: readonly NodePath[]
  /** True when `paths[0]` was proven to be the cause, not merely mentioned. */
  readonly pathProven: boolean
  /** The exception that turned a failure into a skip, as `namespace/name`. */
  readonly exception?: string
}
