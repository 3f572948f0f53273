import { extname } from 'node:path'
import { ConfigError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import { isGlob } from '../inputs/globs.ts'
import type { Options } from '../inputs/options.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { World } from '../model/world.ts'
import type { Comparison } from './comparison.ts'
import { cleanEntry } from './gate-inputs.ts'
import { type Placed, placeEntries } from './placed.ts'

export interface RegoData {
  readonly world: Pick<World, 'data' | 'dataRoots'>
  readonly diagnostics: readonly Diagnostic[]
}

const DATA = new Set(['.json', '.yaml', '.yml'])

/** Reads what Rego policies find below `data` from where the policies come from. */
export async function regoData(
  host: Host,
  comparison: Comparison,
  options: Options,
  introduced: boolean,
): Promise<RegoData> {
  if (options.data.length === 0) return { world: {}, diagnostics: [] }
  const { placed, added } = await placeEntries(host, comparison, options.data, notFound)
  const counted = introduced ? [...placed, ...added] : placed
  const read = await Promise.all(counted.map((one) => readData(one, options['max-file-size'])))
  return {
    world: { data: read.flatMap(({ files }) => files), dataRoots: counted.flatMap(rootsOf) },
    diagnostics: [...read.flatMap(({ faults }) => faults), ...(introduced ? [] : added.map(notYet))],
  }
}

async function readData({ tree, paths }: Placed, limit: number) {
  const wanted = paths.filter((path) => DATA.has(extname(path).toLowerCase()))
  const read = await tree.read(wanted, limit)
  return {
    files: read.flatMap((file, at) => (file.kind === 'text' ? [{ path: wanted[at] ?? '', text: file.text }] : [])),
    faults: read.flatMap((file) => (file.kind === 'refused' ? [file.diagnostic] : [])),
  }
}

/** Files below a folder are mounted by their folders; what a glob names is mounted file by file. */
function rootsOf({ entry, paths }: Placed): readonly string[] {
  return isGlob(entry) ? paths : [cleanEntry(entry)]
}

function notFound(entry: string): ConfigError {
  return new ConfigError({
    code: 'data.not-found',
    what: `there is no data at ${JSON.stringify(entry)}`,
    where: { input: 'data' },
    remedy: 'name a JSON or YAML file, or a folder of them',
  })
}

function notYet({ entry }: Placed): Diagnostic {
  const message = `${entry} does not exist at the base commit: what this change adds there counts once it is merged`
  return { level: 'note', code: 'data.not-yet', message, blame: 'user' }
}
