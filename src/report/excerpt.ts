import type { LineIndex } from '../documents/positions.ts'
import { mask, mergeSpans, secretSpans } from '../documents/secret-text.ts'
import type { Secrets } from '../documents/secrets.ts'
import type { Location } from '../model/position.ts'
import type { Excerpt } from './shown.ts'

/** Code units shown on each side of a place: enough for any line a person wrote. */
const SHOWN_AROUND = 160

/** Code units looked at on each side, so that a secret which is shown in part is still recognised. */
const READ_AROUND = 4096

/** The line of a place without its secrets, cut where it is too long to be shown. */
export function excerptOf(location: Location, lines: LineIndex | undefined, secrets: Secrets): Excerpt | undefined {
  if (lines === undefined || location.line > lines.lineCount) return undefined
  const start = lines.startOf(location.line)
  const length = lines.endOf(location.line) - start
  const column = Math.min(location.column - 1, length)
  const read = { start: start + Math.max(column - READ_AROUND, 0), end: start + Math.min(column + READ_AROUND, length) }
  const part = lines.text.slice(read.start, read.end)
  const masked = mask(part, mergeSpans([...secrets.within(location.file, read), ...secretSpans(part)]))
  return cut(masked, read.start - start, length, location)
}

/** Cuts what is shown of a line out of what was read of it. `offset` is where `text` begins in the line. */
function cut(text: string, offset: number, length: number, location: Location): Excerpt {
  const column = Math.min(location.column - 1, length)
  const first = Math.max(column - SHOWN_AROUND, offset)
  const last = Math.min(column + SHOWN_AROUND, offset + text.length)
  const end = location.endLine > location.line ? length : Math.min(location.endColumn - 1, length)
  return {
    line: location.line,
    text: text.slice(first - offset, last - offset),
    from: column - first,
    to: Math.min(Math.max(end, column), last) - first,
    cutBefore: first > 0,
    cutAfter: last < length,
  }
}
