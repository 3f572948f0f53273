import type { KyvernoEngine } from '../engines/kyverno/kyverno.ts'
import type { PolicySpec } from '../engines/kyverno/wire.ts'
import { PackLevels } from '../engines/pack-levels.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Enforcement, PolicyInfo } from '../model/policy.ts'
import type { SourceFile } from '../model/source.ts'
import { CONFIG_MAP } from '../parameters/config-map.ts'
import { withAdmissionDefaults } from './admission-defaults.ts'

/** A policy as the engine reads it. */
export interface Enforced {
  readonly info: PolicyInfo
  readonly spec: PolicySpec
}

/** What one of the two layers enforces, by kind, namespace and name. */
export interface Side {
  readonly policies: ReadonlyMap<string, Enforced>
  /** What is wrong with them. */
  readonly diagnostics: readonly Diagnostic[]
  /** The data of the ConfigMap of parameters, where there is one. */
  readonly parameters?: Readonly<Record<string, string>>
}

/** Reads a layer's policies by the engine. Where something cannot be read, nobody can tell what is enforced. */
export async function sideOf(
  engine: KyvernoEngine,
  files: readonly SourceFile[],
  levels: ReadonlyMap<string, Enforcement> = new Map(),
): Promise<Side> {
  const { specs, ...loaded } = await engine.loadSpecs(files)
  const policies = new PackLevels(levels).ofLoaded(loaded).policies.map((info, index) => {
    const spec = specOf(info, specs[index] ?? {})
    return [identityOf(info), { info, spec }] as const
  })
  const beside = new Set(loaded.ignored?.flatMap(({ kind, file }) => (kind === 'ConfigMap' ? [file] : [])))
  const { parameters, faults } = await parametersIn(
    engine,
    files.filter(({ path }) => beside.has(path)),
  )
  const diagnostics = [...loaded.diagnostics, ...faults]
  return { policies: new Map(policies), diagnostics, ...(parameters === undefined ? {} : { parameters }) }
}

/** What a policy says, save how a failure counts: this is told from the engine's reading, which also knows of packs. */
function specOf({ kind }: PolicyInfo, spec: PolicySpec): PolicySpec {
  const { validationFailureAction: _classic, validationActions: _cel, ...rest } = spec
  return KUBERNETES_KINDS.has(kind) ? withAdmissionDefaults(rest) : rest
}

const KUBERNETES_KINDS = new Set(['ValidatingAdmissionPolicy', 'MutatingAdmissionPolicy'])

/** The data of the ConfigMap of parameters, as the cluster's reader has it, where it stands beside the policies. */
async function parametersIn(engine: KyvernoEngine, files: readonly SourceFile[]) {
  const faults: Diagnostic[] = []
  let parameters: Readonly<Record<string, string>> | undefined
  for (const file of files) {
    const { documents, diagnostics } = await engine.read(file)
    faults.push(...diagnostics)
    const map = documents.find(
      ({ resource }) => identityOf(resource) === identityOf({ kind: 'ConfigMap', ...CONFIG_MAP }),
    )
    if (map !== undefined) parameters = dataOf(await engine.content(map))
    await engine.release(documents)
  }
  return { parameters, faults }
}

const identityOf = ({ kind, namespace, name }: Pick<PolicyInfo, 'kind' | 'namespace' | 'name'>): string =>
  `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`

const dataOf = (object: unknown): Readonly<Record<string, string>> =>
  (object as { readonly data?: Readonly<Record<string, string>> }).data ?? {}
