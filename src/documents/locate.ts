import type { DocumentRef } from '../model/document.ts'
import type { Location, NodePath, Precision, Span } from '../model/position.ts'
import type { Hint } from '../model/result.ts'
import { PlanAddresses } from './plan-addresses.ts'
import { LineIndex } from './positions.ts'
import type { TerraformPlace, TerraformPlaces } from './terraform-places.ts'
import { type YamlEntry, type YamlNode, YamlText } from './yaml-nodes.ts'
import { walk } from './yaml-walk.ts'

/** File → its text, as it was given to the engine's reader. */
export type Sources = ReadonlyMap<string, string>

/** A YAML document that has been read, and where its text begins in its file. */
export interface ReadDocument {
  readonly yaml: YamlText
  /** Offset of the document's text in its file. */
  readonly start: number
  readonly end: number
}

/** A place, and the path of those asked for that led there; none when the document stands for itself. */
export interface Located {
  readonly location: Location
  readonly path?: NodePath
}

/**
 * Finds the line and column of a path in a document. One serves a whole run: each file is indexed once, and a
 * document is read when it is first asked about, from its own lines only.
 */
export class Locator {
  private readonly sources: Sources
  private readonly files = new Map<string, LineIndex>()
  private readonly documents = new Map<string, ReadDocument>()
  private readonly plans = new Map<string, PlanAddresses>()

  private readonly terraform: TerraformPlaces | undefined

  constructor(sources: Sources, terraform?: TerraformPlaces) {
    this.sources = sources
    this.terraform = terraform
  }

  /**
   * The best place among paths that are given best first: the first that exists, else the nearest existing ancestor
   * of the first that has one, else the first line of the document (of the resource, in a `List`). Paths start at the
   * resource; `*` stands for every member of a sequence.
   */
  locate(document: DocumentRef, paths: readonly NodePath[], hint: Hint = {}): Located {
    return this.inSources(document, paths, hint) ?? this.inDocument(document, paths)
  }

  private inDocument(document: DocumentRef, paths: readonly NodePath[]): Located {
    const lines = this.linesOf(document.file)
    const read = this.read(document)
    if (lines === undefined || read === undefined) return unread(document)
    const { precision, span, path } = placeOf(read.yaml, document.root, paths) ?? firstLine(read, lines)
    const start = lines.position(read.start + span.start)
    const end = lines.position(read.start + span.end)
    const location: Location = {
      file: document.file,
      line: start.line,
      column: start.column,
      endLine: end.line,
      endColumn: end.column,
      precision,
    }
    return path === undefined ? { location } : { location, path }
  }

  /** Places that only files other than YAML and JSON have, or that the rule itself names. */
  private inSources(document: DocumentRef, [path = []]: readonly NodePath[], hint: Hint): Located | undefined {
    if (hint.line !== undefined) return this.atLine(hint.file ?? document.file, hint.line)
    if (document.format === 'hcl2') return this.atPlace(this.terraform?.ofPath(document.file, path), path)
    if (!PLANNED.has(document.content)) return undefined
    if (hint.address === undefined) return this.atPlace(this.terraform?.ofNames(hint.names ?? []), [])
    const place = this.terraform?.ofAddress(hint.address, document.file, path)
    return this.atPlace(place, path) ?? this.inPlan(document.file, hint.address)
  }

  /** A line that a rule names counts where there is such a line. */
  private atLine(file: string, line: number): Located | undefined {
    const lines = this.linesOf(file)
    if (lines === undefined || line < 1 || line > lines.lineCount) return undefined
    const text = lines.text.slice(lines.startOf(line), lines.endOf(line))
    const column = text.length - text.trimStart().length + 1
    const endColumn = Math.max(text.trimEnd().length + 1, column)
    return { location: { file, line, column, endLine: line, endColumn, precision: 'exact' } }
  }

  private atPlace(place: TerraformPlace | undefined, path: NodePath): Located | undefined {
    const lines = place === undefined ? undefined : this.linesOf(place.file)
    if (place === undefined || lines === undefined) return undefined
    const { start, end } = place.range
    // what spans lines is shown by its first one
    const last = end.line > start.line ? { line: start.line, column: Number.POSITIVE_INFINITY } : end
    const location: Location = {
      file: place.file,
      line: start.line,
      column: columnOf(lines, start),
      endLine: start.line,
      endColumn: columnOf(lines, last),
      precision: place.whole ? 'exact' : 'nearest',
    }
    return path.length === 0 ? { location } : { location, path }
  }

  /** A resource whose source is not here stands where the plan first names it. */
  private inPlan(file: string, address: string): Located | undefined {
    const lines = this.linesOf(file)
    const found = lines === undefined ? undefined : this.addressesOf(file, lines).of(address)
    if (lines === undefined || found === undefined) return undefined
    const start = lines.position(found.start)
    const end = lines.position(found.end)
    return { location: { file, ...start, endLine: end.line, endColumn: end.column, precision: 'nearest' } }
  }

  private addressesOf(file: string, { text }: LineIndex): PlanAddresses {
    const addresses = this.plans.get(file) ?? new PlanAddresses(text)
    this.plans.set(file, addresses)
    return addresses
  }

  /** The lines of a file; undefined for one that was not given. */
  linesOf(file: string): LineIndex | undefined {
    const known = this.files.get(file)
    if (known !== undefined) return known
    const text = this.sources.get(file)
    if (text === undefined) return undefined
    const lines = new LineIndex(text)
    this.files.set(file, lines)
    return lines
  }

  /** A document's text as nodes; undefined when its file was not given. */
  read(document: DocumentRef): ReadDocument | undefined {
    const lines = this.linesOf(document.file)
    if (lines === undefined || !hasNodes(document)) return undefined
    const key = `${document.index} ${document.file}`
    const known = this.documents.get(key)
    if (known !== undefined) return known
    const start = lines.startOf(document.line)
    const end = lines.startOf(document.endLine + 1)
    const read = { yaml: new YamlText(lines.text.slice(start, end)), start, end }
    this.documents.set(key, read)
    return read
  }
}

const PLANNED: ReadonlySet<DocumentRef['content']> = new Set(['terraform-plan', 'terraform-state'])

/** Formats whose text can be followed as YAML. A plan is megabytes long, and its secrets are the engine's affair. */
function hasNodes({ format = 'yaml', content }: DocumentRef): boolean {
  return (format === 'yaml' || format === 'json') && !PLANNED.has(content)
}

/** HCL counts characters, editors and GitHub count UTF-16 code units. */
function columnOf(lines: LineIndex, { line, column }: { readonly line: number; readonly column: number }): number {
  const text = lines.text.slice(lines.startOf(line), lines.endOf(line))
  return [...text].slice(0, column - 1).join('').length + 1
}

interface Place {
  readonly precision: Precision
  readonly span: Span
  readonly path?: NodePath
}

function placeOf(yaml: YamlText, root: NodePath, paths: readonly NodePath[]): Place | undefined {
  const own = walk(yaml, root)
  if (!own.whole) return undefined
  const walks = paths.map((path) => walk(yaml, path, own.node)).filter(({ entry }) => entry !== undefined)
  const best = walks.find(({ whole }) => whole) ?? walks[0]
  if (best?.entry !== undefined) {
    const { path } = best
    return best.whole
      ? { precision: 'exact', span: valueSpan(yaml, best.entry), path }
      : { precision: 'nearest', span: nameSpan(yaml, best.entry), path }
  }
  const whole = own.entry === undefined ? firstLineOf(yaml, yaml.root) : nameSpan(yaml, own.entry)
  return whole === undefined ? undefined : { precision: 'document', span: whole }
}

/** Where the value is written when it is a scalar; a map or a sequence goes by its key. */
function valueSpan(yaml: YamlText, entry: YamlEntry): Span {
  const { value } = entry
  return value.kind === 'scalar' || value.kind === 'alias' ? spanOf(value) : nameSpan(yaml, entry)
}

/** The key, or the first line of a member of a sequence. */
function nameSpan(yaml: YamlText, { key, value, start }: YamlEntry): Span {
  if (key.kind !== 'empty') return firstLineOf(yaml, key) ?? { start, end: start + 1 }
  return firstLineOf(yaml, value) ?? { start, end: start + 1 }
}

const spanOf = ({ start, end }: { start: number; end: number }): Span => ({ start, end })

/** A node as far as it stands on its first line: a map in block style up to the end of its first pair. */
function firstLineOf(yaml: YamlText, node: YamlNode): Span | undefined {
  switch (node.kind) {
    case 'empty':
      return undefined
    case 'scalar':
    case 'alias':
      return { start: node.start, end: yaml.endOfLine(node.start, node.end) }
    case 'map':
    case 'seq':
      return { start: node.start, end: yaml.endOfLine(node.start, node.end ?? yaml.endOfFirstPair(node)) }
  }
}

/** For a document whose text cannot be followed: its first line that is neither blank nor a comment. */
function firstLine(read: ReadDocument, lines: LineIndex): Place {
  const text = lines.text.slice(read.start, read.end)
  const found = /^[^\S\n]*(?:[^\s#].*)$/m.exec(text)?.[0] ?? ''
  const start = Math.max(text.indexOf(found), 0) + (found.length - found.trimStart().length)
  return { precision: 'document', span: { start, end: start + found.trim().length } }
}

function unread({ file, line }: DocumentRef): Located {
  return { location: { file, line, column: 1, endLine: line, endColumn: 1, precision: 'document' } }
}
