import { parseAllDocuments } from 'yaml'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Sources } from './locate.ts'

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
  const errors = parseAllDocuments(text, { version: '1.1', logLevel: 'silent' }).flatMap((document) => document.errors)
  const here = errors.map(({ linePos }) => linePos?.[0]).find((place) => place?.line === line)
  if (here !== undefined) return here.col
  return (text.split('\n')[line - 1] ?? '').search(/\S|$/) + 1
}
