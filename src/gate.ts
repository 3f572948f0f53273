import type { Whose } from './exceptions/law.ts'
import type { Host } from './host/host.ts'
import { judge, type Wishes } from './judgement.ts'
import { previewOf } from './preview.ts'
import { redact } from './report/redact.ts'
import { type Shown, withPreview } from './report/shown.ts'
import { type Matter, onTrial, type Trial } from './trial.ts'
import { decide } from './verdict/decide.ts'

/** Everything a run needs to know, and what starts its engines. */
export interface Run extends Matter, Partial<Wishes> {}

/** The gate: find what changed, find whose policies count, judge by them, decide; show what the change's own would say. */
export function gate(run: Run, host: Host): Promise<Shown> {
  return onTrial(host, run, async (trial) => {
    const shown = await tried(host, run, trial, trial.whose)
    if (!trial.isPreviewed) return shown
    const then = async () => (await tried(host, run, trial, 'merged')).verdict
    return withPreview(shown, await previewOf(shown.verdict, then))
  })
}

/** Judges by somebody's law and decides. */
function tried(host: Host, run: Run, trial: Trial, whose: Whose): Promise<Shown> {
  const isPreview = whose === 'merged'
  const wishes = isPreview ? { advise: false } : { advise: run.advise === true, suggest: run.suggest }
  return trial.under(whose, async (hearing) => {
    const { evidence, locator } = await judge(host, hearing, wishes)
    const known = isPreview ? [] : trial.known
    const diagnostics = [...known, ...evidence.diagnostics, ...trial.approver.notes()]
    const { options } = hearing.law
    const verdict = decide(
      { ...evidence, diagnostics, policyChanges: trial.proposal.changes },
      {
        failOn: options['fail-on'],
        allResults: options['all-results'],
        requireApproval: !isPreview && run.options['require-approval-for-policy-changes'],
      },
    )
    return redact(verdict, locator)
  })
}
