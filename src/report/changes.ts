import { maskSecrets } from '../documents/secret-text.ts'
import type { Suggestion } from '../model/suggestion.ts'
import { inertInLog } from './escape-command.ts'
import { COLOURED, PLAIN } from './paint.ts'
import type { Shown } from './shown.ts'
import { visibleLine } from './visible.ts'

/** Suggestions as people know them from `diff`, for a terminal. Lines are shown as reports show them, without secrets. */
export function changes(shown: Shown, colour: boolean): string {
  const paint = colour ? COLOURED : PLAIN
  const suggestions = shown.verdict.suggestions ?? []
  const files = [...new Set(suggestions.map(({ file }) => file))]
  const lines = files.flatMap((file) => [
    paint('bold', `--- ${visibleLine(file)}`),
    paint('bold', `+++ ${visibleLine(file)}`),
    ...suggestions
      .filter((one) => one.file === file)
      .flatMap((one) => [
        paint('blue', `@@ line ${one.line} @@ ${visibleLine(one.reason)}`),
        ...changed(one, shown).map((line) => paint(STYLES[line[0] as ' '], line)),
      ]),
  ])
  return lines.length === 0 ? '' : inertInLog(`${lines.join('\n')}\n`)
}

const STYLES = { ' ': 'dim', '-': 'red', '+': 'green' } as const

/** A line that stays as it is at the start or the end is the place, not a change. */
function changed({ file, line, endLine, text }: Suggestion, shown: Shown): readonly string[] {
  const before = Array.from({ length: endLine - line + 1 }, (_, at) => sourceLine(file, line + at, shown))
  const after = text.split('\n').map((one) => maskSecrets(visibleLine(one.replace(/\r$/, ''))))
  const head = before[0] === after[0] ? 1 : 0
  const tail = before.length > head && after.length > head && before.at(-1) === after.at(-1) ? 1 : 0
  return [
    ...before.slice(0, head).map((one) => `  ${one}`),
    ...before.slice(head, before.length - tail).map((one) => `- ${one}`),
    ...after.slice(head, after.length - tail).map((one) => `+ ${one}`),
    ...before.slice(before.length - tail).map((one) => `  ${one}`),
  ]
}

function sourceLine(file: string, line: number, shown: Shown): string {
  const place = { file, line, column: 1, endLine: line, endColumn: 1, precision: 'exact' } as const
  return visibleLine(shown.excerpt(place)?.text ?? '')
}
