import * as z from 'zod/mini'
import { type CommentState, commentMarker, isNewer, readState } from '../report/comment-state.ts'
import type { Note } from './note.ts'
import { type Place, type Refusal, refused } from './place.ts'

/** What is needed of a comment that GitHub lists. */
const listed = z.array(
  z.object({
    id: z.int(),
    body: z.optional(z.nullable(z.string())),
    user: z.nullable(z.object({ login: z.string(), type: z.string() })),
  }),
)

interface Known {
  readonly id: number
  readonly state: CommentState | undefined
}

/** A comment that is still to be worded: what it says depends on what stands there. */
export interface CommentPlan {
  readonly key: string
  readonly run: CommentState['run']
  /** Whether it may be written where none stands yet. */
  readonly isNew: boolean
  body(previous: CommentState | undefined): string
}

const FALLBACK = {
  what: 'The comment was not written',
  instead: 'The job summary says the same.',
  permission: 'pull-requests: write',
}

/** Ten pages of a hundred: beyond that a comment of ours is not looked for. */
const MOST_PAGES = 10
const PER_PAGE = 100

/**
 * Writes the one comment of a gate: into the one that stands there if we wrote it, else a new one. Where two runs of the
 * same gate wrote at the same time the older comment stays, and a run that began earlier never writes over a later one.
 */
export async function publishComment(place: Place, plan: CommentPlan): Promise<Note | undefined> {
  const { pull } = place
  if (pull === undefined) return undefined
  const found = await ours(place, plan.key, pull)
  if (found.kind === 'refused') return refused(found, FALLBACK)
  const [first, ...others] = found.comments
  if (first !== undefined) return update(place, plan, first, others)
  if (!plan.isNew) return undefined
  const path = `${place.repository}/issues/${pull}/comments`
  const created = await place.ask({ method: 'POST', path, body: { body: plan.body(undefined) } })
  if (created.kind === 'refused') return refused(created, FALLBACK)
  return settle(place, plan, pull)
}

/** After a first comment: whoever wrote at the same time sees the same list, and all keep its first. */
async function settle(place: Place, plan: CommentPlan, pull: number): Promise<Note | undefined> {
  const found = await ours(place, plan.key, pull)
  if (found.kind === 'refused' || found.comments.length < 2) return undefined
  const [first, ...others] = found.comments
  return first === undefined ? undefined : update(place, plan, first, others)
}

async function update(
  place: Place,
  plan: CommentPlan,
  first: Known,
  others: readonly Known[],
): Promise<Note | undefined> {
  for (const { id } of others) await place.ask({ method: 'DELETE', path: commentPath(place, id) })
  if (first.state !== undefined && isNewer(first.state, plan.run)) return undefined
  const body = { body: plan.body(first.state) }
  const edited = await place.ask({ method: 'PATCH', path: commentPath(place, first.id), body })
  return edited.kind === 'refused' ? refused(edited, FALLBACK) : undefined
}

const commentPath = (place: Place, id: number): string => `${place.repository}/issues/comments/${id}`

type Found = Refusal | { readonly kind: 'found'; readonly comments: readonly Known[] }

/** Comments of this gate that we wrote, oldest first. The marker of somebody else's comment means nothing. */
async function ours(place: Place, key: string, pull: number): Promise<Found> {
  const login = await place.login()
  const marker = commentMarker(key)
  const comments: Known[] = []
  for (let page = 1; page <= MOST_PAGES; page++) {
    const path = `${place.repository}/issues/${pull}/comments?per_page=${PER_PAGE}&page=${page}`
    const answer = await place.ask({ method: 'GET', path })
    if (answer.kind === 'refused') return answer
    const { success, data = [] } = listed.safeParse(answer.data)
    if (!success) return { kind: 'refused', status: 0, message: 'the list of comments cannot be read' }
    for (const { id, body, user } of data) {
      if (user?.login === login && body?.startsWith(marker)) comments.push({ id, state: readState(body) })
    }
    if (data.length < PER_PAGE) break
  }
  return { kind: 'found', comments: comments.sort((a, b) => a.id - b.id) }
}
