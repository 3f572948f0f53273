import { ConfigError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import { type BaselineEntry, readBaseline } from '../inputs/baseline-file.ts'
import type { Options } from '../inputs/options.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Comparison } from './comparison.ts'
import { placeEntries } from './placed.ts'

/** The baseline that counts. */
export interface Baseline {
  readonly file?: string
  readonly entries: readonly BaselineEntry[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads the baseline from where the policies come from: a change does not add to what it is forgiven. */
export async function trustedBaseline(host: Host, comparison: Comparison, options: Options): Promise<Baseline> {
  const file = options.baseline
  if (file === undefined) return { entries: [], diagnostics: [] }
  const { placed, added } = await placeEntries(host, comparison, [file], notFound)
  const [counted] = placed
  if (counted === undefined) return { entries: [], diagnostics: added.map(() => notYet(file)) }
  const [read] = await counted.tree.read(counted.paths, options['max-file-size'])
  if (read?.kind === 'refused') return { entries: [], diagnostics: [read.diagnostic] }
  if (read?.kind !== 'text' || counted.paths.length !== 1) throw notFound(file)
  return { file, entries: readBaseline(file, read.text), diagnostics: [] }
}

function notFound(file: string): ConfigError {
  return new ConfigError({
    code: 'baseline.not-found',
    what: `there is no baseline ${JSON.stringify(file)}`,
    where: { input: 'baseline' },
    remedy: 'write it with `policy-gate baseline write`',
  })
}

function notYet(file: string): Diagnostic {
  const message = `${file} does not exist at the base commit: what this change adds there counts once it is merged`
  return { level: 'note', code: 'baseline.not-yet', message, blame: 'user' }
}
