import { isRecord } from './edits.ts'

export type Literal = string | number | boolean

/** More values than this are a table, not a hint. */
const MOST = 40

/** Plain values that a condition compares with: what is written as a value, and literals inside its expressions. */
export function literalsIn(condition: unknown): readonly Literal[] {
  const found = new Set<Literal>()
  collect(condition, '', found)
  return [...found].slice(0, MOST)
}

/** Keys whose texts say something to people, or choose what is asked; they are no values to compare with. */
const NOT_COMPARED = new Set(['message', 'messageExpression', 'name', 'operator', 'reason', 'matchConditions', 'list'])

function collect(node: unknown, key: string, found: Set<Literal>): void {
  if (found.size >= MOST || NOT_COMPARED.has(key)) return
  if (Array.isArray(node)) for (const item of node) collect(item, key, found)
  else if (isRecord(node)) for (const [name, value] of Object.entries(node)) collect(value, name, found)
  else if (typeof node === 'string') for (const literal of ofText(node, key)) found.add(literal)
  else if (typeof node === 'number' || typeof node === 'boolean') found.add(node)
}

function ofText(text: string, key: string): readonly Literal[] {
  if (key === 'expression' || text.includes('{{')) return expressionLiterals(text)
  return key === 'key' ? [] : [text]
}

/** Strings, whole numbers and truth values of CEL, and of JMESPath, which puts them in quotes or backticks. */
const LITERAL =
  /r?'((?:[^'\\\n]|\\.){0,200})'|r?"((?:[^"\\\n]|\\.){0,200})"|`([^`]{0,200})`|(?<![\w.'"[-])(-?\d{1,15}|true|false)(?![\w.'"\]])/g

export function expressionLiterals(expression: string): readonly Literal[] {
  return [...expression.matchAll(LITERAL)].flatMap(([, single, double, ticked, plain]) => {
    const text = single ?? double
    if (text !== undefined) return [text.replace(/\\(.)/g, '$1')]
    return plainLiteral(plain ?? ticked ?? '')
  })
}

function plainLiteral(text: string): readonly Literal[] {
  if (text === 'true' || text === 'false') return [text === 'true']
  if (/^-?\d{1,15}$/.test(text)) return [Number(text)]
  return /^"[^"\\]*"$/.test(text) ? [text.slice(1, -1)] : []
}
