import { readBaseVersions } from './changes/base-versions.ts'
import { trustedBaseline } from './changes/baseline.ts'
import { committedPlans } from './changes/committed-plans.ts'
import type { Configuration } from './changes/configuration.ts'
import { findChanges } from './changes/find-changes.ts'
import { withPlans } from './changes/plans.ts'
import { policyFiles } from './changes/policy-files.ts'
import { repositoryManifests } from './changes/repository-manifests.ts'
import type { Scope } from './changes/scope.ts'
import { readSources } from './changes/sources.ts'
import { terraformSources } from './changes/terraform-sources.ts'
import { worldFiles, worldPaths } from './changes/world-files.ts'
import { Locator } from './documents/locate.ts'
import { withColumn } from './documents/syntax-error.ts'
import { TerraformPlaces } from './documents/terraform-places.ts'
import { type EngineSet, enginesFor } from './engines/engine-set.ts'
import { judgeSources } from './engines/judge-sources.ts'
import { loadPolicies } from './engines/load-policies.ts'
import { PackLevels } from './engines/pack-levels.ts'
import { RenderSession } from './engines/render/session.ts'
import { changedLines } from './existing/changed-lines.ts'
import { unchangedDocuments } from './existing/unchanged.ts'
import type { Host } from './host/host.ts'
import { type Options, policyEntries } from './inputs/options.ts'
import { withParameters } from './parameters/deliver.ts'
import { advise as adviseOn } from './remedies/advise.ts'
import { judgeAgainWith } from './remedies/judge-again.ts'
import { type Suggested, suggest as suggestOn } from './remedies/suggest.ts'
import { joined } from './render/joined.ts'
import { withRendered } from './render/judged.ts'
import { renderChanged } from './render/render.ts'
import { traced } from './render/trace.ts'
import { redact } from './report/redact.ts'
import type { Shown } from './report/shown.ts'
import { baselineState, markBaseline } from './verdict/baseline.ts'
import { decide } from './verdict/decide.ts'
import { findingsOf } from './verdict/findings.ts'
import { markScope } from './verdict/scope.ts'
import { markMild, namesNothing, policiesWithSeverities, withSeverities } from './verdict/severity.ts'

/** Everything a run needs to know, and what starts its engines. */
export interface Run {
  readonly options: Options
  readonly scope: Scope
  /** Where the options came from, beside the workflow or the command line. */
  readonly configuration?: Configuration
  readonly startEngines: (options: Options) => EngineSet
  /** Say of each finding what would satisfy its rule, and prove a remedy where there is one. */
  readonly advise?: boolean
  /** Mend what can be mended, and tell the lines. */
  readonly suggest?: Suggested
}

const NO_CONFIGURATION: Configuration = { candidates: [], diagnostics: [] }

/** The gate: find what changed, read it, judge it by the policies, decide. */
export async function gate(run: Run, host: Host): Promise<Shown> {
  const { options, scope, configuration = NO_CONFIGURATION, startEngines, advise = false, suggest } = run
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
    const files = await policyFiles(host, comparison, options)
    const baseline = await trustedBaseline(host, comparison, options)
    const levels = new PackLevels(files.levels)
    const wanted = enginesFor(files.files)
    const loading = worldFiles(host, comparison, options, files.introduced)
      .then((asked) => withParameters(asked, files.files, options.params))
      .then((asked) => loadPolicies(engines, files, asked))
      .then(levels.ofLoaded)
    const rendering = renderChanged(host, comparison, options, renderer.start)
    const [loaded, plain, rendered] = await Promise.all([
      loading,
      readSources(host, comparison, options, wanted),
      rendering,
    ])
    const read = withRendered(plain, rendered, wanted, options, comparison.changes)
    const base = wanted.has('kyverno') ? await readBaseVersions(host, comparison, options) : []
    const cluster = loaded.asksCluster ? await repositoryManifests(host, comparison, options) : []
    const answers = levels.ofJudged(await judgeSources(engines, loaded, read.sources, { base, cluster }))
    const judged = { ...answers, results: withSeverities(answers.results, options.severity) }

    const terraform = await terraformSources(host, comparison, options, judged.results)
    const texts = new Map([...terraform, ...base, ...read.sources].map(({ path, text }) => [path, text]))
    for (const [path, text] of rendered.texts) texts.set(path, text)
    const locator = new Locator(texts, new TerraformPlaces(await engines.indexHcl(terraform)))
    const found = await traced(findingsOf(judged.results, locator), rendered, renderer.start)
    const compared = { findings: found, sources: read.sources, base }
    const scoped = markScope(found, {
      changes: comparison.changes,
      scope: options.scope,
      unchanged: await unchangedDocuments(host, engines, comparison, options, compared),
      lines: await changedLines(host, comparison, options, found),
    })
    const known = new Set(baseline.entries.map(({ id }) => id))
    const { findings: atSource, results: shown } = joined(markMild(scoped, options['fail-on-severity']), rendered)
    const marked = markBaseline(atSource, known) // it knows findings as they are shown
    const again = { policies: files.files, texts, judge: judgeAgainWith(engines, base) }
    const findings = advise ? await adviseOn(marked, again) : marked
    const named = { diagnostics: namesNothing(loaded.policies, options.severity) }
    const suggestions = suggest === undefined ? [] : await suggestOn(marked, again, suggest)
    const ownPlans = { diagnostics: await committedPlans(host, scope, comparison, judged.documents) }
    const evidence = {
      findings,
      suggestions,
      results: judged.results.map((result) => shown.get(result) ?? result),
      documents: judged.documents,
      diagnostics: [configuration, baseline, named, loaded, read, ownPlans, judged].flatMap(({ diagnostics }) =>
        diagnostics.map((one) => withColumn(one, texts)),
      ),
      skipped: [...read.skipped, ...judged.skipped],
      policies: policiesWithSeverities(loaded.policies, options.severity),
      engines: { ...engines.versions(), ...renderer.versions() },
      changes: comparison.changes,
      baseline:
        baseline.file === undefined ? undefined : baselineState(baseline.file, known, findings, comparison.changes),
    }
    const verdict = decide(evidence, { failOn: options['fail-on'], allResults: options['all-results'] })
    return redact(verdict, locator)
  } finally {
    await engines.close()
    await renderer.close()
  }
}
