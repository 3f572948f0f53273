import { Composer, CST, Parser } from 'yaml'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Sources } from './locate.ts'
import { LineIndex } from './positions.ts'

/**
 * The composer recurses, and near the end of the stack V8 does not throw but ends the process when it compiles a
 * regular expression there: nothing deeper than a person writes is given to it.
 */
const DEEPEST = 200

/**
 * The cluster's reader gives the line of a syntax error; where the file's YAML is at fault in that line, too, by the
 * word of a reader that counts columns, the column is added. Else it is that of the line's first character.
 */
export function withColumn(diagnostic: Diagnostic, sources: Sources): Diagnostic {
  const { code, file, line, column } = diagnostic
  if (code !== 'input.unparsable' || line === undefined || column !== undefined) return diagnostic
  const text = sources.get(file ?? '')
  return text === undefined ? diagnostic : { ...diagnostic, column: columnOf(text, line) }
}

function columnOf(text: string, line: number): number {
  const lines = new LineIndex(text)
  const start = lines.startOf(line)
  const end = lines.endOf(line)
  const offset = errorOffsets(text).find((at) => at >= start && at <= end)
  return (offset === undefined ? text.slice(start, end).search(/\S|$/) : offset - start) + 1
}

function errorOffsets(text: string): readonly number[] {
  const tokens = tokensOf(text)
  if (tokens.some(isTooDeep)) return []
  const composer = new Composer({ version: '1.1', logLevel: 'silent' })
  return [...composer.compose(tokens)].flatMap(({ errors }) => errors.map(({ pos }) => pos[0]))
}

function tokensOf(text: string): readonly CST.Token[] {
  try {
    return [...new Parser().parse(text)]
  } catch (error) {
    // The parser recurses, too, when it leaves deep nesting; it compiles nothing there.
    if (!(error instanceof RangeError)) throw error
    return []
  }
}

function isTooDeep(token: CST.Token): boolean {
  const pending: [token: CST.Token | null | undefined, depth: number][] = [[token, 0]]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [node, depth] = next
    if (depth > DEEPEST) return true
    if (node?.type === 'document') pending.push([node.value, depth])
    if (CST.isCollection(node))
      for (const item of node.items) pending.push([item.key, depth + 1], [item.value, depth + 1])
  }
  return false
}
