import type { KyvernoEngine } from '../engines/kyverno/kyverno.ts'
import { PackLevels } from '../engines/pack-levels.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Enforcement, PolicyInfo } from '../model/policy.ts'
import type { SourceFile } from '../model/source.ts'
import { CONFIG_MAP } from '../parameters/config-map.ts'
import { canonicalSpec } from './canonical.ts'

/** A policy as the engine reads it. */
export interface Enforced {
  readonly info: PolicyInfo
  readonly spec: Readonly<Record<string, unknown>>
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
  const loaded = new PackLevels(levels).ofLoaded(await engine.load(files))
  const { objects, faults } = await objectsIn(engine, files)
  const policies = loaded.policies.map(
    (info) => [identityOf(info), { info, spec: canonicalSpec(objectOf(info, objects)) }] as const,
  )
  const parameters = objects.get(identityOf({ kind: 'ConfigMap', ...CONFIG_MAP }))
  const diagnostics = [...loaded.diagnostics, ...faults]
  return {
    policies: new Map(policies),
    diagnostics,
    ...(parameters === undefined ? {} : { parameters: dataOf(parameters) }),
  }
}

/** Every object of the files as the cluster's reader has it, those in lists too. */
async function objectsIn(engine: KyvernoEngine, files: readonly SourceFile[]) {
  const faults: Diagnostic[] = []
  const objects = new Map<string, unknown>()
  for (const file of files) {
    const { documents, diagnostics } = await engine.read(file)
    faults.push(...diagnostics)
    for (const document of documents) objects.set(identityOf(document.resource), await engine.content(document))
    await engine.release(documents)
  }
  return { objects, faults }
}

/** The reader takes a kind that Kubernetes itself does not have for one with namespaces. */
function objectOf(info: PolicyInfo, objects: ReadonlyMap<string, unknown>): unknown {
  return objects.get(identityOf(info)) ?? objects.get(identityOf({ ...info, namespace: 'default' }))
}

const identityOf = ({ kind, namespace, name }: Pick<PolicyInfo, 'kind' | 'namespace' | 'name'>): string =>
  `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`

const dataOf = (object: unknown): Readonly<Record<string, string>> =>
  (object as { readonly data?: Readonly<Record<string, string>> }).data ?? {}
