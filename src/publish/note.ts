/** Something that could not be shown where it should be. The verdict is the same; people are told where to look. */
export interface Note {
  /** What was not shown. */
  readonly what: string
  readonly why: string
  /** Where it can be found. */
  readonly instead: string
  readonly remedy?: string
}

export function noteText({ what, why, instead, remedy }: Note): string {
  return `${what}: ${why}. ${instead}${remedy === undefined ? '' : ` Remedy: ${remedy}`}`
}
