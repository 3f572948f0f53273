import type { EngineName } from '../model/policy.ts'
import type { PolicyFile } from '../model/source.ts'
import { enginesFor } from './engine-set.ts'

/** The policies of a run, and how those that come with the gate are told from those that the user chose. */
interface Given {
  readonly files: readonly PolicyFile[]
  readonly levels: ReadonlyMap<string, unknown>
}

/** Engines that the user brought policies for: they judge whatever is named, be it what it may. */
export function chosenEngines({ files, levels }: Given): ReadonlySet<EngineName> {
  return enginesFor(files.filter(({ path }) => !levels.has(path)))
}

/**
 * The default pack is written for two engines, and most changes concern one: Rego that comes with the gate, and was tested with it, is
 * loaded only where there is something for it to judge. What the user brought is always loaded, since it may be broken.
 */
export async function neededPolicies(
  given: Given,
  reading: Promise<{ readonly sources: readonly { readonly engine: EngineName }[] }>,
): Promise<readonly PolicyFile[]> {
  const { files } = given
  const engines = enginesFor(files)
  if (engines.size < 2 || chosenEngines(given).has('rego')) return files
  const { sources } = await reading
  if (sources.some(({ engine }) => engine === 'rego')) return files
  return files.filter(({ path }) => !path.endsWith('.rego'))
}
