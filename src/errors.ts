/** Exit codes are part of the contract with CI: 0 pass, 1 violations, then whose fault an error is. */
export const EXIT = { pass: 0, violations: 1, user: 2, internal: 3 } as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

export interface UserErrorDetail {
  /** A stable code such as `config.unknown-key`; documented in docs/errors.md. */
  readonly code: string
  /** What went wrong, in one sentence, with the offending value. */
  readonly what: string
  /** Where: a file (with line and column), an input or a flag. */
  readonly where?: { readonly file?: string; readonly line?: number; readonly column?: number; readonly input?: string }
  readonly cause?: string
  /** What the user can do about it. */
  readonly remedy: string
}

/** The user's configuration, policy or input cannot be used (exit 2). */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly exitCode = EXIT.user
  readonly detail: UserErrorDetail
  constructor(detail: UserErrorDetail) {
    super(detail.what)
    this.detail = detail
  }
}

/** Something we depend on at run time failed: an engine, git, GitHub (exit 3). */
export class ToolError extends Error {
  override readonly name = 'ToolError'
  readonly exitCode = EXIT.internal
  readonly detail: UserErrorDetail
  constructor(detail: UserErrorDetail, options?: { cause?: unknown }) {
    super(detail.what, options)
    this.detail = detail
  }
}

/** A bug of ours (exit 3). */
export class InternalError extends Error {
  override readonly name = 'InternalError'
  readonly exitCode = EXIT.internal
}
