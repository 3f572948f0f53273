/** A pull request as the event describes it. Names and texts are the author's: untrusted. */
export interface ChangeRequest {
  readonly number: number
  readonly head: string
  /** The head before the push that is judged, where the event is about a push. */
  readonly before: string | undefined
  /** The branch that is to be merged, and the repository that it is in, as `owner/name`. */
  readonly branch: string
  readonly repository: string
  readonly login: string
  readonly labels: readonly string[]
  readonly title: string
}
