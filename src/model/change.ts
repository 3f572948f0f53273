/**
 * What happened to a file between base and head. A `submodule` is a changed gitlink: listed, never read.
 * `present` is a file that is judged without being compared: everything is judged, or it was named.
 */
export type ChangeStatus = 'added' | 'modified' | 'renamed' | 'deleted' | 'mode-changed' | 'submodule' | 'present'

/** One changed file. Paths are relative to the repository root, with `/`, byte for byte as git has them. */
export interface FileChange {
  readonly path: string
  readonly status: ChangeStatus
  /** The path at the base, when the file was renamed. */
  readonly previousPath?: string
}

/** Where the list of files came from; a report says so, because `all` judges more than the pull request. */
export type ChangeSource = 'git' | 'pull-request-api' | 'all-files' | 'arguments' | 'stdin'

export interface ChangeSet {
  readonly source: ChangeSource
  /** Why everything is judged rather than the difference, e.g. "a policy changed". */
  readonly reason?: string
  readonly base?: string
  readonly head?: string
  readonly files: readonly FileChange[]
}
