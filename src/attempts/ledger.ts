import * as z from 'zod/mini'
import type { GitHubAnswer } from '../host/host.ts'
import { distinct, type Subject } from './branch.ts'
import { type Entry, read, write } from './entry.ts'

const checkRuns = z.object({
  check_runs: z.array(
    z.object({
      id: z.int(),
      head_sha: z.string(),
      external_id: z.nullish(z.string()),
      completed_at: z.nullish(z.string()),
      app: z.nullish(z.object({ slug: z.optional(z.string()) })),
      output: z.object({ text: z.nullish(z.string()) }),
    }),
  ),
})

/** An entry as GitHub has it: when it was completed is GitHub's word, not the runner's. */
export interface Kept extends Entry {
  readonly id: number
  /** RFC 3339. */
  readonly at: string
}

/** What the gate's own check runs say. `refused` is set when GitHub would not show them. */
export interface Ledger {
  readonly entries: readonly Kept[]
  readonly refused?: Extract<GitHubAnswer, { kind: 'refused' }>
}

/** Each head is a request. A branch that moved more often is asked about its latest commits. */
const MOST_HEADS = 30

export const ledgerName = (gate: string): string => `Policy Gate: attempts (${gate})`

/** Reads the entries of all heads, and of those that the entries lead to. Oldest first. */
export async function readLedger(subject: Subject, heads: readonly string[]): Promise<Ledger> {
  const entries = new Map<number, Kept>()
  const asked = new Set<string>()
  let open = distinct(heads)
  while (open.length > 0 && asked.size < MOST_HEADS) {
    const [head = ''] = open
    asked.add(head)
    const { found, refused } = await entriesAt(subject, head)
    if (refused !== undefined) return { entries: [], refused }
    for (const entry of found) entries.set(entry.id, entry)
    open = distinct([...open, ...found.flatMap((entry) => entry.heads)]).filter((one) => !asked.has(one))
  }
  return { entries: [...entries.values()].sort(oldestFirst) }
}

interface Found {
  readonly found: readonly Kept[]
  readonly refused?: Ledger['refused']
}

/** Check runs of one commit. Only an app can write them, and only those of the app that we are count. */
async function entriesAt({ ask, repository, login, gate }: Subject, head: string): Promise<Found> {
  const name = encodeURIComponent(ledgerName(gate))
  const path = `${repository}/commits/${head}/check-runs?check_name=${name}&filter=all&per_page=100`
  const answer = await ask({ method: 'GET', path })
  // a commit that is gone has no check runs
  if (answer.kind === 'refused')
    return answer.status === 404 || answer.status === 422 ? { found: [] } : { found: [], refused: answer }
  const { success, data } = checkRuns.safeParse(answer.data)
  if (!success)
    return { found: [], refused: { kind: 'refused', status: 0, message: 'the list of check runs cannot be read' } }
  return {
    found: data.check_runs.flatMap(({ id, head_sha, external_id, completed_at, app, output }) => {
      if (`${app?.slug}[bot]` !== login || head_sha !== head || completed_at == null) return []
      const entry = read({ external_id: external_id ?? '', text: output.text ?? '' }, gate)
      return entry === undefined || entry.head !== head ? [] : [{ ...entry, id, at: completed_at }]
    }),
  }
}

const CONCLUSIONS = { pass: 'success', fail: 'failure' } as const

/** Adds an entry: a check run of its own, so that nothing that was counted is written over. */
export async function addEntry({ ask, repository, gate }: Subject, entry: Entry): Promise<GitHubAnswer> {
  const { external_id, text } = write(entry, gate)
  return ask({
    method: 'POST',
    path: `${repository}/check-runs`,
    body: {
      name: ledgerName(gate),
      head_sha: entry.head,
      external_id,
      status: 'completed',
      conclusion: CONCLUSIONS[entry.outcome],
      output: {
        title: entry.outcome === 'pass' ? 'The policies are satisfied' : `${entry.violations} violations`,
        summary: 'Policy Gate counts the attempts of agents here. Do not require this check: the job is the verdict.',
        text,
      },
    },
  })
}

function oldestFirst(one: Kept, other: Kept): number {
  return Date.parse(one.at) - Date.parse(other.at) || one.id - other.id
}
