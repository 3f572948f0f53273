import { Locator } from '../../src/documents/locate.ts'
import type { DocumentRef } from '../../src/model/document.ts'
import type { Location, NodePath } from '../../src/model/position.ts'

export const FILE = 'k8s/app.yaml'

/** A document that covers a whole text, or the lines that are given. */
export function documentRef(text: string, over: Partial<DocumentRef> = {}): DocumentRef {
  const resource = { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'app' }
  return {
    engine: 'kyverno',
    handle: 0,
    file: FILE,
    index: 0,
    root: [],
    line: 1,
    endLine: text.split('\n').length,
    resource,
    ...over,
  }
}

export function locate(text: string, path: NodePath, over: Partial<DocumentRef> = {}): Location {
  return new Locator(new Map([[FILE, text]])).locate(documentRef(text, over), [path]).location
}

/** What a location covers, taken from the text by lines and columns alone. */
export function covered(text: string, location: Location): string {
  const lines = text.replace(/^\ufeff/, '').split('\n')
  const { line, column, endLine, endColumn } = location
  if (line === endLine) return (lines[line - 1] as string).slice(column - 1, endColumn - 1)
  const middle = lines.slice(line, endLine - 1)
  return [
    (lines[line - 1] as string).slice(column - 1),
    ...middle,
    (lines[endLine - 1] as string).slice(0, endColumn - 1),
  ].join('\n')
}

/** `line:column precision text`, which says everything that a test of a place asks for. */
export function at(text: string, path: NodePath, over: Partial<DocumentRef> = {}): string {
  const location = locate(text, path, over)
  return `${location.line}:${location.column} ${location.precision} ${covered(text, location)}`
}
