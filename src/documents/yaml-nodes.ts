import { CST, Parser } from 'yaml'
import { jsonKey } from './yaml-keys.ts'

type Item = CST.CollectionItem

interface Collection<Kind extends 'map' | 'seq'> {
  readonly kind: Kind
  readonly items: readonly Item[]
  readonly start: number
  /** Known where a bracket closes it. */
  readonly end?: number
}

export type YamlMap = Collection<'map'>

export interface YamlScalar {
  readonly kind: 'scalar'
  readonly start: number
  readonly end: number
  /** Written after `|` or `>`. */
  readonly block: boolean
  readonly token: CST.FlowScalar | CST.BlockScalar
}

/** A node as it is written. Offsets are those of the parsed text; `empty` is a null that has no text. */
export type YamlNode =
  | YamlMap
  | Collection<'seq'>
  | YamlScalar
  | { readonly kind: 'alias'; readonly name: string; readonly start: number; readonly end: number }
  | { readonly kind: 'empty' }

/** A member of a map (with its key) or of a sequence (with its `-`, where it has one). */
export interface YamlEntry {
  readonly key: YamlNode
  readonly value: YamlNode
  /** Offset of what introduces the entry, for one that has neither key nor value. */
  readonly start: number
}

interface MapIndex {
  /** Last item that writes each key. */
  readonly own: ReadonlyMap<string, number>
  /** Items that merge other maps in, in the order they are written. */
  readonly merges: readonly number[]
  /** How many slashes a key has at most: names in paths are not always escaped. */
  readonly slashes: number
}

/** The maps that a search has been to. */
interface Trail {
  readonly visited: Set<readonly Item[]>
  readonly depth: number
}

/** Merges are nested by two or three in earnest; a chain of thousands would end the stack. */
const DEEPEST_MERGE = 200

/** False for a map that the search has been to, which would lead it in a circle, and for one too deep to go to. */
function enter(map: YamlMap, { visited, depth }: Trail): boolean {
  if (depth > DEEPEST_MERGE || visited.has(map.items)) return false
  visited.add(map.items)
  return true
}

const EMPTY: YamlNode = { kind: 'empty' }

/**
 * One YAML document, read for positions only: the concrete syntax, without building values, so that it can tell
 * where something is and never what it means. It does not complain: what is wrong was said by the engine's reader.
 */
export class YamlText {
  readonly root: YamlNode
  private readonly indexes = new Map<readonly Item[], MapIndex>()
  private readonly memberLists = new Map<readonly Item[], readonly Item[]>()
  private anchors: ReadonlyMap<string, readonly Anchor[]> | undefined
  private readonly document: CST.Document | undefined
  private readonly text: string

  constructor(text: string) {
    this.text = text
    this.document = firstDocument(text)
    this.root = nodeOf(this.document?.value)
  }

  /** The node itself, or what an alias stands for. */
  resolve(node: YamlNode): YamlNode {
    if (node.kind !== 'alias') return node
    this.anchors ??= collectAnchors(this.document)
    const written = this.anchors.get(node.name)?.findLast(({ offset }) => offset < node.start)
    return written === undefined ? EMPTY : nodeOf(written.token)
  }

  /** The end of the line that `start` is on, or `end` where that comes first; white space left out. */
  endOfLine(start: number, end?: number): number {
    const text = this.text.slice(start, end)
    const line = text.indexOf('\n')
    return start + (line < 0 ? text : text.slice(0, line)).trimEnd().length
  }

  /** Where the first pair of a map ends, without a comment behind it; undefined where that is not known. */
  endOfFirstPair(node: YamlNode): number | undefined {
    const first = node.kind === 'map' ? node.items[0] : undefined
    if (first === undefined) return undefined
    const { key, value } = entryOf(first)
    return endOf(value) ?? endOf(key)
  }

  item(sequence: YamlNode, index: number): YamlEntry | undefined {
    const item = this.members(sequence)[index]
    return item === undefined ? undefined : memberEntry(item)
  }

  length(sequence: YamlNode): number {
    return this.members(sequence).length
  }

  /** The member that the cluster's reader keeps under this name: whatever writes it last, itself or by a merge. */
  member(map: YamlNode, name: string): YamlEntry | undefined {
    return this.find(map, name, { visited: new Set(), depth: 0 })
  }

  /** Slashes in the longest run of a key of this map, merged keys included. */
  slashes(map: YamlNode): number {
    return this.countSlashes(map, { visited: new Set(), depth: 0 })
  }

  /** Every map of the document, in no particular order. */
  *maps(): Generator<YamlMap> {
    const pending: YamlNode[] = [this.root]
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (node.kind === 'map') yield node
      if (node.kind === 'map') for (const item of node.items) pending.push(nodeOf(item.key), nodeOf(item.value))
      if (node.kind === 'seq') for (const item of this.members(node)) pending.push(memberEntry(item).value)
    }
  }

  /** The keys that a map itself writes. */
  names(map: YamlMap): readonly string[] {
    return [...this.indexOf(map.items).own.keys()]
  }

  /** The value that a map itself writes under a key, aliases followed. */
  own(map: YamlMap, name: string): YamlNode {
    const at = this.indexOf(map.items).own.get(name)
    return at === undefined ? EMPTY : this.resolve(entryOf(map.items[at] as Item).value)
  }

  /** The text of a scalar as a reader gets it; empty for any other node. */
  stringOf(node: YamlNode): string {
    return node.kind === 'scalar' ? (CST.resolveAsScalar(node.token, false, () => {})?.value ?? '') : ''
  }

  slice({ start, end }: YamlScalar): string {
    return this.text.slice(start, end)
  }

  private find(map: YamlNode, name: string, trail: Trail): YamlEntry | undefined {
    if (map.kind !== 'map' || !enter(map, trail)) return undefined
    const { own, merges } = this.indexOf(map.items)
    const at = own.get(name) ?? -1
    for (const merge of merges.toReversed()) {
      if (merge < at) break
      const found = this.findMerged(map.items[merge] as Item, name, trail)
      if (found !== undefined) return found
    }
    return at < 0 ? undefined : entryOf(map.items[at] as Item)
  }

  private findMerged(item: Item, name: string, { visited, depth }: Trail): YamlEntry | undefined {
    for (const source of this.mergeSources(item)) {
      const found = this.find(source, name, { visited, depth: depth + 1 })
      if (found !== undefined) return found
    }
    return undefined
  }

  private countSlashes(map: YamlNode, trail: Trail): number {
    if (map.kind !== 'map' || !enter(map, trail)) return 0
    const { merges, slashes } = this.indexOf(map.items)
    const next = { visited: trail.visited, depth: trail.depth + 1 }
    const merged = merges.flatMap((merge) => this.mergeSources(map.items[merge] as Item))
    return merged.reduce((most, source) => Math.max(most, this.countSlashes(source, next)), slashes)
  }

  /** What `<<` merges; of a list, earlier maps win. */
  private mergeSources(item: Item): readonly YamlNode[] {
    const value = this.resolve(nodeOf(item.value))
    if (value.kind !== 'seq') return [value]
    return this.members(value).map((member) => this.resolve(memberEntry(member).value))
  }

  private members(sequence: YamlNode): readonly Item[] {
    if (sequence.kind !== 'seq') return []
    const known = this.memberLists.get(sequence.items)
    if (known !== undefined) return known
    const members = sequence.items.filter(isMember)
    this.memberLists.set(sequence.items, members)
    return members
  }

  private indexOf(items: readonly Item[]): MapIndex {
    const known = this.indexes.get(items)
    if (known !== undefined) return known
    const index = indexMap(items)
    this.indexes.set(items, index)
    return index
  }
}

interface Anchor {
  readonly offset: number
  readonly token: CST.Token | null | undefined
}

function firstDocument(text: string): CST.Document | undefined {
  // The cluster's reader (YAML 1.1) also ends a line at these; each is one code unit, so offsets stay.
  const source = text.replace(/\r(?!\n)|[\u0085\u2028\u2029]/g, '\n')
  try {
    for (const token of new Parser().parse(source)) if (token.type === 'document') return token
  } catch (error) {
    // The parser recurses when deep nesting is left; a document so deep is located as a whole.
    if (!(error instanceof RangeError)) throw error
  }
  return undefined
}

function nodeOf(token: CST.Token | null | undefined): YamlNode {
  switch (token?.type) {
    case 'block-map':
      return { kind: 'map', items: token.items, start: token.items[0]?.key?.offset ?? token.offset }
    case 'block-seq':
      return { kind: 'seq', items: token.items, start: token.offset }
    case 'flow-collection':
      return flowNode(token)
    case 'scalar':
    case 'single-quoted-scalar':
    case 'double-quoted-scalar':
      return { kind: 'scalar', start: token.offset, end: token.offset + token.source.length, block: false, token }
    case 'block-scalar':
      return { kind: 'scalar', start: token.offset, end: blockEnd(token), block: true, token }
    case 'alias':
      return { ...span(token), kind: 'alias', name: token.source.slice(1) }
    default:
      return EMPTY
  }
}

const span = (token: CST.FlowScalar) => ({ start: token.offset, end: token.offset + token.source.length })

const endOf = (node: YamlNode): number | undefined => ('end' in node ? node.end : undefined)

function flowNode(token: CST.FlowCollection): YamlNode {
  const kind = token.start.type === 'flow-map-start' ? 'map' : 'seq'
  const close = token.end.find(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end')
  return { kind, items: token.items, start: token.offset, ...(close === undefined ? {} : { end: close.offset + 1 }) }
}

/** The end of the last line that has text. */
function blockEnd(token: CST.BlockScalar): number {
  const header = token.props.reduce((end, prop) => Math.max(end, prop.offset + sourceOf(prop).length), token.offset)
  return token.source.trim() === '' ? token.offset + 1 : header + token.source.trimEnd().length
}

const sourceOf = (token: CST.Token): string => ('source' in token ? token.source : '')

function isMember(item: Item): boolean {
  if (item.key != null || item.value != null || isPair(item)) return true
  return item.start.some(({ type }) => type === 'seq-item-ind' || type === 'anchor' || type === 'tag')
}

const isPair = (item: Item): boolean => item.sep?.some(({ type }) => type === 'map-value-ind') ?? false

/** In a sequence, `[a: b]` is a map of one pair. */
function memberEntry(item: Item): YamlEntry {
  if (!isPair(item)) return entryOf(item)
  const { key, start } = entryOf(item)
  return { key: EMPTY, value: { kind: 'map', items: [item], start: key.kind === 'empty' ? start : key.start }, start }
}

function entryOf(item: Item): YamlEntry {
  const start = (item.start.find(isContent) ?? item.sep?.find(isContent))?.offset ?? 0
  return { key: nodeOf(item.key), value: nodeOf(item.value), start }
}

const isContent = ({ type }: CST.SourceToken): boolean => type !== 'space' && type !== 'newline' && type !== 'comment'

function indexMap(items: readonly Item[]): MapIndex {
  const own = new Map<string, number>()
  const merges: number[] = []
  let slashes = 0
  for (const [at, item] of items.entries()) {
    if (item.key == null) continue
    if (item.key.type === 'scalar' && item.key.source === '<<') merges.push(at)
    for (const name of keyNames(item.key)) {
      own.set(name, at)
      slashes = Math.max(slashes, name.split('/').length - 1)
    }
  }
  return { own, merges, slashes }
}

function keyNames(key: CST.Token): readonly string[] {
  const scalar = CST.isScalar(key) ? CST.resolveAsScalar(key, false, () => {}) : null
  if (scalar === null) return []
  return [key.type === 'scalar' ? jsonKey(scalar.value) : scalar.value]
}

/** Every anchor with the node it names, in the order they are written. */
function collectAnchors(document: CST.Document | undefined): ReadonlyMap<string, readonly Anchor[]> {
  const found = new Map<string, Anchor[]>()
  const pending: [props: readonly CST.SourceToken[], token: CST.Token | null | undefined][] = []
  if (document !== undefined) pending.push([document.start, document.value])
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [props, token] = next
    for (const prop of props) if (prop.type === 'anchor') addAnchor(found, prop, token)
    if (CST.isCollection(token)) for (const item of token.items.toReversed()) pending.push(...propsOf(item))
  }
  return found
}

function propsOf(item: Item): [readonly CST.SourceToken[], CST.Token | null | undefined][] {
  if (item.key === undefined && item.sep === undefined) return [[item.start, item.value]]
  return [
    [item.sep ?? [], item.value],
    [item.start, item.key],
  ]
}

function addAnchor(found: Map<string, Anchor[]>, prop: CST.SourceToken, token: CST.Token | null | undefined): void {
  const name = prop.source.slice(1)
  const known = found.get(name)
  if (known === undefined) found.set(name, [{ offset: prop.offset, token }])
  else known.push({ offset: prop.offset, token })
}
