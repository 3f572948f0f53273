/** A place in a text file. Offsets are UTF-16 code units from the file's start; they are turned into lines at the edge. */
export interface Span {
  readonly start: number
  readonly end: number
}

/**
 * How well a location is known: `exact` is the offending node itself, `nearest` its nearest existing
 * ancestor (a field that is missing has no line of its own), `document` the first line of the document. `template` is a
 * line of a template, base or patch that the offending node comes from, where the value that decides it is not certain.
 */
export type Precision = 'exact' | 'nearest' | 'document' | 'template'

/** A place as people and GitHub count it: lines and columns from 1, `endColumn` exclusive. */
export interface Location {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  readonly precision: Precision
}

/** A path inside a document, from its root: `['spec', 'containers', 0, 'image']`. */
export type NodePath = readonly (string | number)[]
