import { type Judged, judgedOf } from './attempts/history.ts'
import { ConfigError, ToolError } from './errors.ts'
import type { Preview } from './model/preview.ts'
import type { Verdict } from './model/verdict.ts'

/**
 * What would be different by the change's own policies. Both verdicts have to be such as may be shown. Policies that
 * cannot be used would end every later run in an error, so that is what the preview says.
 */
export async function previewOf(now: Verdict, judge: () => Promise<Verdict>): Promise<Preview> {
  try {
    return compared(now, await judge())
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof ToolError)) throw error
    return { outcome: 'error', violations: 0, fewer: [], more: [] }
  }
}

function compared(now: Verdict, then: Verdict): Preview {
  const [before, after] = [now, then].map((verdict) => judgedOf('', verdict)) as [Judged, Judged]
  const missing = (from: Judged, other: Judged) =>
    from.marks.filter(({ id }) => !other.marks.some((mark) => mark.id === id))
  return {
    outcome: then.outcome,
    violations: then.violations,
    fewer: missing(before, after),
    more: missing(after, before),
  }
}
