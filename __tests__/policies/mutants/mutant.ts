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

/** What an edit changes, with a little of what stands around it. */
export function changeOf(text: string, { start, end, replacement }: Edit): string {
  const around = `${text.slice(Math.max(0, start - 25), start)}⟦${shortened(text.slice(start, end))}⟧${text.slice(end, end + 15)}`
  return onOneLine(`${around} → ${replacement === '' ? 'nothing' : shortened(replacement)}`)
}

const shortened = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text)

const onOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ')

/** `refused`: the engine does not load the mutant, so it could not be installed either; it does not count. */
export type Fate = 'killed' | 'survived' | 'refused'
