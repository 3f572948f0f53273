import * as z from 'zod/mini'
import type { GitHubAnswer } from '../host/host.ts'
import type { Note } from './note.ts'
import { type Place, type Refusal, refused } from './place.ts'

/** Where a line of the record goes, and how it follows what stands there. */
export interface RecordPlan {
  readonly branch: string
  /** A file of the branch. GitHub gives files of up to 1 MB, so that one serves a day and not for ever. */
  readonly path: string
  /** The record with the run's line behind what is known. */
  next(known: string): string
}

const FALLBACK = {
  what: 'The record was not pushed to its branch',
  instead: 'The artifact of the run, and the file that `record` names, hold its line.',
  permission: 'contents: write',
}

const file = z.object({ sha: z.string(), content: z.string(), encoding: z.literal('base64') })
const made = z.object({ sha: z.string() })

/** Runs at the same time write to one file: who comes second reads it again. */
const MOST_TRIES = 5

const CONFLICTS: readonly number[] = [409, 422]

/**
 * Appends the run's line to a file of a branch that holds nothing but records, and begins the branch where there is none. A
 * line that came in between is never lost: GitHub refuses what was not written on top of it.
 */
export async function publishRecord(place: Place, plan: RecordPlan): Promise<Note | undefined> {
  let last: Refusal | undefined
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const answer = await append(place, plan)
    if (answer.kind === 'answered') return undefined
    last = answer
    if (answer.status === 404) {
      const begun = await beginBranch(place, plan.branch)
      if (begun.kind === 'refused' && !CONFLICTS.includes(begun.status)) return refused(begun, FALLBACK)
    } else if (!CONFLICTS.includes(answer.status)) break
  }
  return last && refused(last, FALLBACK)
}

async function append(place: Place, { branch, path, next }: RecordPlan): Promise<GitHubAnswer> {
  const contents = `${place.repository}/contents/${path.split('/').map(encodeURIComponent).join('/')}`
  const known = await place.ask({ method: 'GET', path: `${contents}?ref=${encodeURIComponent(branch)}` })
  if (known.kind === 'refused' && known.status !== 404) return known
  const { success, data } = file.safeParse(known.kind === 'answered' ? known.data : undefined)
  if (known.kind === 'answered' && !success) return unreadable(path)
  const text = data === undefined ? '' : Buffer.from(data.content, 'base64').toString('utf8')
  return place.ask({
    method: 'PUT',
    path: contents,
    body: {
      message: `Record a verdict of ${place.head.slice(0, 12)}`,
      content: Buffer.from(next(text)).toString('base64'),
      branch,
      ...(data === undefined ? {} : { sha: data.sha }),
    },
  })
}

/** GitHub gives no content of a file beyond 1 MB. To write without it would begin a second chain. */
function unreadable(path: string): Refusal {
  return { kind: 'refused', status: 0, message: `${path} cannot be read; it may be larger than 1 MB` }
}

/** A branch without history in common with the code: a commit without parents. */
async function beginBranch(place: Place, branch: string): Promise<GitHubAnswer> {
  const content =
    'Records of Policy Gate, one line a run. `policy-gate record verify FILE` tells whether a file is whole.\n'
  const tree = await create(place, 'git/trees', {
    tree: [{ path: 'README.md', mode: '100644', type: 'blob', content }],
  })
  if (typeof tree !== 'string') return tree
  const commit = await create(place, 'git/commits', { message: 'Begin the record', tree, parents: [] })
  if (typeof commit !== 'string') return commit
  const body = { ref: `refs/heads/${branch}`, sha: commit }
  return place.ask({ method: 'POST', path: `${place.repository}/git/refs`, body })
}

/** The id of what was made, or why it was not. */
async function create(place: Place, what: string, body: Readonly<Record<string, unknown>>): Promise<string | Refusal> {
  const answer = await place.ask({ method: 'POST', path: `${place.repository}/${what}`, body })
  if (answer.kind === 'refused') return answer
  const { success, data } = made.safeParse(answer.data)
  return success ? data.sha : { kind: 'refused', status: 0, message: `what GitHub answered to ${what} cannot be read` }
}
