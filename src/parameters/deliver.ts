import type { Diagnostic } from '../model/diagnostic.ts'
import type { SourceFile } from '../model/source.ts'
import type { World } from '../model/world.ts'
import { configMap } from './config-map.ts'
import { parametersOf, type Values } from './values.ts'

interface Asked {
  readonly world: World
  readonly diagnostics: readonly Diagnostic[]
}

/** Adds the parameters to what policies may ask, to each engine in the way that its language expects. */
export async function withParameters(asked: Asked, policies: readonly SourceFile[], given: Values): Promise<Asked> {
  const { values, diagnostics } = await parametersOf(policies, given)
  if (Object.keys(values).length === 0) return { ...asked, diagnostics: [...asked.diagnostics, ...diagnostics] }
  const object = JSON.stringify(configMap(values))
  const { cluster = [], params = [] } = asked.world
  return {
    world: { ...asked.world, parameters: values, cluster: [...cluster, object], params: [...params, object] },
    diagnostics: [...asked.diagnostics, ...diagnostics],
  }
}
