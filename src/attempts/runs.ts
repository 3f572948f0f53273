import * as z from 'zod/mini'
import { listed, type Subject } from './branch.ts'
import type { Judged } from './history.ts'
import type { Talk } from './talk.ts'

const runs = z.object({
  workflow_runs: z.array(
    z.object({
      id: z.int(),
      head_sha: z.string(),
      conclusion: z.nullable(z.string()),
      updated_at: z.string(),
      head_repository: z.nullish(z.object({ full_name: z.string() })),
    }),
  ),
})

/** The workflow that judges, and the run that asks. */
export interface Workflow {
  /** Its file, such as `policy-gate.yml`. */
  readonly file: string
  readonly run: number
}

/** A verdict of which no more is known than that a run failed. */
export interface FailedRun extends Judged {
  readonly at: string
}

/**
 * Commits at which the workflow failed, oldest first: what is left to count by where check runs cannot be kept. Why a run
 * failed is not told there, so that a broken runner counts, too. Undefined when GitHub does not show runs.
 */
export async function failedRuns(
  subject: Subject,
  { file, run }: Workflow,
  talk: Talk,
): Promise<readonly FailedRun[] | undefined> {
  const { ask, repository, request } = subject
  const query = `branch=${encodeURIComponent(request.branch)}&event=pull_request&status=completed&per_page=100`
  const found = await listed(ask, `${repository}/actions/workflows/${encodeURIComponent(file)}/runs?${query}`, runs)
  const known = new Map(talk.remembered.map(({ head, violations }) => [head, violations]))
  return found?.workflow_runs
    .filter((one) => one.id !== run && one.conclusion === 'failure')
    .filter((one) => one.head_repository?.full_name === request.repository)
    .map(({ head_sha: head, updated_at: at }) => ({
      head,
      outcome: 'fail' as const,
      violations: known.get(head) ?? 1,
      marks: [],
      at,
    }))
    .toReversed()
}
