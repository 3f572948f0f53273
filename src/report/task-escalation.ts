import type { Attempt, FindingMark } from '../model/attempt.ts'
import { deltaText, stepOf } from './attempts.ts'
import { inertInLog } from './escape-command.ts'
import type { Shown } from './shown.ts'
import { text } from './text.ts'
import { visibleLine } from './visible.ts'
import { count } from './wording.ts'

/** For the person who has to go on where an agent was stopped: what it tried, what keeps failing, and the last verdict whole. */
export function taskEscalation(shown: Shown, attempt: Attempt): string {
  const { author, number, history } = attempt
  const lines = [
    `Stopped: ${visibleLine(author.name)} did not satisfy the policies in ${count(number, 'attempt')}. A person has to go on.`,
    '',
    ...history.map((record) => attemptText(record)),
    ...keptFailing(attempt),
  ]
  return `${inertInLog(`${lines.join('\n')}\n`)}\n${text(shown)}`
}

function attemptText(record: Attempt['history'][number]): string {
  const { label, violations, delta } = stepOf(record)
  return `  attempt ${label}: ${count(violations, 'violation')}${delta === undefined ? '' : ` (${deltaText(delta)})`}`
}

/** A rule that no attempt satisfied is the first suspect: it may ask for what nobody said, or for what cannot be. */
function keptFailing({ history }: Attempt): readonly string[] {
  const all = history.map(({ added, back, left }) => new Set([...added, ...back, ...left].map(({ rule }) => rule)))
  const always = [...(all.at(-1) ?? [])].filter((rule) => all.every((rules) => rules.has(rule)))
  const cameBack = unique(history.flatMap(({ back }) => back)).map(({ rule, resource }) => `${rule} (${resource})`)
  return [
    ...listed('failed in every attempt; the policy may be unclear, or ask for what the task did not say', always),
    ...listed('was mended and came back; two policies may contradict each other', cameBack),
  ]
}

function listed(title: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : ['', `  ${title}:`, ...names.map((name) => `    ${visibleLine(name)}`)]
}

const unique = (marks: readonly FindingMark[]): readonly FindingMark[] => [
  ...new Map(marks.map((mark) => [mark.id, mark])).values(),
]
