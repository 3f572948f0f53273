import type { Attempt } from './attempt.ts'
import type { BaselineState } from './baseline.ts'
import type { ChangeSet } from './change.ts'
import type { Diagnostic } from './diagnostic.ts'
import type { SkippedFile } from './document.ts'
import type { ExceptionEntry } from './exception.ts'
import type { Finding } from './finding.ts'
import type { PolicyInfo } from './policy.ts'
import type { PolicyChange } from './policy-change.ts'
import type { Preview } from './preview.ts'
import type { Result, Status } from './result.ts'
import type { Suggestion } from './suggestion.ts'

export type Outcome = 'pass' | 'fail' | 'error'

export type FailOn = 'enforce' | 'audit' | 'none'

export interface Counts extends Readonly<Record<Status, number>> {
  readonly files: number
  readonly documents: number
  readonly policies: number
  readonly rules: number
}

/** The version of an engine's upstream and the digest of the module that ran. */
export interface EngineVersion {
  readonly version: string
  readonly digest: string
}

/** Everything a report may say. Reporters read it; only `verdict/decide.ts` makes it. */
export interface Verdict {
  readonly outcome: Outcome
  /** One sentence: why this outcome. */
  readonly summary: string
  readonly counts: Counts
  /** Findings that decide: in scope, not excepted, at or above `failOn`. */
  readonly violations: number
  readonly findings: readonly Finding[]
  /** All results, passes and skips too, when they were asked for; else empty. */
  readonly results: readonly Result[]
  readonly diagnostics: readonly Diagnostic[]
  readonly skipped: readonly SkippedFile[]
  readonly policies: readonly PolicyInfo[]
  readonly engines: Readonly<Record<string, EngineVersion>>
  readonly changes: ChangeSet
  readonly failOn: FailOn
  /** Which attempt this is, where attempts are counted. */
  readonly attempt?: Attempt
  /** Changes that were tried and satisfy the policies. */
  readonly suggestions?: readonly Suggestion[]
  /** Every exception that was found, with its state and how often it was used. */
  readonly exceptions?: readonly ExceptionEntry[]
  /** What the change does to the policies and settings that judge it. */
  readonly policyChanges?: readonly PolicyChange[]
  /** What the verdict would be by the change's own policies, where it changes them. */
  readonly preview?: Preview
  readonly baseline?: BaselineState
}
