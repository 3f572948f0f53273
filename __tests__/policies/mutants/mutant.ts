/** A policy with one fault: what the fault is, and the policy's text with it. */
export interface Mutant {
  /** The kind of fault, as the report counts them. */
  readonly mutator: string
  /** What was changed, for people. */
  readonly change: string
  readonly text: string
}

/** A fault in an expression: what takes the place of a part of it. */
export interface Edit {
  readonly mutator: string
  readonly start: number
  readonly end: number
  readonly replacement: string
}

/** `refused`: the engine does not load the mutant, so it could not be installed either; it does not count. */
export type Fate = 'killed' | 'survived' | 'refused'
