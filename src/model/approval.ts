/** What an owner of a policy said of one commit of a change, as GitHub has it. */
export interface Approval {
  /** The login of somebody other than the author. */
  readonly by: string
  /** ISO 8601. */
  readonly at: string
  readonly how: 'review' | 'comment'
  /** The commit that was approved: the head of the change, in full. */
  readonly commit: string
  /** What they wrote with it; may be empty. Untrusted text. */
  readonly reason: string
}
