import type { Review } from '../report/review.ts'
import type { Note } from './note.ts'
import { type Place, refused } from './place.ts'

const FALLBACK = {
  what: 'The suggestions were not written',
  instead: 'The job summary tells the remedies.',
  permission: 'pull-requests: write',
}

/** GitHub's words when a comment of a review is about a line that the change does not show. */
const UNPROCESSABLE = 422

/**
 * Writes the review as a comment, which neither approves nor blocks. One suggestion outside of the diff would make
 * GitHub refuse all of them: then they are offered one by one.
 */
export async function publishReview(place: Place, { body, comments }: Review): Promise<Note | undefined> {
  if (place.pull === undefined) return undefined
  const path = `${place.repository}/pulls/${place.pull}/reviews`
  const write = (some: Review['comments']) =>
    place.ask({ method: 'POST', path, body: { commit_id: place.head, event: 'COMMENT', body, comments: some } })
  const answer = await write(comments)
  if (answer.kind === 'answered') return undefined
  if (answer.status !== UNPROCESSABLE || comments.length < 2) return refused(answer, FALLBACK)
  const single = await each(comments, (comment) => write([comment]))
  const failed = single.filter(({ kind }) => kind === 'refused').length
  return failed === 0
    ? undefined
    : refused(answer, { ...FALLBACK, what: `${failed} of ${comments.length} suggestions were not written` })
}

/** One after the other: GitHub counts writes that come at the same time. */
async function each<Item, Out>(items: readonly Item[], run: (item: Item) => Promise<Out>): Promise<readonly Out[]> {
  const out: Out[] = []
  for (const item of items) out.push(await run(item))
  return out
}
