import type { Paint, Style } from './paint.ts'
import type { Excerpt } from './shown.ts'
import { snippet } from './snippet.ts'
import { visibleLine } from './visible.ts'

/** `--> file:line:column  what`. */
export function placeLine(place: readonly (string | number | undefined)[], what: string, paint: Paint): string {
  const where = visibleLine(place.filter((part) => part !== undefined).join(':'))
  return `  ${paint('blue', '-->')} ${where}${what === '' ? '' : `  ${paint('dim', visibleLine(what))}`}`
}

/** The line of the source, and below it carets and what there is to say of the place. */
export function frame(excerpt: Excerpt, about: string, style: Style, paint: Paint): string[] {
  const { line, source, indent, carets } = snippet(excerpt)
  const bar = paint('blue', `${' '.repeat(String(line).length)} |`)
  const mark = `${carets}${about === '' ? '' : ` ${visibleLine(about)}`}`
  return [bar, `${paint('blue', `${line} |`)} ${source}`, `${bar} ${indent}${paint(style, mark)}`]
}

/** A whole line, from its first character that is not white space. */
export function wholeLine(excerpt: Excerpt): Excerpt {
  const { text } = excerpt
  return { ...excerpt, from: text.length - text.trimStart().length, to: text.trimEnd().length }
}
