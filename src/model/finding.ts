import type { Advice } from './advice.ts'
import type { Location, NodePath } from './position.ts'
import type { Result } from './result.ts'

/** Marks are added by filters; a finding is never removed. */
export interface Marks {
  /** False when the place is outside what the pull request changes. */
  readonly inScope: boolean
  /** The exception that lets it through, by its id in the verdict's register. */
  readonly exception?: string
  /** An exception that would let it through if it counted: it is pending, or lacks something. */
  readonly claimed?: string
  readonly baselined?: boolean
  /** It stood at the base as it stands now: shown, and not the change's doing. */
  readonly existing?: boolean
  /** Its severity is below what fails the gate. */
  readonly mild?: boolean
}

/** A result that people must see (`fail`, `warn`, `error`), where it is, and how it was marked. */
export interface Finding {
  readonly result: Result
  readonly location: Location
  readonly marks: Marks
  /** The path inside the resource that `location` stands for, or leads towards; absent when nothing names one. */
  readonly path?: NodePath
  /** Further places that have a part in it: the template that a value goes through. */
  readonly related?: readonly Location[]
  /** The sets of values that it appears with, where it was rendered. */
  readonly occurrences?: readonly string[]
  /** What would satisfy the rule, where it was asked for. */
  readonly advice?: Advice
}
