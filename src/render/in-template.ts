import { LineIndex } from '../documents/positions.ts'
import type { Location, NodePath, Precision } from '../model/position.ts'

/** The object that a template makes, as it was rendered. */
export interface Made {
  readonly kind: string
  readonly name: string
}

/**
 * The line of a template or a manifest that a field comes from: the innermost field of the path that it names once. Else its
 * first line, which stands for the whole of it.
 */
export function inTemplate(file: string, text: string, path: NodePath, made: Made): Location {
  const lines = new LineIndex(text)
  const part = partOf(text, made)
  for (const key of path.filter((step) => typeof step === 'string' && step !== '*').reverse()) {
    const found = [...part.text.matchAll(new RegExp(`^[ \\t-]*(${escaped(String(key))}):`, 'gm'))]
    if (found.length !== 1) continue
    const at = part.start + (found[0]?.index ?? 0) + (found[0]?.[0].indexOf(String(key)) ?? 0)
    return spanned(file, lines, at, at + String(key).length, 'template')
  }
  const { line } = lines.position(part.start + (part.text.search(/\S/) === -1 ? 0 : part.text.search(/\S/)))
  return spanned(file, lines, lines.startOf(line), lines.endOf(line), 'document')
}

interface Part {
  readonly text: string
  readonly start: number
}

/** The document of a file that makes the object, where only one can; else all of the file. */
function partOf(text: string, { kind, name }: Made): Part {
  const ofKind = partsOf(text).filter((part) => new RegExp(`^kind:\\s*["']?${escaped(kind)}\\b`, 'm').test(part.text))
  const [only, ...others] = ofKind
  if (only !== undefined && others.length === 0) return only
  const named = ofKind.filter((part) => nameIn(part.text) !== undefined && name.includes(nameIn(part.text) ?? name))
  return named.length === 1 && named[0] !== undefined ? named[0] : { text, start: 0 }
}

function partsOf(text: string): readonly Part[] {
  const starts = [0, ...[...text.matchAll(/^---.*$/gm)].map(({ index, 0: mark }) => index + mark.length)]
  return starts.map((start, at) => ({ start, text: text.slice(start, starts[at + 1]) }))
}

/** A name that is written out. One that an action makes says nothing. */
const nameIn = (text: string): string | undefined =>
  /^ {1,8}name:\s*["']?(?<name>[\w.-]+)["']?\s*$/m.exec(text)?.groups?.['name'] ??
  /^metadata:.*\bname:\s*["']?(?<name>[\w.-]+)["']?\s*[,}]/m.exec(text)?.groups?.['name']

function spanned(file: string, lines: LineIndex, from: number, to: number, precision: Precision): Location {
  const start = lines.position(from)
  const end = lines.position(to)
  return { file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column, precision }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
