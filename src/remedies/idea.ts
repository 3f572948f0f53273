import type { Edit } from '../model/advice.ts'
import type { ResourceId } from '../model/document.ts'
import type { NodePath } from '../model/position.ts'
import type { Literal } from './literals.ts'

/** What is known of a condition that is an expression: its text, what it compares with, and where the failure comes from. */
export interface Clue {
  readonly text: string
  readonly literals: readonly Literal[]
  /** What the engine said: policies that take their values from data name them there. */
  readonly message: string
  readonly causes: readonly NodePath[]
  readonly object: unknown
  readonly resource: ResourceId
}

/** A place, what stands there, and what the condition says. */
export interface Place extends Clue {
  readonly path: NodePath
  readonly value: unknown
}

export interface Guess {
  readonly edits: readonly Edit[]
  readonly choices?: readonly NodePath[]
}

/** What one idea makes of one place; several, best first. None where it does not fit. */
export type Idea = (place: Place) => readonly Guess[]
