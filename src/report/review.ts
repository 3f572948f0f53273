import type { Suggestion } from '../model/suggestion.ts'
import { fenced, prose } from './escape-markdown.ts'
import { visible } from './visible.ts'

/** GitHub gets slow, and a reader lost, with more. */
const MOST = 30

/** A comment of a review on lines of the change, in the words of GitHub's interface. */
export interface ReviewComment {
  readonly path: string
  readonly line: number
  readonly side: 'RIGHT'
  readonly start_line?: number
  readonly start_side?: 'RIGHT'
  readonly body: string
}

export interface Review {
  readonly body: string
  readonly comments: readonly ReviewComment[]
}

/**
 * A review with a block that GitHub can apply for each suggestion. What has hidden characters is left out: applied, it
 * would not be what was read. Undefined when there is nothing to suggest.
 */
export function review(suggestions: readonly Suggestion[]): Review | undefined {
  const clear = suggestions.filter(({ text }) => visible(text) === text)
  const comments = clear.slice(0, MOST).map(ofSuggestion)
  if (comments.length === 0) return undefined
  const rest = clear.length - comments.length
  const more = rest === 0 ? '' : ` ${rest} more are in the report.`
  return { body: `Policy Gate tried these changes: with them the policies are satisfied.${more}`, comments }
}

function ofSuggestion({ file, line, endLine, text, reason }: Suggestion): ReviewComment {
  const body = `${prose(reason)}\n\n${fenced(text, 'suggestion')}`
  const lines = endLine > line ? ({ start_line: line, start_side: 'RIGHT' } as const) : {}
  return { path: file, line: endLine, side: 'RIGHT', ...lines, body }
}
