import { createHash } from 'node:crypto'
import * as z from 'zod/mini'

// What a comment remembers of the runs before it, in an HTML comment that nobody sees. It is read back only from comments
// that we wrote ourselves, and it decides nothing.

const count = z.int().check(z.minimum(0))

const pastRun = z.object({
  head: z.string(),
  verdict: z.enum(['pass', 'fail', 'error']),
  violations: count,
  /** Compared with the commit before; absent for the first, and where there were too many to remember. */
  delta: z.optional(z.object({ resolved: count, added: count, left: count })),
})

const ids = z.optional(z.array(z.string().check(z.regex(/^[0-9a-f]{16}$/))))

const schema = z.object({
  version: z.literal(1),
  /** Number and attempt of the workflow run that wrote the comment: a run that is older does not write over it. */
  run: z.tuple([count, count]),
  /** Oldest first, one for each commit. */
  runs: z.array(pastRun),
  /** Violations of the last commit and of the one before, by fingerprint. */
  open: ids,
  before: ids,
})

export type PastRun = Readonly<z.output<typeof pastRun>>
export type CommentState = Readonly<z.output<typeof schema>>

/** The first line of a comment of the gate that has this key. Keys are hashed: what they are made of is not ours. */
export function commentMarker(key: string): string {
  return `<!-- policy-gate:${createHash('sha256').update(key).digest('hex').slice(0, 24)} -->`
}

const STATE = /^<!-- policy-gate-state:([A-Za-z0-9_-]+) -->$/m

export function writeState(state: CommentState): string {
  return `<!-- policy-gate-state:${Buffer.from(JSON.stringify(state)).toString('base64url')} -->`
}

/** Undefined when there is none, or none that this version can read. */
export function readState(body: string): CommentState | undefined {
  const [, encoded] = STATE.exec(body.replaceAll('\r\n', '\n')) ?? []
  if (encoded === undefined) return undefined
  try {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/** Whether the run that left `state` began after `run`. */
export function isNewer(state: CommentState, run: CommentState['run']): boolean {
  return state.run[0] > run[0] || (state.run[0] === run[0] && state.run[1] > run[1])
}

/** More are not remembered: the comment has to stay small. */
const MOST_IDS = 500
const MOST_RUNS = 20

/** The state after a run. A commit that is judged again takes the place of what was said of it before. */
export function nextState(
  previous: CommentState | undefined,
  now: Omit<PastRun, 'delta'> & { readonly open: readonly string[]; readonly run: CommentState['run'] },
): CommentState {
  const isAgain = previous?.runs.at(-1)?.head === now.head
  const before = isAgain ? previous?.before : previous?.open
  const open = [...new Set(now.open)]
  const delta = before === undefined ? undefined : compare(before, open)
  const { head, verdict, violations } = now
  const runs = [...(isAgain ? previous.runs.slice(0, -1) : (previous?.runs ?? []))]
  runs.push({ head, verdict, violations, ...(delta === undefined ? {} : { delta }) })
  return {
    version: 1,
    run: now.run,
    runs: runs.slice(-MOST_RUNS),
    ...(open.length > MOST_IDS ? {} : { open }),
    ...(before === undefined ? {} : { before }),
  }
}

function compare(before: readonly string[], open: readonly string[]) {
  const [was, is] = [new Set(before), new Set(open)]
  const left = open.filter((id) => was.has(id)).length
  return { resolved: [...was].filter((id) => !is.has(id)).length, added: open.length - left, left }
}
