import { type Approver, approverFor } from './approvals/approver.ts'
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
import type { Judging } from './engines/judging.ts'
import { RenderSession } from './engines/render/session.ts'
import type { ConfigError } from './errors.ts'
import { lawOf, type Parties, type Setting, type Whose } from './exceptions/law.ts'
import type { Case, Grounds } from './hearing.ts'
import type { Host } from './host/host.ts'
import { machineRenderers } from './host/tools/renderers.ts'
import { type Options, policyEntries } from './inputs/options.ts'
import { withToolsOf } from './inputs/tool-settings.ts'
import type { Diagnostic } from './model/diagnostic.ts'

/** What a run is about, and what starts its engines. */
export interface Matter {
  readonly options: Options
  readonly scope: Scope
  /** Where the options came from, beside the workflow or the command line. */
  readonly configuration?: Configuration
  /** What the options would be with the change's own configuration. */
  readonly proposed?: Setting | ConfigError | undefined
  readonly startEngines: (options: Options, host: Host) => EngineSet
  /** Who answers for the documents under a law, where it is not the engines alone. */
  readonly judging?: (whose: Whose, grounds: Grounds) => Judging
}

/** What changed, and whose policies count. It may be judged under several laws, one after the other. */
export interface Trial {
  readonly comparison: Comparison
  readonly approver: Approver
  readonly proposal: Proposal
  /** Whose law decides. */
  readonly whose: Exclude<Whose, 'merged'>
  /** The change alters what judges, and nobody has approved it: what it would make of the verdict is worth telling. */
  readonly isPreviewed: boolean
  /** What is wrong with the configuration. */
  readonly known: readonly Diagnostic[]
  /** Has the change judged by somebody's law, with engines that are ended afterwards. */
  under<Answer>(whose: Whose, act: (hearing: Case) => Promise<Answer>): Promise<Answer>
}

const NO_CONFIGURATION: Configuration = { candidates: [], diagnostics: [] }

/** Finds what changed and whose policies count, and ends all engines after it was judged. */
export async function onTrial<Answer>(
  host: Host,
  matter: Matter,
  act: (trial: Trial) => Promise<Answer>,
): Promise<Answer> {
  const started = matter.startEngines(matter.options, host) // first of all: a thread starts while git and the disk answer
  const renderer = renderSession(host, matter.options)
  try {
    return await act(await prepare(host, matter, { started, renderer }))
  } finally {
    await started.close()
    await renderer.close()
  }
}

/** What is run is the trusted settings' to say, under whatever law. */
function renderSession(host: Host, { timeout, 'render-engine': engine, 'tool-path': folder }: Options): RenderSession {
  const native = engine === 'native' ? machineRenderers(host, { folder, timeoutSeconds: timeout }) : undefined
  return new RenderSession(timeout, native)
}

interface Running {
  readonly started: EngineSet
  readonly renderer: RenderSession
}

async function prepare(host: Host, matter: Matter, running: Running): Promise<Trial> {
  const { options, scope, configuration = NO_CONFIGURATION, proposed } = matter
  const inputs = {
    policies: policyEntries(options),
    config: configuration.candidates,
    workflow: scope.kind === 'event' ? scope.workflow : undefined,
    all: options.scope === 'all',
    world: worldPaths(options),
  }
  const comparison = await withPlans(host, await findChanges(host, scope, inputs), options)
  const approver = approverFor(host, scope, await ownersOf(host, comparison, options.owners))
  const found = comparison.trusted === undefined ? [] : policyChangesIn(comparison.changes, inputs, options.baseline)
  const proposal = await proposalOf(found, approver)
  const trusted = { options, file: configuration.file }
  const parties = { comparison, trusted, proposed, approver, isChanged: proposal.isChanged }
  return {
    comparison,
    approver,
    proposal,
    whose: proposal.isApproved ? 'approved' : 'base',
    isPreviewed: proposal.isChanged && !proposal.isApproved,
    known: configuration.diagnostics,
    under: (whose, act) => under(host, matter, parties, running, whose, act),
  }
}

/** Settings of the change want engines of their own. */
async function under<Answer>(
  host: Host,
  matter: Matter,
  parties: Parties,
  { started, renderer }: Running,
  whose: Whose,
  act: (hearing: Case) => Promise<Answer>,
): Promise<Answer> {
  const law = await lawOf(host, parties, whose)
  const isStarted = whose !== 'merged' && law.options === matter.options
  if (!isStarted) await started.close() // each takes hundreds of megabytes
  // What is run is never the change's to say, not even for a preview.
  const engines = isStarted ? started : matter.startEngines(withToolsOf(matter.options, law.options), host)
  const { scope, judging } = matter
  try {
    return await act({
      scope,
      comparison: parties.comparison,
      law,
      engines,
      renderer,
      judging: judging && ((grounds) => judging(whose, grounds)),
    })
  } finally {
    await engines.close()
  }
}
