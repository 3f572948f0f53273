import { type Broken, type Verified, verify } from './chain.ts'
import { lineSchema, type RecordLine } from './entry-schema.ts'

/** A record as it was read. A broken one has no lines: what was tampered with proves nothing. */
export type ReadRecord =
  | { readonly kind: 'read'; readonly lines: readonly RecordLine[] }
  | { readonly kind: 'broken'; readonly line: number; readonly why: Broken | 'unknown-shape' }

export function readRecord(text: string): ReadRecord {
  const chain: Verified = verify(text)
  if (chain.kind === 'broken') return chain
  const lines: RecordLine[] = []
  for (const [at, line] of text
    .split('\n')
    .filter((one) => one !== '')
    .entries()) {
    const parsed = lineSchema.safeParse(JSON.parse(line))
    if (!parsed.success) return { kind: 'broken', line: at + 1, why: 'unknown-shape' }
    lines.push(parsed.data)
  }
  return { kind: 'read', lines }
}
