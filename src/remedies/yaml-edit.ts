import type { Document, Node, Pair, YAMLMap, YAMLSeq } from 'yaml'
import type { Edit } from '../model/advice.ts'
import type { NodePath, Span } from '../model/position.ts'
import { applyEdits, isRecord } from './edits.ts'

type Yaml = typeof import('yaml')

/**
 * Changes the text of one YAML or JSON document in the places that edits name, and leaves every other character as it is:
 * comments, quotes and indentation stay. Undefined where a place cannot be written to by itself: behind an alias, in a
 * merged map. What came of it is compared by whoever asked: this only writes.
 */
export async function editText(text: string, edits: readonly Edit[]): Promise<string | undefined> {
  const yaml = await import('yaml')
  const json = asJson(text, edits)
  if (json !== undefined) return json
  let edited: string | undefined = text
  for (const edit of edits) edited = edited === undefined ? undefined : new Editor(yaml, edited).apply(edit)
  return edited
}

/** JSON has one way of writing: with the indentation it had. */
function asJson(text: string, edits: readonly Edit[]): string | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined
  try {
    const changed = applyEdits(JSON.parse(text), edits)
    const indent = /\n([ \t]+)\S/.exec(text)?.[1]
    const end = /\s*$/.exec(text)?.[0] ?? ''
    return changed === undefined ? undefined : JSON.stringify(changed, null, indent) + end
  } catch {
    return undefined
  }
}

/** The composer of YAML recurses: nothing deeper than a person writes is given to it. */
const DEEPEST = 200

export function isTooDeep(text: string): boolean {
  let depth = 0
  for (const mark of text) {
    if (mark === '{' || mark === '[') depth++
    else if (mark === '}' || mark === ']') depth = Math.max(depth - 1, 0)
    if (depth > DEEPEST) return true
  }
  return text.split('\n').some((line) => (/^[\s-]*/.exec(line)?.[0].length ?? 0) > 2 * DEEPEST)
}

/** One edit of one text. */
class Editor {
  private readonly yaml: Yaml
  private readonly text: string
  private readonly document: Document.Parsed | undefined
  private readonly newline: string

  constructor(yaml: Yaml, text: string) {
    this.yaml = yaml
    this.text = text
    this.newline = text.includes('\r\n') ? '\r\n' : '\n'
    this.document = isTooDeep(text) ? undefined : parse(yaml, text)
  }

  apply(edit: Edit): string | undefined {
    const key = edit.path.at(-1)
    const parent = key === undefined ? undefined : this.nodeAt(edit.path.slice(0, -1))
    if (parent === undefined || key === undefined) return undefined
    if (this.yaml.isMap(parent)) return this.editMap(parent, String(key), edit)
    return this.yaml.isSeq(parent) && typeof key === 'number' ? this.editSeq(parent, key, edit) : undefined
  }

  private nodeAt(path: NodePath): Node | undefined {
    let node: unknown = this.document?.contents
    for (const step of path) {
      if (this.yaml.isMap(node)) node = pairOf(node, String(step))?.value
      else if (this.yaml.isSeq(node)) node = node.items[Number(step)]
      else return undefined
    }
    return this.yaml.isNode(node) ? node : undefined
  }

  private editMap(map: YAMLMap, key: string, edit: Edit): string | undefined {
    const pair = pairOf(map, key)
    if (edit.op === 'remove') return pair === undefined ? undefined : this.removeMember(map, map.items.indexOf(pair))
    if (pair !== undefined) return this.setValue(map, pair, edit.value)
    return map.flow === true
      ? this.intoFlow(
          map,
          this.flow({ [key]: edit.value })
            .slice(1, -1)
            .trim(),
        )
      : this.append(map, { [key]: edit.value })
  }

  private editSeq(seq: YAMLSeq, index: number, edit: Edit): string | undefined {
    if (edit.op === 'remove') return this.removeMember(seq, index)
    if (edit.op === 'add') {
      if (index !== seq.items.length) return undefined
      return seq.flow === true ? this.intoFlow(seq, this.flow(edit.value)) : this.append(seq, [edit.value])
    }
    const item = seq.items[index]
    if (!this.yaml.isScalar(item) || item.anchor !== undefined) return undefined
    const span = spanOf(item)
    return span === undefined ? undefined : this.spliceWhole(span, this.flow(edit.value))
  }

  /** Writes a value behind a key: on the key's line where it is plain or all around it is in braces, else below. */
  private setValue(map: YAMLMap, pair: Pair, value: unknown): string | undefined {
    const key = spanOf(pair.key)
    const old = pair.value as Node | null
    if (key === undefined || (old !== null && (this.yaml.isAlias(old) || anchored(old)))) return undefined
    const colon = this.text.indexOf(':', key.end)
    const end = Math.max(spanOf(old)?.end ?? 0, colon + 1)
    const isInline = map.flow === true || !isCollection(value) || (isFlow(old) && !isEmptyCollection(old))
    const written = isInline
      ? ` ${this.flow(value)}`
      : this.newline + this.block(value, this.columnOf(key.start) + 2).trimEnd()
    const tail = this.text.slice(colon + 1, end).endsWith('\n') ? this.newline : ''
    return colon < 0 ? undefined : this.splice({ start: colon + 1, end }, written + tail)
  }

  /** A new last member of a block, on its own lines. */
  private append(collection: YAMLMap | YAMLSeq, value: unknown): string | undefined {
    const first = memberSpan(collection, 0)
    const last = memberSpan(collection, collection.items.length - 1)
    if (first === undefined || last === undefined) return undefined
    const start = this.yaml.isSeq(collection) ? this.text.lastIndexOf('-', first.start - 1) : first.start
    const written = this.block(value, this.columnOf(start))
    if (this.text[last.end - 1] === '\n') return this.splice({ start: last.end, end: last.end }, written)
    const line = this.text.indexOf('\n', last.end)
    if (line < 0) return this.text + this.newline + written
    return this.splice({ start: line + 1, end: line + 1 }, written)
  }

  private intoFlow(collection: YAMLMap | YAMLSeq, written: string): string | undefined {
    const own = spanOf(collection)
    if (own === undefined) return undefined
    const last = memberSpan(collection, collection.items.length - 1)
    if (last === undefined)
      return this.splice(
        { start: own.start + 1, end: own.end - 1 },
        this.yaml.isMap(collection) ? ` ${written} ` : written,
      )
    return this.splice({ start: last.end, end: last.end }, `, ${written}`)
  }

  private removeMember(collection: YAMLMap | YAMLSeq, index: number): string | undefined {
    const member = memberSpan(collection, index)
    const own = spanOf(collection)
    if (member === undefined || own === undefined) return undefined
    if (collection.items.length === 1) return this.spliceWhole(own, this.yaml.isMap(collection) ? '{}' : '[]')
    const next = memberSpan(collection, index + 1)
    const previous = memberSpan(collection, index - 1)
    if (collection.flow === true) {
      if (next !== undefined) return this.splice({ start: member.start, end: next.start }, '')
      return previous === undefined ? undefined : this.splice({ start: previous.end, end: member.end }, '')
    }
    return this.removeLines(collection, member, next)
  }

  private removeLines(collection: YAMLMap | YAMLSeq, member: Span, next: Span | undefined): string | undefined {
    const start = this.yaml.isSeq(collection) ? this.text.lastIndexOf('-', member.start - 1) : member.start
    const lineStart = this.text.lastIndexOf('\n', start - 1) + 1
    const isFirstOnLine = this.text.slice(lineStart, start).trim() === ''
    if (!isFirstOnLine) {
      return next === undefined || this.yaml.isSeq(collection) ? undefined : this.splice({ start, end: next.start }, '')
    }
    const lineEnd = this.text[member.end - 1] === '\n' ? member.end : this.text.indexOf('\n', member.end) + 1
    return this.splice({ start: lineStart, end: lineEnd <= 0 ? this.text.length : lineEnd }, '')
  }

  private splice({ start, end }: Span, written: string): string {
    return this.text.slice(0, start) + written + this.text.slice(end)
  }

  /** The line end that a block includes stays where it is. */
  private spliceWhole({ start, end }: Span, written: string): string {
    return this.splice({ start, end: start + this.text.slice(start, end).trimEnd().length }, written)
  }

  private columnOf(offset: number): number {
    return offset - (this.text.lastIndexOf('\n', offset - 1) + 1)
  }

  private block(value: unknown, indent: number): string {
    const lines = this.yaml.stringify(value, SETTINGS).trimEnd().split('\n')
    return lines.map((line) => (line === '' ? '' : ' '.repeat(indent)) + line + this.newline).join('')
  }

  private flow(value: unknown): string {
    const document = new this.yaml.Document(value, SETTINGS)
    const { contents } = document
    if (this.yaml.isCollection(contents)) contents.flow = true
    const written = document.toString({ ...SETTINGS, collectionStyle: 'flow' }).trim()
    return written.includes('\n') ? JSON.stringify(value) : written
  }
}

/** Words that the cluster's reader takes for truth values are quoted, and no line is folded. */
const SETTINGS = { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false } as const

function parse(yaml: Yaml, text: string): Document.Parsed | undefined {
  const document = yaml.parseDocument(text, { version: '1.1', logLevel: 'silent', uniqueKeys: false })
  return document.errors.length > 0 ? undefined : (document as Document.Parsed)
}

const pairOf = (map: YAMLMap, key: string): Pair | undefined =>
  map.items.findLast((pair) => String((pair.key as { value?: unknown } | null)?.value) === key)

function spanOf(node: unknown): Span | undefined {
  const range = (node as { range?: readonly [number, number, number] | null } | null)?.range
  return range == null ? undefined : { start: range[0], end: range[1] }
}

function memberSpan({ items }: YAMLMap | YAMLSeq, index: number): Span | undefined {
  const item = items[index] as Pair | Node | undefined
  if (item === undefined) return undefined
  if (!('key' in item)) return spanOf(item)
  const [key, value] = [spanOf(item.key), spanOf(item.value)]
  return key === undefined ? undefined : { start: key.start, end: Math.max(key.end, value?.end ?? 0) }
}

const anchored = (node: Node): boolean => (node as { anchor?: string }).anchor !== undefined
const isCollection = (value: unknown): boolean => isRecord(value) || Array.isArray(value)
const isFlow = (node: Node | null): boolean => (node as { flow?: boolean } | null)?.flow === true
const isEmptyCollection = (node: Node | null): boolean => (node as { items?: unknown[] } | null)?.items?.length === 0
