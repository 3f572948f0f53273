import type { Verdict } from '../model/verdict.ts'
import { isViolation } from '../verdict/level.ts'
import { attemptPart, stepOf, timeline } from './attempts.ts'
import { escalationPart } from './escalation.ts'
import { type MarkdownOptions, markdown } from './markdown.ts'
import { bars, pie } from './mermaid.ts'
import type { Shown } from './shown.ts'

/** GitHub refuses a step's summary above 1 MiB without a word; some room is left for what others add. */
const LIMIT = 1024 * 1024 - 16 * 1024

/** A chart of less than this says nothing that a table does not. */
const CHARTED = { violations: 4, policies: 2, attempts: 2 }

/** The Markdown of the job summary. */
export function summary(shown: Shown, options: Pick<MarkdownOptions, 'blobUrl'> = {}): string {
  const { verdict } = shown
  return markdown(shown, { ...options, lead: [...attemptsOf(verdict), ...chartOf(verdict)], limit: LIMIT })
}

function attemptsOf(verdict: Verdict): string[] {
  const { attempt } = verdict
  if (attempt === undefined) return []
  const steps = attempt.history.map(stepOf)
  if (steps.length < CHARTED.attempts) return [attemptPart(attempt), ...escalationPart(verdict)]
  const values = steps.map(({ label, violations }) => ({ label, value: violations }))
  return [
    attemptPart(attempt),
    ...escalationPart(verdict),
    timeline(steps, 'Attempt'),
    bars('Violations by attempt', 'violations', values),
  ]
}

function chartOf({ findings, failOn }: Verdict): string[] {
  const counts = new Map<string, number>()
  for (const finding of findings) {
    const { name } = finding.result.policy
    if (isViolation(finding, failOn)) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0)
  if (total < CHARTED.violations || counts.size < CHARTED.policies) return []
  return [pie('Violations by policy', counts)]
}
