import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import type { Judged } from './history.ts'

// What a check run of ours remembers of one verdict. The text of a check run holds it all, in an HTML comment that nobody
// sees; `external_id` says of which gate and which outcome, and holds the digest of the text, so that half of one, or one
// that was written anew, is none.

/** GitHub takes 65,535 characters; there is more to say in the text than this. */
const LONGEST = 60_000
const LONGEST_NAME = 100
const MOST_MARKS = 100
const MOST_HEADS = 200

const count = z.int().check(z.minimum(0))
const commit = z.string().check(z.regex(/^[0-9a-f]{40,64}$/))

const schema = z.object({
  head: commit,
  outcome: z.enum(['pass', 'fail']),
  violations: count,
  marks: z.array(z.object({ id: z.string().check(z.maxLength(40)), rule: z.string(), resource: z.string() })),
  /** Commits that the branch stood at before: a force-push takes them out of every list. */
  heads: z.array(commit),
  /** When an owner gave new attempts last, as RFC 3339: another pull request of the branch does not show it. */
  since: z.optional(z.string()),
})

/** One verdict, and the way that led there. */
export type Entry = Readonly<z.output<typeof schema>>

export interface Written {
  readonly external_id: string
  readonly text: string
}

/** Undefined where nothing was judged to the end: that is no attempt. */
export function entryOf(judged: Judged, heads: readonly string[], since: string | undefined): Entry | undefined {
  const { head, outcome, violations, marks } = judged
  if (outcome === 'error') return undefined
  const way = heads.filter((one) => one !== head).slice(0, MOST_HEADS)
  return {
    head,
    outcome,
    violations,
    marks: marks.slice(0, MOST_MARKS).map(cut),
    heads: way,
    ...(since === undefined ? {} : { since }),
  }
}

/** As many marks as there is room for; `violations` says how many there were. */
export function write(entry: Entry, gate: string): Written {
  const text = `<!-- policy-gate-attempt:${Buffer.from(JSON.stringify(entry)).toString('base64url')} -->`
  return text.length <= LONGEST
    ? { external_id: externalId(gate, text), text }
    : write({ ...entry, marks: entry.marks.slice(0, Math.floor(entry.marks.length / 2)) }, gate)
}

/** Undefined for what this gate did not write, and for what this version cannot read. */
export function read({ external_id, text }: Written, gate: string): Entry | undefined {
  const [line = '', encoded] = /<!-- policy-gate-attempt:([A-Za-z0-9_-]+) -->/.exec(text) ?? []
  if (encoded === undefined || external_id !== externalId(gate, line)) return undefined
  try {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

const externalId = (gate: string, text: string): string => `policy-gate-attempt/1/${digest(gate)}/${digest(text)}`

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 24)

const cut = ({ id, rule, resource }: Judged['marks'][number]) => ({
  id,
  rule: rule.slice(0, LONGEST_NAME),
  resource: resource.slice(0, LONGEST_NAME),
})
