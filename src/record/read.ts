import { type Broken, entriesOf } from './chain.ts'
import { lineSchema, type RecordLine } from './entry-schema.ts'

/** A record as it was read. A broken one has no lines: what was tampered with proves nothing. */
export type ReadRecord =
  | { readonly kind: 'read'; readonly lines: readonly RecordLine[] }
  | { readonly kind: 'broken'; readonly line: number; readonly why: Broken | 'unknown-shape' }

export function readRecord(text: string): ReadRecord {
  const read = entriesOf(text)
  if (read.kind === 'broken') return read
  const lines: RecordLine[] = []
  for (const [at, entry] of read.entries.entries()) {
    const parsed = lineSchema.safeParse(entry)
    if (!parsed.success) return { kind: 'broken', line: at + 1, why: 'unknown-shape' }
    lines.push(parsed.data)
  }
  return { kind: 'read', lines }
}
