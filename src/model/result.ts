import type { DocumentRef } from './document.ts'
import type { Enforcement, PolicyInfo } from './policy.ts'
import type { NodePath } from './position.ts'

/** The five answers of an engine. They are never folded into each other. */
export type Status = 'pass' | 'fail' | 'warn' | 'error' | 'skip'

/** A place that a Rego rule names in its answer. Nothing of it is checked yet. */
export interface Hint {
  /** Of a resource of Terraform or CloudFormation: `module.a.aws_s3_bucket.b["c"]`. */
  readonly address?: string
  readonly file?: string
  /** Words that the message puts into quotes: names, perhaps. */
  readonly names?: readonly string[]
  /** From 1, in `file`, or in the document's file. */
  readonly line?: number
}

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
  /** Where the rule itself says the cause is, beside `paths`: a resource's address, or a line. */
  readonly hint?: Hint
  /** The exception that turned a failure into a skip, as `namespace/name`. */
  readonly exception?: string
}
