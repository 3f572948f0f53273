import type { DocumentRef } from '../model/document.ts'
import type { ReadFile } from './engine.ts'

/** A stretch of a file that begins and ends with whole documents. */
export interface Piece {
  readonly text: string
  /** Lines of the file before it. */
  readonly line: number
}

/**
 * Cuts a file into at most `count` pieces of about the same length, at lines that are `---` and nothing else. Whatever stands
 * around it, the API machinery's reader ends a document there: it looks at lines, before any YAML is parsed.
 */
export function cut(text: string, count: number): readonly Piece[] {
  const pieces: Piece[] = []
  let start = 0
  let line = 0
  for (let left = count; left > 1; left--) {
    const separator = separatorFrom(text, start + Math.ceil((text.length - start) / left))
    if (separator < 0) break
    const piece = text.slice(start, separator + 1)
    pieces.push({ text: piece, line })
    line += piece.split('\n').length
    start = separator + SEPARATOR.length
  }
  return [...pieces, { text: text.slice(start), line }]
}

const SEPARATOR = '\n---\n'

/** The first of several separators: where one follows another, the document begins at the first. */
function separatorFrom(text: string, from: number): number {
  for (let at = text.indexOf(SEPARATOR, from); at >= 0; at = text.indexOf(SEPARATOR, at + 1)) {
    if (!text.startsWith('---', text.lastIndexOf('\n', at - 1) + 1)) return at
  }
  return -1
}

/** What was read of each piece, as places of the whole file; undefined where only the whole file tells what is wrong. */
export function placed(pieces: readonly Piece[], read: readonly ReadFile[]): readonly ReadFile[] | undefined {
  if (read.some(isUnclear)) return undefined
  let parts = 0
  return read.map((one, at) => {
    const before = { index: parts, line: pieces[at]?.line ?? 0 }
    parts += one.parts ?? 0
    return { ...one, documents: one.documents.map((document) => moved(document, before)) }
  })
}

function isUnclear({ diagnostics, skipped, parts }: ReadFile): boolean {
  return diagnostics.length > 0 || skipped.length > 0 || parts === undefined
}

function moved(document: DocumentRef, before: { readonly index: number; readonly line: number }): DocumentRef {
  return {
    ...document,
    index: document.index + before.index,
    line: document.line + before.line,
    endLine: document.endLine + before.line,
  }
}
