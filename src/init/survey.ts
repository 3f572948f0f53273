import { dirname } from 'node:path/posix'
import { readCodeOwners } from '../approvals/owners.ts'
import { belongsTo } from '../changes/gate-inputs.ts'
import { namedFiles } from '../changes/named-files.ts'
import { mayBePolicy } from '../changes/policy-files.ts'
import { looksLikeCloudFormation, looksLikePlan, regoFiles } from '../changes/rego-files.ts'
import { readSources, type Source, type Sources } from '../changes/sources.ts'
import { workTree } from '../changes/trusted-tree.ts'
import { type EngineSet, mayHoldKyvernoPolicy } from '../engines/engine-set.ts'
import type { Host } from '../host/host.ts'
import { readTextFile } from '../host/text-file.ts'
import type { Options } from '../inputs/options.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { EngineName, PolicyInfo } from '../model/policy.ts'
import type { PolicyFile } from '../model/source.ts'
import { type Declaration, declarationsIn } from '../parameters/declarations.ts'
import { chartsOf } from '../render/chart-folders.ts'
import { isKustomization } from '../render/kustomizations.ts'
import { suiteKindOf } from '../suites/suite-kinds.ts'
import { policyPlaces } from './policy-places.ts'

/** What stands in a repository, as far as it matters to the gate. Paths are relative to its root. */
export interface Survey {
  /** Kubernetes manifests that are no policies, and stand in no chart. */
  readonly manifests: readonly string[]
  /** Folders. */
  readonly charts: readonly string[]
  readonly kustomizations: readonly string[]
  readonly terraform: readonly string[]
  readonly plans: readonly string[]
  readonly cloudFormation: readonly string[]
  readonly policies: readonly PolicyInfo[]
  /** What `policies` has to name. */
  readonly places: readonly string[]
  /** Folders with tests of policies, which hold manifests that are meant to fail. */
  readonly suites: readonly string[]
  /** Some policy looks at what only a Terraform plan has. */
  readonly asksPlan: boolean
  readonly parameters: readonly Declaration[]
  /** Whom CODEOWNERS names for all the policies, and all of them together. */
  readonly owners: readonly string[]
  /** What cannot be read or used. */
  readonly faults: readonly Diagnostic[]
}

const ENGINES: ReadonlySet<EngineName> = new Set(['kyverno', 'rego'])

/** Looks the repository through as the gate would, with its own readers and engines. */
export async function survey(
  host: Host,
  options: Options,
  startEngines: (options: Options, host: Host) => EngineSet,
): Promise<Survey> {
  const comparison = await namedFiles(host, ['.'])
  const paths = comparison.changes.files.map(({ path }) => path)
  const charts = await chartsOf({ host, root: host.root }, paths)
  const read = await readSources(host, comparison, options, { all: ENGINES, chosen: ENGINES })
  const candidates = await policyCandidates(host, paths, charts, read, options)
  const { policies, diagnostics, asksPlan } = await loaded(host, candidates, options, startEngines)
  const broken = diagnostics.filter(({ level }) => level === 'error')
  const meant = meantAsPolicies(candidates, policies, broken)
  const places = policyPlaces([...meant], paths)
  const files = candidates.filter(({ path }) => places.some((place) => belongsTo(place)(path)))
  return {
    ...heaps(read, charts, meant, options),
    charts,
    kustomizations: paths.filter((path) => isKustomization(path) && !isWithin(path, charts)),
    policies,
    places,
    suites: paths.filter(isSuiteOfManifests).map(dirname),
    asksPlan,
    parameters: (await declarationsIn(files)).declarations,
    owners: await ownersOfAll(host, files),
    faults: [...read.diagnostics, ...broken],
  }
}

const isWithin = (path: string, folders: readonly string[]): boolean =>
  folders.some((folder) => folder === '.' || path.startsWith(`${folder}/`))

/** What may be a policy: the engine tells what is one. A policy that a chart renders is none before it is rendered. */
async function policyCandidates(
  host: Host,
  paths: readonly string[],
  charts: readonly string[],
  { sources }: Sources,
  options: Options,
): Promise<readonly PolicyFile[]> {
  const isCandidate = ({ path, text }: Source) => mayBePolicy(path) && mayHoldKyvernoPolicy(text)
  const rego = paths.filter((path) => path.endsWith('.rego') && mayBePolicy(path))
  const boundaries = [await host.realPath('.')]
  const read = rego.map(async (path) => {
    const file = await readTextFile(host, path, boundaries, options['max-file-size'])
    return file.kind === 'text' ? [{ path, text: file.text }] : []
  })
  const kyverno = sources.filter((source) => source.engine === 'kyverno' && isCandidate(source))
  const found = [...kyverno.map(({ path, text }) => ({ path, text })), ...(await Promise.all(read)).flat()]
  return found.filter(({ path }) => !isWithin(path, charts))
}

/** Rego is compiled together: where one file is broken, nothing is known of the others. */
function meantAsPolicies(
  candidates: readonly PolicyFile[],
  policies: readonly PolicyInfo[],
  broken: readonly Diagnostic[],
): ReadonlySet<string> {
  const named = [...policies, ...broken].flatMap(({ file }) => file ?? [])
  const rego = candidates.map(({ path }) => path).filter((path) => path.endsWith('.rego'))
  return new Set(broken.some(({ file }) => file?.endsWith('.rego')) ? [...named, ...rego] : named)
}

async function loaded(
  host: Host,
  files: readonly PolicyFile[],
  options: Options,
  startEngines: (options: Options, host: Host) => EngineSet,
): Promise<Pick<Survey, 'policies' | 'asksPlan'> & { readonly diagnostics: readonly Diagnostic[] }> {
  if (files.length === 0) return { policies: [], diagnostics: [], asksPlan: false }
  const engines = startEngines(options, host)
  try {
    const { policies, diagnostics, asksPlan = false } = await engines.load(files)
    return { policies, diagnostics, asksPlan }
  } finally {
    await engines.close()
  }
}

type Heaps = Pick<Survey, 'manifests' | 'terraform' | 'plans' | 'cloudFormation'>

function heaps(
  { sources }: Sources,
  charts: readonly string[],
  policies: ReadonlySet<string>,
  options: Options,
): Heaps {
  const pathsOf = (engine: Source['engine'], isMeant: (source: Source) => boolean) => [
    ...new Set(sources.filter((source) => source.engine === engine && isMeant(source)).map(({ path }) => path)),
  ]
  const { byName: isSource } = regoFiles(options)
  return {
    manifests: pathsOf('kyverno', ({ path }) => isManifest(path) && !policies.has(path) && !isWithin(path, charts)),
    terraform: pathsOf('rego', ({ path }) => isSource(path)),
    plans: pathsOf('rego', ({ path, text }) => !isSource(path) && looksLikePlan(text)),
    cloudFormation: pathsOf('rego', ({ path, text }) => !isSource(path) && looksLikeCloudFormation(text)),
  }
}

const isSuiteOfManifests = (path: string): boolean => suiteKindOf(path) !== undefined && !path.endsWith('.rego')

const isManifest = (path: string): boolean => !isKustomization(path) && suiteKindOf(path) === undefined

/** Owners of every policy: who owns only some of them cannot approve the others. */
async function ownersOfAll(host: Host, policies: readonly PolicyFile[]): Promise<readonly string[]> {
  const ownersOf = await readCodeOwners(await workTree(host, []))
  const [first = [], ...others] = policies.map(({ path }) => ownersOf(path))
  return first.filter((owner) => others.every((owners) => owners.includes(owner)))
}
