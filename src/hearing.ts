import { readBaseVersions } from './changes/base-versions.ts'
import type { Comparison } from './changes/comparison.ts'
import { repositoryManifests } from './changes/repository-manifests.ts'
import type { Scope } from './changes/scope.ts'
import { readSources, type Source, type Sources } from './changes/sources.ts'
import { worldFiles } from './changes/world-files.ts'
import type { Loaded } from './engines/engine.ts'
import { type EngineSet, enginesFor } from './engines/engine-set.ts'
import { type JudgedSources, judgeSources } from './engines/judge-sources.ts'
import type { Judging } from './engines/judging.ts'
import { loadPolicies } from './engines/load-policies.ts'
import { chosenEngines, neededPolicies } from './engines/needed-policies.ts'
import { PackLevels } from './engines/pack-levels.ts'
import type { RenderSession } from './engines/render/session.ts'
import { withClaimed } from './exceptions/claimed.ts'
import type { Law } from './exceptions/law.ts'
import type { StandingException } from './exceptions/standing.ts'
import type { Host } from './host/host.ts'
import type { ChangeSet } from './model/change.ts'
import type { SourceFile } from './model/source.ts'
import type { EngineVersion } from './model/verdict.ts'
import type { World } from './model/world.ts'
import { withParameters } from './parameters/deliver.ts'
import { withRendered } from './render/judged.ts'
import { renderChanged } from './render/render.ts'
import type { Rendered } from './render/rendered.ts'

/** What is judged, by what, with which engines. */
export interface Case {
  readonly scope: Scope
  readonly comparison: Comparison
  readonly law: Law
  readonly engines: EngineSet
  readonly renderer: RenderSession
  /** Who answers for the documents, where it is not the engines alone. */
  readonly judging?: ((grounds: Grounds) => Judging) | undefined
}

/** Everything that an answer rests on. */
export interface Grounds {
  readonly law: Law
  readonly world: World
  readonly sources: readonly Source[]
  /** What changed, as the base has it. */
  readonly base: readonly SourceFile[]
  /** Manifests that policies may look up. */
  readonly cluster: readonly SourceFile[]
  readonly changes: ChangeSet
  /** In the order in which their answers come. */
  readonly engines: Readonly<Record<string, EngineVersion>>
}

/** What was read, rendered and loaded, and what the rules said of it. */
export interface Heard {
  readonly loaded: Loaded
  readonly read: Sources
  readonly rendered: Rendered
  readonly base: readonly SourceFile[]
  readonly judged: JudgedSources
  /** Every exception, those that the judged resources ask for among them. */
  readonly written: readonly StandingException[]
}

/** Reads and renders what changed, loads the policies of the law, and has judged the one by the other. */
export async function hear(host: Host, { comparison, law, engines, renderer, judging }: Case): Promise<Heard> {
  const { files, options } = law
  const levels = new PackLevels(files.levels)
  const wanted = enginesFor(files.files)
  const asking = worldFiles(host, law.ground, options, files.introduced).then((asked) =>
    withParameters(asked, files.files, options.params),
  )
  const rendering = renderChanged(host, comparison, { options, file: law.configuration }, renderer.start)
  const reading = Promise.all([
    readSources(host, comparison, options, { all: wanted, chosen: chosenEngines(files) }),
    rendering,
  ]).then(([plain, rendered]) => withRendered(plain, rendered, wanted, options, comparison.changes))
  const loading = Promise.all([neededPolicies(files, reading), asking])
    .then(([needed, asked]) => loadPolicies(engines, { ...files, files: needed }, asked))
    .then(levels.ofLoaded)
  const [loaded, read, rendered] = await Promise.all([loading, reading, rendering])
  const { sources } = read
  const base = wanted.has('kyverno') ? await readBaseVersions(host, comparison, options) : []
  const trusted = files.introduced ? undefined : comparison.trusted
  const cluster = await repositoryManifests(host, trusted, options, loaded.asks, sources)
  const { world } = await asking
  const judge = judging?.({
    law,
    world,
    sources,
    base,
    cluster,
    changes: comparison.changes,
    engines: engines.versions(),
  })
  const written = await law.exceptions(sources)
  const answered = await judgeSources(engines, loaded, sources, { base, cluster }, judge)
  const judged = levels.ofJudged(await withClaimed(engines, answered, sources, written))
  return { loaded, read, rendered, base, judged, written }
}
