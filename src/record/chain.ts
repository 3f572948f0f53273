import { createHash } from 'node:crypto'

// A record is a file of JSON Lines. Each line holds the hash of the line before it, so that one that was edited, moved or
// taken out shows. The last lines can still be cut off: keep the last hash elsewhere if that matters.

/** What the first line names as its predecessor. */
export const GENESIS = '0'.repeat(64)

/** Bytes. A record is read whole to be continued or verified; one of this size is time to begin a new file. */
export const MAX_RECORD = 512 * 1024 * 1024

export type Broken = 'unreadable' | 'edited' | 'predecessor'

export type Verified =
  | { readonly kind: 'whole'; readonly lines: number; readonly last: string }
  /** `line` counts from 1. */
  | { readonly kind: 'broken'; readonly line: number; readonly why: Broken }

/** The next line of a record, with its line end. `entry` holds neither `previous` nor `hash`. */
export function nextLine(record: string, entry: Readonly<Record<string, unknown>>): string {
  const body = { ...entry, previous: lastHash(record) }
  return `${JSON.stringify({ ...body, hash: hashOf(body) })}\n`
}

/** Compares every line with its own hash and with the line before. */
export function verify(record: string): Verified {
  const read = entriesOf(record)
  return read.kind === 'broken' ? read : { kind: 'whole', lines: read.entries.length, last: read.last }
}

type Entry = Readonly<Record<string, unknown>>

/** The same, with what the lines say. */
export function entriesOf(
  record: string,
):
  | Extract<Verified, { kind: 'broken' }>
  | { readonly kind: 'whole'; readonly entries: readonly Entry[]; readonly last: string } {
  let last = GENESIS
  const entries: Entry[] = []
  for (const line of record.split('\n').filter((one) => one !== '')) {
    const entry = parsed(line)
    const why = entry === undefined ? 'unreadable' : faultOf(entry, line, last)
    if (entry === undefined || why !== undefined)
      return { kind: 'broken', line: entries.length + 1, why: why ?? 'unreadable' }
    last = String(entry['hash'])
    entries.push(entry)
  }
  return { kind: 'whole', entries, last }
}

function faultOf(entry: Entry, line: string, last: string): Broken | undefined {
  const { hash, ...body } = entry
  // As it is written, not as it is read: a key that is there twice is an edit, too.
  if (JSON.stringify(entry) !== line || hash !== hashOf(body)) return 'edited'
  return body['previous'] === last ? undefined : 'predecessor'
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** A record that was broken before goes on from its last line: what is broken stays visible. */
function lastHash(record: string): string {
  const line = record.trimEnd().split('\n').at(-1) ?? ''
  if (line === '') return GENESIS
  const { hash } = parsed(line) ?? {}
  return typeof hash === 'string' ? hash : createHash('sha256').update(line).digest('hex')
}

const hashOf = (body: unknown): string => createHash('sha256').update(JSON.stringify(body)).digest('hex')
