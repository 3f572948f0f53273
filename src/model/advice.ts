import type { NodePath } from './position.ts'

/** A change of one place in a resource, as in a JSON Patch (RFC 6902): what `add` names beyond the resource's end is new. */
export type Edit =
  | { readonly op: 'add' | 'replace'; readonly path: NodePath; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: NodePath }

/** How a rule is written, and so how what satisfies it can be told. */
export type ConditionKind = 'pattern' | 'any-pattern' | 'deny' | 'for-each' | 'cel' | 'pod-security' | 'other'

/** What would satisfy a rule, in the policy's own words. */
export interface Expectation {
  readonly kind: ConditionKind
  /** The condition as it is written in the policy's file. */
  readonly text: string
  readonly file: string
  /** First and last line of the condition, from 1. */
  readonly line: number
  readonly endLine: number
  /** Values that the condition itself names at the place of the finding, or compares with. */
  readonly values: readonly (string | number | boolean)[]
}

/** Edits after which the rule passed, and nothing else that passed before failed: it was applied and judged again. */
export interface Remedy {
  readonly edits: readonly Edit[]
  /** Places whose value the policy leaves open: what stands there passes, and the author has to choose. */
  readonly choices: readonly NodePath[]
  /** Where it comes from: the rule's condition, or a patch that the policy brings for this. */
  readonly source: 'condition' | 'policy'
}

/** What can be said about mending a finding. */
export interface Advice {
  readonly expectation?: Expectation
  readonly remedy?: Remedy
}
