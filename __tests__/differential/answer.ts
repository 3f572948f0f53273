/** What one side says of one policy file and all resources. */
export interface Answer {
  /** `policy|rule|resource id` → the statuses of its rows, sorted. */
  readonly rows: Readonly<Record<string, readonly string[]>>
  /** Why the policy was not applied at all. */
  readonly refused?: string
  /** Resource ids that were not judged, with the reason. */
  readonly unjudged: Readonly<Record<string, string>>
  /** Messages of rows that are no pass, by the same key: to understand a difference, never compared. */
  readonly messages: Readonly<Record<string, string>>
}

export interface AnswerRow {
  readonly policy: string
  readonly rule: string
  readonly resource: string
  readonly status: string
  readonly message: string
}

export function answerOf(rows: readonly AnswerRow[], more: Partial<Pick<Answer, 'refused' | 'unjudged'>> = {}): Answer {
  const statuses: Record<string, string[]> = {}
  const messages: Record<string, string> = {}
  for (const { policy, rule, resource, status, message } of rows) {
    const key = `${policy}|${rule}|${resource}`
    statuses[key] = [...(statuses[key] ?? []), status].sort()
    if (status !== 'pass') messages[key] = message.slice(0, 300)
  }
  return { rows: statuses, messages, unjudged: {}, ...more }
}
