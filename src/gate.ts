import { readBaseVersions } from './changes/base-versions.ts'
import { findChanges } from './changes/find-changes.ts'
import { policyFiles } from './changes/policy-files.ts'
import { repositoryManifests } from './changes/repository-manifests.ts'
import type { Scope } from './changes/scope.ts'
import { readSources } from './changes/sources.ts'
import { worldFiles, worldPaths } from './changes/world-files.ts'
import { Locator } from './documents/locate.ts'
import { withColumn } from './documents/syntax-error.ts'
import type { Engine } from './engines/engine.ts'
import { judgeSources } from './engines/judge-sources.ts'
import { loadPolicies } from './engines/load-policies.ts'
import type { Host } from './host/host.ts'
import type { Options } from './inputs/options.ts'
import { advise as adviseOn } from './remedies/advise.ts'
import { judgeAgainWith } from './remedies/judge-again.ts'
import { redact } from './report/redact.ts'
import type { Shown } from './report/shown.ts'
import { decide } from './verdict/decide.ts'
import { findingsOf } from './verdict/findings.ts'
import { markScope } from './verdict/scope.ts'

/** Everything a run needs to know, and what starts its engine. */
export interface Run {
  readonly options: Options
  readonly scope: Scope
  /** The file that the options came from, where that may be changed by what is judged. */
  readonly config?: string | undefined
  readonly startEngine: (options: Options) => Engine
  /** Say of each finding what would satisfy its rule, and prove a remedy where there is one. */
  readonly advise?: boolean
}

/** The gate: find what changed, read it, judge it by the policies, decide. */
export async function gate({ options, scope, config, startEngine, advise = false }: Run, host: Host): Promise<Shown> {
  const engine = startEngine(options) // first of all: its thread starts while git and the disk answer
  try {
    const workflow = scope.kind === 'event' ? scope.workflow : undefined
    const inputs = { policies: options.policies, config, workflow, world: worldPaths(options) }
    const comparison = await findChanges(host, scope, inputs)
    const policies = policyFiles(host, comparison, options)
    const loading = policies.then(async (files) =>
      loadPolicies(engine, files, await worldFiles(host, comparison, options, files.introduced)),
    )
    const [loaded, read] = await Promise.all([loading, readSources(host, comparison, options)])
    const base = await readBaseVersions(host, comparison, options)
    const cluster = loaded.asksCluster ? await repositoryManifests(host, comparison, options) : []
    const judged = await judgeSources(engine, loaded, read.sources, { base, cluster })

    const texts = new Map([...base, ...read.sources].map(({ path, text }) => [path, text]))
    const locator = new Locator(texts)
    const marked = markScope(findingsOf(judged.results, locator), comparison.changes)
    const again = { policies: (await policies).files, texts, judge: judgeAgainWith(engine, base) }
    const findings = advise ? await adviseOn(marked, again) : marked
    const evidence = {
      findings,
      results: judged.results,
      documents: judged.documents,
      diagnostics: [loaded, read, judged].flatMap(({ diagnostics }) =>
        diagnostics.map((one) => withColumn(one, texts)),
      ),
      skipped: [...read.skipped, ...judged.skipped],
      policies: loaded.policies,
      engines: { [engine.name]: engine.version },
      changes: comparison.changes,
    }
    const verdict = decide(evidence, { failOn: options['fail-on'], allResults: options['all-results'] })
    return redact(verdict, locator)
  } finally {
    await engine.close()
  }
}
