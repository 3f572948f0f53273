import type { CheckRun } from '../report/check-run.ts'
import type { Note } from './note.ts'
import { type Place, refused } from './place.ts'

const FALLBACK = {
  what: 'The annotations beyond ten of a kind were not written',
  instead: 'The job summary and the JSON report list all findings.',
  permission: 'checks: write',
}

/**
 * Creates the check run, complete with its conclusion, and appends what does not fit into one request. What GitHub
 * took before it refused stays. The number of requests is limited by whoever planned the run.
 */
export async function publishCheckRun(place: Place, run: CheckRun, detailsUrl?: string): Promise<Note | undefined> {
  const { name, conclusion, output, batches } = run
  const [first = [], ...rest] = batches
  const created = await place.ask({
    method: 'POST',
    path: `${place.repository}/check-runs`,
    body: {
      name,
      head_sha: place.head,
      status: 'completed',
      conclusion,
      output: { ...output, annotations: first },
      ...(detailsUrl === undefined ? {} : { details_url: detailsUrl }),
    },
  })
  if (created.kind === 'refused') return refused(created, FALLBACK)
  const path = `${place.repository}/check-runs/${Number((created.data as { id?: unknown }).id)}`
  for (const annotations of rest) {
    const updated = await place.ask({ method: 'PATCH', path, body: { output: { ...output, annotations } } })
    if (updated.kind === 'refused') return refused(updated, { ...FALLBACK, what: 'Some annotations were not written' })
  }
  return undefined
}
