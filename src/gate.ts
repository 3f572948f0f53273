import { approverFor } from './approvals/approver.ts'
import { ownersOf } from './approvals/owners.ts'
import { type Proposal, proposalOf } from './approvals/proposal.ts'
import type { Comparison } from './changes/comparison.ts'
import type { Configuration } from './changes/configuration.ts'
import { findChanges } from './changes/find-changes.ts'
import { withPlans } from './changes/plans.ts'
import { policyChangesIn } from './changes/policy-changes.ts'
import type { Scope } from './changes/scope.ts'
import { worldPaths } from './changes/world-files.ts'
import type { EngineSet } from './engines/engine-set.ts'
import { RenderSession } from './engines/render/session.ts'
import { lawOf, type Parties, type Setting, type Whose } from './exceptions/law.ts'
import type { Host } from './host/host.ts'
import { type Options, policyEntries } from './inputs/options.ts'
import { judge } from './judgement.ts'
import type { Diagnostic } from './model/diagnostic.ts'
import { previewOf } from './preview.ts'
import type { Suggested } from './remedies/suggest.ts'
import { redact } from './report/redact.ts'
import { type Shown, withPreview } from './report/shown.ts'
import { decide } from './verdict/decide.ts'

/** Everything a run needs to know, and what starts its engines. */
export interface Run {
  readonly options: Options
  readonly scope: Scope
  /** Where the options came from, beside the workflow or the command line. */
  readonly configuration?: Configuration
  /** What the options would be with the change's own configuration. */
  readonly proposed?: Setting | undefined
  readonly startEngines: (options: Options) => EngineSet
  /** Say of each finding what would satisfy its rule, and prove a remedy where there is one. */
  readonly advise?: boolean
  /** Mend what can be mended, and tell the lines. */
  readonly suggest?: Suggested
}

const NO_CONFIGURATION: Configuration = { candidates: [], diagnostics: [] }

/** The gate: find what changed, find whose policies count, judge by them, decide; show what the change's own would say. */
export async function gate(run: Run, host: Host): Promise<Shown> {
  const { options, scope, configuration = NO_CONFIGURATION, proposed, startEngines } = run
  const engines = startEngines(options) // first of all: a thread starts while git and the disk answer
  const renderer = new RenderSession(options.timeout)
  try {
    const workflow = scope.kind === 'event' ? scope.workflow : undefined
    const inputs = {
      policies: policyEntries(options),
      config: configuration.candidates,
      workflow,
      all: options.scope === 'all',
      world: worldPaths(options),
    }
    const comparison = await withPlans(host, await findChanges(host, scope, inputs), options)
    const approver = approverFor(host, scope, await ownersOf(host, comparison, options.owners))
    const found = comparison.trusted === undefined ? [] : policyChangesIn(comparison.changes, inputs, options.baseline)
    const proposal = await proposalOf(found, approver)
    const trusted = { options, file: configuration.file }
    const parties = { comparison, trusted, proposed, approver, isChanged: proposal.isChanged }
    const trial = { run, parties, proposal, renderer, comparison }

    const whose = proposal.isApproved ? 'approved' : 'base'
    const shown = await tried(host, trial, whose, engines, [...configuration.diagnostics])
    if (!proposal.isChanged || proposal.isApproved) return shown
    return withPreview(shown, await previewOf(shown.verdict, async () => (await tried(host, trial, 'merged')).verdict))
  } finally {
    await engines.close()
    await renderer.close()
  }
}

interface Trial {
  readonly run: Run
  readonly parties: Parties
  readonly proposal: Proposal
  readonly renderer: RenderSession
  readonly comparison: Comparison
}

/** Judges by somebody's law and decides. Settings of the change want engines of their own. */
async function tried(
  host: Host,
  { run, parties, proposal, renderer, comparison }: Trial,
  whose: Whose,
  started?: EngineSet,
  known: readonly Diagnostic[] = [],
): Promise<Shown> {
  const law = await lawOf(host, parties, whose)
  const own = started !== undefined && law.options === run.options ? started : run.startEngines(law.options)
  if (own !== started) await started?.close() // each takes hundreds of megabytes
  try {
    const advise = run.advise === true && whose !== 'merged'
    const { evidence, locator } = await judge(host, {
      scope: run.scope,
      comparison,
      law,
      engines: own,
      renderer,
      advise,
      suggest: whose === 'merged' ? undefined : run.suggest,
    })
    const diagnostics = [...known, ...evidence.diagnostics, ...parties.approver.notes()]
    const verdict = decide(
      { ...evidence, diagnostics, policyChanges: proposal.changes },
      {
        failOn: law.options['fail-on'],
        allResults: law.options['all-results'],
        requireApproval: whose !== 'merged' && run.options['require-approval-for-policy-changes'],
      },
    )
    return redact(verdict, locator)
  } finally {
    await own.close()
  }
}
