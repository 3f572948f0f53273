/** `error` fails the gate; `warning` and `note` are shown. */
export type DiagnosticLevel = 'error' | 'warning' | 'note'

/**
 * Something that is wrong with what the user gave (a policy that does not parse, a file that cannot be
 * read) or with the run itself. `code` is stable and documented in docs/errors.md.
 */
export interface Diagnostic {
  readonly level: DiagnosticLevel
  readonly code: string
  readonly message: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
  readonly remedy?: string
  /** Whose fault: the user's input (exit 2), or the engine or a bug of ours (exit 3). */
  readonly blame: 'user' | 'engine'
}
