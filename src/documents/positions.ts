const BOM = '\ufeff'

/** Where an offset is, as people count: line and column from 1, columns in UTF-16 code units. */
export interface Position {
  readonly line: number
  readonly column: number
}

/**
 * Turns UTF-16 offsets of one text into lines and columns and back. A line ends where git and GitHub end it, at LF;
 * a CR before it belongs to the line end. A byte order mark has no column: no editor shows it.
 */
export class LineIndex {
  readonly text: string
  private readonly starts: readonly number[]

  constructor(text: string) {
    this.text = text
    this.starts = lineStarts(text)
  }

  get lineCount(): number {
    return this.starts.length
  }

  /** Offset of a line's first character; lines before and after the text are its first and its end. */
  startOf(line: number): number {
    return this.starts[Math.max(line, 1) - 1] ?? this.text.length
  }

  /** Offset of a line's end, before its CR and LF. */
  endOf(line: number): number {
    let end = this.startOf(line + 1)
    if (end > this.startOf(line) && this.text[end - 1] === '\n') end--
    if (end > this.startOf(line) && this.text[end - 1] === '\r' && this.text[end] === '\n') end--
    return end
  }

  position(offset: number): Position {
    const line = this.lineOf(offset)
    return { line, column: Math.max(offset - this.startOf(line), 0) + 1 }
  }

  private lineOf(offset: number): number {
    let low = 0
    let high = this.starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((this.starts[middle] as number) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}

function lineStarts(text: string): number[] {
  const starts = [text.startsWith(BOM) ? 1 : 0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
