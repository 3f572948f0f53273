import { ConfigError } from '../errors.ts'
import { Git } from '../host/git.ts'
import type { Host } from '../host/host.ts'
import type { TextFile } from '../host/text-file.ts'
import type { Options } from '../inputs/options.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { SourceFile } from '../model/source.ts'
import type { World } from '../model/world.ts'
import type { Comparison } from './comparison.ts'
import { comesFromHead, pathInRepository } from './origin.ts'
import { regoData } from './rego-data.ts'
import { commitTree, workTree } from './trusted-tree.ts'

/** The settings that name a file of what policies ask, and what each is in a world. */
const PARTS = { values: 'values', 'user-info': 'userInfo', context: 'context' } as const

type Setting = keyof typeof PARTS

export interface WorldFiles {
  readonly world: World
  readonly diagnostics: readonly Diagnostic[]
}

/** The files that settings name for the policies to ask, as the run was given them. */
export function worldPaths(options: Options): readonly string[] {
  return [
    ...settings(options).map(([, path]) => path),
    ...options.data,
    ...(options.baseline === undefined ? [] : [options.baseline]),
  ]
}

/**
 * Reads what policies may ask of the world from where the policies come from: a change must not bring the values that
 * allow it. `introduced` says that the policies themselves are those of the change.
 */
export async function worldFiles(
  host: Host,
  comparison: Comparison,
  options: Options,
  introduced: boolean,
): Promise<WorldFiles> {
  const found = await Promise.all(
    settings(options).map(([setting, path]) => find(host, comparison, { setting, path, introduced }, options)),
  )
  const rego = await regoData(host, comparison, options, introduced)
  return {
    world: {
      ...rego.world,
      ...Object.fromEntries(found.flatMap(({ setting, file }) => (file === undefined ? [] : [[PARTS[setting], file]]))),
      ...(options.set.length === 0 ? {} : { set: options.set }),
    },
    diagnostics: [...rego.diagnostics, ...found.flatMap(({ diagnostics }) => diagnostics)],
  }
}

function settings(options: Options): readonly (readonly [Setting, string])[] {
  return (Object.keys(PARTS) as Setting[]).flatMap((setting) => {
    const path = options[setting]
    return path === undefined ? [] : [[setting, path] as const]
  })
}

interface Named {
  readonly setting: Setting
  readonly path: string
  readonly introduced: boolean
}

interface Found {
  readonly setting: Setting
  readonly file?: SourceFile
  readonly diagnostics: readonly Diagnostic[]
}

/** As with policies: the base's, else what the workflow put there, and never what only the change knows. */
async function find(host: Host, comparison: Comparison, named: Named, options: Options): Promise<Found> {
  const { setting, path, introduced } = named
  const limit = options['max-file-size']
  const inside = pathInRepository(host, path)
  if (comparison.trusted !== undefined) {
    const git = new Git(host)
    const atBase = await commitTree(git, comparison.trusted.base)
    if (inside !== undefined && (await atBase.find(inside)).includes(inside))
      return foundAs(named, (await atBase.read([inside], limit))[0])
    const atHead = await commitTree(git, comparison.trusted.head)
    if (!introduced && (await comesFromHead(host, atHead, path))) return { setting, diagnostics: [notYet(named)] }
  }
  const disk = await workTree(host, [path])
  if ((await host.inspect(path)) === undefined) throw notFound(named)
  return foundAs(named, (await disk.read([path], limit))[0])
}

function foundAs({ setting, path }: Named, file: TextFile | undefined): Found {
  if (file?.kind === 'text') return { setting, file: { path, text: file.text }, diagnostics: [] }
  if (file?.kind === 'refused') return { setting, diagnostics: [file.diagnostic] }
  throw new ConfigError({
    code: 'world.folder',
    what: `${path} is a folder`,
    where: { input: setting },
    remedy: `name a file: ${FORMAT[setting]}`,
  })
}

const FORMAT: Readonly<Record<Setting, string>> = {
  values: 'kind Values, as `kyverno apply --values-file` takes it',
  'user-info': 'kind UserInfo, as `kyverno apply --userinfo` takes it',
  context: 'kind Context, as `kyverno apply --context-file` takes it',
}

function notFound({ setting, path }: Named): ConfigError {
  return new ConfigError({
    code: 'world.not-found',
    what: `there is no file ${JSON.stringify(path)}`,
    where: { input: setting },
    remedy: `name a file that exists: ${FORMAT[setting]}`,
  })
}

/** A policy that needs it ends in an error, which is what it would do in a cluster that does not have it yet. */
function notYet({ path }: Named): Diagnostic {
  const message = `${path} does not exist at the base commit: what this change adds there counts once it is merged`
  return { level: 'note', code: 'world.not-yet', message, blame: 'user' }
}
