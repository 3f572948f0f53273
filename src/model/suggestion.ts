/** Lines of a file that can be written in place of others, and were proven to satisfy a rule. */
export interface Suggestion {
  readonly file: string
  /** First and last line to replace, from 1. */
  readonly line: number
  readonly endLine: number
  /** What stands there instead, without the last line end. */
  readonly text: string
  /** Why, for people: the policy and what it wants. Untrusted text. */
  readonly reason: string
}
