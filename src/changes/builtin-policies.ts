import { join } from 'node:path'
import * as z from 'zod/mini'
import { ConfigError, InternalError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import { packsFolder } from '../host/packs-folder.ts'
import { readTextFile } from '../host/text-file.ts'
import { suggestion } from '../inputs/nearest.ts'
import type { Enforcement } from '../model/policy.ts'
import type { PolicyFile } from '../model/source.ts'

const manifestSchema = z.strictObject({
  packs: z.record(
    z.string(),
    z.strictObject({
      description: z.string(),
      members: z.array(z.strictObject({ policy: z.string(), level: z.enum(['enforce', 'warn']), since: z.string() })),
    }),
  ),
  policies: z.record(z.string(), z.string()),
})

/** What policies/packs.yaml says: the members of packs, and the file of each policy. */
export type PackManifest = z.output<typeof manifestSchema>

export interface BuiltinPolicies {
  readonly files: readonly PolicyFile[]
  readonly levels: ReadonlyMap<string, Enforcement>
}

/** No policy of ours is longer. */
const MAX_SIZE = 1024 * 1024

/** What reports call the folder that the policies come from. */
const SHOWN_AS = 'builtin'

/** The policies of packs, and those named one by one, which are meant to count. The stricter level of several counts. */
export async function builtinPolicies(host: Host, names: readonly string[]): Promise<BuiltinPolicies> {
  if (names.length === 0) return { files: [], levels: new Map() }
  const folder = packsFolder()
  const manifest = await readManifest(host, folder)
  const levels = new Map<string, Enforcement>()
  for (const { policy, level } of names.flatMap((name) => membersOf(manifest, name))) {
    const path = manifest.policies[policy] ?? ''
    if (levels.get(path) !== 'enforce') levels.set(path, level === 'enforce' ? 'enforce' : 'audit')
  }
  const paths = [...levels.keys()]
  const texts = await Promise.all(paths.map((path) => readPackFile(host, folder, path)))
  return {
    files: paths.map((path, index) => ({ path: `${SHOWN_AS}/${path}`, text: texts[index] ?? '' })),
    levels: new Map([...levels].map(([path, level]) => [`${SHOWN_AS}/${path}`, level])),
  }
}

/** In the repository of the packs themselves, the folder `policies` holds all of them twice: it is not a set to judge by. */
export async function isPacksFolder(host: Host, entries: readonly string[]): Promise<boolean> {
  const real = await Promise.all(entries.map((entry) => host.realPath(entry).catch(() => undefined)))
  if (real.every((path) => path === undefined)) return false
  const own = await packsPlace(host).catch(() => undefined)
  return own !== undefined && real.includes(own)
}

const packsPlace = async (host: Host): Promise<string> => host.realPath(packsFolder())

export async function readManifest(host: Host, folder: string): Promise<PackManifest> {
  const { parse } = await import('yaml')
  return manifestSchema.parse(parse(await readPackFile(host, folder, 'packs.yaml')))
}

function membersOf({ packs, policies }: PackManifest, name: string): PackManifest['packs'][string]['members'] {
  const pack = Object.hasOwn(packs, name) ? packs[name] : undefined
  if (pack !== undefined) return pack.members
  if (Object.hasOwn(policies, name)) return [{ policy: name, level: 'enforce', since: '' }]
  throw new ConfigError({
    code: 'config.unknown-builtin',
    what: `no pack and no policy that comes with the gate is called ${JSON.stringify(name)}`,
    where: { input: 'builtin' },
    remedy: suggestion(name, [...Object.keys(packs), 'none', ...Object.keys(policies)]),
  })
}

async function readPackFile(host: Host, folder: string, path: string): Promise<string> {
  const file = await readTextFile(host, join(folder, path), [await host.realPath(folder)], MAX_SIZE)
  if (file.kind === 'text') return file.text
  throw new InternalError(`${join(folder, path)} cannot be read`)
}
