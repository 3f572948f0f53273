import type { Attempt, AttemptRecord } from '../model/attempt.ts'
import { code, prose } from './escape-markdown.ts'

/** What happened from one attempt to the next, in numbers. */
export interface Step {
  readonly label: string
  readonly violations: number
  readonly delta?: { readonly resolved: number; readonly added: number; readonly left: number }
}

export function stepOf({ number, head, violations, resolved, added, back, left }: AttemptRecord): Step {
  const delta = { resolved: resolved.length, added: added.length + back.length, left: left.length }
  return { label: `${number} (${shortCommit(head)})`, violations, ...(number === 1 ? {} : { delta }) }
}

export function deltaText({ resolved, added, left }: NonNullable<Step['delta']>): string {
  return `${resolved} resolved, ${added} new, ${left} left`
}

/** `Attempt 2 of 3: 4 resolved, 1 new, 2 left.` */
export function attemptLine({ number, of, history, escalated }: Attempt): string {
  const last = history.at(-1)
  const step = last === undefined ? undefined : stepOf(last)
  const delta = step?.delta === undefined ? '' : `: ${deltaText(step.delta)}`
  const shown = number > of ? `After the last of ${of} attempts` : `Attempt ${number} of ${of}`
  return `${shown}${delta}.${escalated ? ' A person has been called in.' : ''}`
}

export function attemptPart(attempt: Attempt): string {
  const { author, source } = attempt
  const who = author.kind === 'person' ? '' : ` The author is ${prose(`the ${author.kind} ${author.name}`)}.`
  const unsure = source === 'runs' ? ' Counted from the workflow’s runs, because the token cannot read check runs.' : ''
  return `**${attemptLine(attempt)}**${who}${unsure}`
}

/** A table of steps, and a chart where there are enough of them to make a line. */
export function timeline(steps: readonly Step[], head: string): string {
  const rows = steps.map(({ label, violations, delta }) => {
    const cells = delta === undefined ? ['', '', ''] : [delta.resolved, delta.added, delta.left].map(String)
    return `| ${[code(label), String(violations), ...cells].join(' | ')} |`
  })
  return [`| ${head} | Violations | Resolved | New | Left |`, '|---|--:|--:|--:|--:|', ...rows].join('\n')
}

export function shortCommit(head: string): string {
  return head.replace(/^sha256:/, '').slice(0, 7)
}
