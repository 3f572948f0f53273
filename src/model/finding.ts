import type { Location } from './position.ts'
import type { Result } from './result.ts'

/** Marks are added by filters; a finding is never removed. */
export interface Marks {
  /** False when the place is outside what the pull request changes. */
  readonly inScope: boolean
  readonly exception?: string
  readonly baselined?: boolean
}

/** A result that people must see (`fail`, `warn`, `error`), where it is, and how it was marked. */
export interface Finding {
  readonly result: Result
  readonly location: Location
  readonly marks: Marks
}
