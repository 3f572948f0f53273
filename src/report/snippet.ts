import { displayWidth, expandTabs } from './display-width.ts'
import type { Excerpt } from './shown.ts'
import { visible } from './visible.ts'

/** An excerpt as it is printed: the line, and what is printed below it. Both are inert and without line ends. */
export interface Snippet {
  readonly line: number
  readonly source: string
  /** Spaces up to the marked part, and its carets. */
  readonly indent: string
  readonly carets: string
}

/** Widths are taken of what is printed, so that carets stand right below tabs, wide and hidden characters. */
export function snippet({ line, text, from, to, cutBefore, cutAfter }: Excerpt): Snippet {
  const before = `${cutBefore ? '…' : ''}${text.slice(0, from)}`
  const start = displayWidth(print(before))
  const end = displayWidth(print(before + text.slice(from, to)))
  const source = `${print(`${cutBefore ? '…' : ''}${text}`).trimEnd()}${cutAfter ? '…' : ''}`
  return { line, source, indent: ' '.repeat(start), carets: '^'.repeat(Math.max(end - start, 1)) }
}

const print = (text: string): string => expandTabs(visible(text).replaceAll('\n', '␊'))
