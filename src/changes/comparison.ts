import type { ChangeSet } from '../model/change.ts'

/** Which files are judged, where they stand, and which commit's policies judge them. */
export interface Comparison {
  readonly changes: ChangeSet
  /** The folder that the paths of files are relative to. */
  readonly root: string
  /** Real paths that files may be read below. */
  readonly boundaries: readonly string[]
  /**
   * The commit whose policies count, where the change may not speak for itself. Undefined when the policies of
   * the work tree are trusted.
   */
  readonly trusted?: { readonly base: string; readonly head: string }
  /** Files that were named one by one: they are read whatever they are called. */
  readonly named: ReadonlySet<string>
  /** Those of them that are Terraform plans, made by an earlier step and no part of the change. */
  readonly plans?: ReadonlySet<string>
}
