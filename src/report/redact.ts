import type { Locator } from '../documents/locate.ts'
import type { LineIndex } from '../documents/positions.ts'
import { type SecretNode, secretNodes } from '../documents/secret-nodes.ts'
import { mask, maskSecrets, mergeSpans, secretSpans } from '../documents/secret-text.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { DocumentRef } from '../model/document.ts'
import type { Finding } from '../model/finding.ts'
import type { Location, NodePath, Span } from '../model/position.ts'
import type { Result } from '../model/result.ts'
import type { Verdict } from '../model/verdict.ts'
import { type Excerpt, REDACTED, type Shown } from './shown.ts'

/** Code units shown on each side of a place: enough for any line a person wrote. */
const SHOWN_AROUND = 160

/** Code units looked at on each side, so that a secret which is shown in part is still recognised. */
const READ_AROUND = 4096

/** Shorter secrets are masked where they stand, and not in messages: they would hide ordinary words. */
const SHORTEST_IN_MESSAGE = 6

/**
 * The one place where secrets are taken out: credentials in the sources of findings, what looks like one anywhere,
 * and the same values where an engine repeats them.
 */
export function redact(verdict: Verdict, locator: Locator): Shown {
  const secrets = new Secrets(locator)
  const results = memoise((result: Result) => redactResult(result, secrets))
  const findings = verdict.findings.map((finding) => redactFinding(finding, results(finding.result), secrets))
  return {
    verdict: {
      ...verdict,
      findings,
      results: verdict.results.map(results),
      diagnostics: verdict.diagnostics.map(redactDiagnostic),
    },
    excerpt: (location) => excerptOf(location, locator.linesOf(location.file), secrets),
    [REDACTED]: true,
  }
}

/** What is known to be secret, by document and by file. A document is read once, and only if it has a finding. */
class Secrets {
  private readonly locator: Locator
  private readonly documents = new Map<string, DocumentSecrets>()
  private readonly spans = new Map<string, Span[]>()

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

  /** Secret spans of a file that are known from the structure of its documents, as offsets in the file. */
  inFile(file: string): readonly Span[] {
    return this.spans.get(file) ?? []
  }

  private readDocument(document: DocumentRef): DocumentSecrets {
    const read = this.locator.read(document)
    if (read === undefined) return new DocumentSecrets([])
    const nodes = secretNodes(read.yaml)
    const spans = this.spans.get(document.file) ?? []
    for (const { start, end } of nodes) spans.push({ start: read.start + start, end: read.start + end })
    this.spans.set(document.file, spans)
    return new DocumentSecrets(nodes)
  }
}

/** Masks the secrets of one document where a text repeats them, and whatever else looks like one. */
class DocumentSecrets {
  private readonly values: readonly string[]

  constructor(nodes: readonly SecretNode[]) {
    const values = nodes.flatMap(({ value }) => [value.trim(), ...value.split('\n'), decoded(value)])
    const long = values.filter((value) => value.length >= SHORTEST_IN_MESSAGE)
    this.values = [...new Set(long)].sort((a, b) => b.length - a.length)
  }

  maskPath(path: NodePath): NodePath {
    return path.map((part) => (typeof part === 'string' ? this.mask(part) : part))
  }

  mask(text: string): string {
    return maskSecrets(mask(text, mergeSpans(this.values.flatMap((value) => occurrences(text, value)))))
  }
}

/** What the data of a Kubernetes Secret says: a policy may have decoded it. */
function decoded(value: string): string {
  if (!/^[A-Za-z0-9+/\s]{8,}={0,2}\s*$/.test(value)) return ''
  const text = Buffer.from(value, 'base64').toString('utf8')
  return /^[\x20-\x7e\s]+$/.test(text) ? text.trim() : ''
}

function occurrences(text: string, value: string): Span[] {
  const found: Span[] = []
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) {
    found.push({ start: at, end: at + value.length })
  }
  return found
}

function redactFinding(finding: Finding, result: Result, secrets: Secrets): Finding {
  const known = secrets.of(finding.result.document)
  return { ...finding, result, ...(finding.path === undefined ? {} : { path: known.maskPath(finding.path) }) }
}

function redactResult(result: Result, secrets: Secrets): Result {
  const known = secrets.of(result.document)
  const { resource } = result.document
  return {
    ...result,
    message: known.mask(result.message),
    paths: result.paths.map((path) => known.maskPath(path)),
    document: { ...result.document, resource: { ...resource, name: known.mask(resource.name) } },
  }
}

function redactDiagnostic(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, message: maskSecrets(diagnostic.message) }
}

function excerptOf(location: Location, lines: LineIndex | undefined, secrets: Secrets): Excerpt | undefined {
  if (lines === undefined || location.line > lines.lineCount) return undefined
  const start = lines.startOf(location.line)
  const length = lines.lineText(location.line).length
  const column = Math.min(location.column - 1, length)
  const read = { start: start + Math.max(column - READ_AROUND, 0), end: start + Math.min(column + READ_AROUND, length) }
  const text = maskRange(lines.text, read, secrets.inFile(location.file))
  return cut(text, read.start - start, length, location)
}

function maskRange(text: string, range: Span, known: readonly Span[]): string {
  const part = text.slice(range.start, range.end)
  const inside = known
    .filter(({ start, end }) => start < range.end && end > range.start)
    .map((span) => ({ start: Math.max(span.start - range.start, 0), end: Math.min(span.end, range.end) - range.start }))
  return mask(part, mergeSpans([...inside, ...secretSpans(part)]))
}

/** Cuts what is shown of a line out of what was read of it. `offset` is where `text` begins in the line. */
function cut(text: string, offset: number, length: number, location: Location): Excerpt {
  const column = Math.min(location.column - 1, length)
  const first = Math.max(column - SHOWN_AROUND, offset)
  const last = Math.min(column + SHOWN_AROUND, offset + text.length)
  const end = location.endLine > location.line ? length : Math.min(location.endColumn - 1, length)
  return {
    line: location.line,
    text: text.slice(first - offset, last - offset),
    from: column - first,
    to: Math.min(Math.max(end, column), last) - first,
    cutBefore: first > 0,
    cutAfter: last < length,
  }
}

function memoise<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const value = make(key)
    made.set(key, value)
    return value
  }
}
