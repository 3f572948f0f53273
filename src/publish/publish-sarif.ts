import { gzipSync } from 'node:zlib'
import type { Note } from './note.ts'
import { type Place, refused } from './place.ts'

/** GitHub refuses a larger upload; it is measured before it is encoded. */
const MOST_BYTES = 10_000_000

const FALLBACK = {
  what: 'The results were not uploaded to code scanning',
  instead: 'The job summary and the JSON report list them; `reports: sarif=FILE` writes them to a file.',
  permission: 'security-events: write',
}

/**
 * Uploads a SARIF log for the commit that was checked out. `write` gives one with at most so many results, the worst
 * first: as many are kept as GitHub takes.
 */
export async function publishSarif(
  place: Place,
  write: (results: number) => string,
  results: number,
): Promise<Note | undefined> {
  const packed = pack(write, results)
  const answer = await place.ask({
    method: 'POST',
    path: `${place.repository}/code-scanning/sarifs`,
    body: {
      commit_sha: place.commit,
      ref: place.ref,
      sarif: packed.toString('base64'),
      tool_name: 'Policy Gate',
      validate: true,
    },
  })
  return answer.kind === 'refused' ? refused(answer, FALLBACK) : undefined
}

function pack(write: (results: number) => string, results: number): Buffer {
  const packed = gzipSync(write(results))
  return packed.length <= MOST_BYTES || results < 2 ? packed : pack(write, Math.floor(results / 2))
}
