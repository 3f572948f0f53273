import type { DocumentRef } from '../model/document.ts'
import type { NodePath, Span } from '../model/position.ts'
import type { Locator } from './locate.ts'
import { type SecretNode, secretNodes } from './secret-nodes.ts'
import { mask, maskSecrets, mergeSpans } from './secret-text.ts'

/** Shorter secrets are masked where they stand, and not in messages: they would hide ordinary words. */
const SHORTEST_IN_MESSAGE = 6

/** What is known to be secret, by document and by file. A document is read once, and only if it has a finding. */
export class Secrets {
  private readonly locator: Locator
  private readonly documents = new Map<string, DocumentSecrets>()
  private readonly spans = new Map<string, Span[]>()
  private readonly merged = new Map<string, readonly Span[]>()

  constructor(locator: Locator) {
    this.locator = locator
  }

  of(document: DocumentRef): DocumentSecrets {
    const key = `${document.index} ${document.file}`
    const known = this.documents.get(key)
    if (known !== undefined) return known
    const learnt = this.readDocument(document)
    this.documents.set(key, learnt)
    return learnt
  }

  /** Secrets that overlap a part of a file, known from the structure of its documents, as offsets in the part. */
  within(file: string, part: Span): readonly Span[] {
    const spans = this.inFile(file)
    const found: Span[] = []
    for (let at = firstEndingAfter(spans, part.start); at < spans.length; at++) {
      const { start, end } = spans[at] as Span
      if (start >= part.end) break
      found.push({ start: start - part.start, end: end - part.start })
    }
    return found
  }

  private inFile(file: string): readonly Span[] {
    const known = this.merged.get(file)
    if (known !== undefined) return known
    const merged = mergeSpans(this.spans.get(file) ?? [])
    this.merged.set(file, merged)
    return merged
  }

  private readDocument(document: DocumentRef): DocumentSecrets {
    const read = this.locator.read(document)
    if (read === undefined) return new DocumentSecrets([])
    const nodes = secretNodes(read.yaml)
    const spans = this.spans.get(document.file) ?? []
    for (const { start, end } of nodes) spans.push({ start: read.start + start, end: read.start + end })
    this.spans.set(document.file, spans)
    this.merged.delete(document.file)
    return new DocumentSecrets(nodes)
  }
}

/** Spans are in order and apart from each other. */
function firstEndingAfter(spans: readonly Span[], offset: number): number {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spans[middle] as Span).end > offset) high = middle
    else low = middle + 1
  }
  return low
}

/** Masks the secrets of one document where a text repeats them, and whatever else looks like one. */
class DocumentSecrets {
  /** By their first characters, so that a text is searched once however many secrets there are. */
  private readonly byStart = new Map<string, string[]>()

  constructor(nodes: readonly SecretNode[]) {
    const values = nodes.flatMap(({ value }) => [value.trim(), ...value.split('\n'), decoded(value)])
    for (const value of new Set(values)) if (value.length >= SHORTEST_IN_MESSAGE) this.add(value)
  }

  maskPath(path: NodePath): NodePath {
    return path.map((part) => (typeof part === 'string' ? this.mask(part) : part))
  }

  mask(text: string): string {
    return maskSecrets(mask(text, mergeSpans(this.occurrences(text))))
  }

  private add(value: string): void {
    const start = value.slice(0, SHORTEST_IN_MESSAGE)
    const known = this.byStart.get(start)
    if (known === undefined) this.byStart.set(start, [value])
    else known.push(value)
  }

  private occurrences(text: string): Span[] {
    const found: Span[] = []
    if (this.byStart.size === 0) return found
    for (let at = 0; at + SHORTEST_IN_MESSAGE <= text.length; at++) {
      for (const value of this.byStart.get(text.slice(at, at + SHORTEST_IN_MESSAGE)) ?? []) {
        if (text.startsWith(value, at)) found.push({ start: at, end: at + value.length })
      }
    }
    return found
  }
}

/** What the data of a Kubernetes Secret says: a policy may have decoded it. */
function decoded(value: string): string {
  if (!/^[A-Za-z0-9+/\s]{8,}={0,2}\s*$/.test(value)) return ''
  const text = Buffer.from(value, 'base64').toString('utf8')
  return /^[\x20-\x7e\s]+$/.test(text) ? text.trim() : ''
}
