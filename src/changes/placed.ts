import type { ConfigError } from '../errors.ts'
import { Git } from '../host/git.ts'
import type { Host } from '../host/host.ts'
import type { Comparison } from './comparison.ts'
import { comesFromHead, pathInRepository } from './origin.ts'
import { commitTree, type Tree, workTree } from './trusted-tree.ts'

/** Files of an entry (a file, folder or glob), and the tree that they are read from. */
export interface Placed {
  readonly entry: string
  readonly tree: Tree
  readonly paths: readonly string[]
}

/** Entries that count, and those that only the change itself brings. */
export interface Places {
  readonly placed: readonly Placed[]
  readonly added: readonly Placed[]
}

/**
 * Finds what decides the verdict where it can be trusted. An entry comes from the base commit. One that no commit knows was
 * put there by the workflow and is taken from disk. One that only the head knows is what the pull request adds: it is kept
 * apart, or an exception could be slipped in that way.
 */
export async function placeEntries(
  host: Host,
  { trusted }: Pick<Comparison, 'trusted' | 'root'>,
  entries: readonly string[],
  notFound: (entry: string) => ConfigError,
): Promise<Places> {
  const disk = await workTree(host, entries)
  if (trusted === undefined) {
    const placed = await Promise.all(
      entries.map(async (entry) => ({ entry, tree: disk, paths: await disk.find(entry) })),
    )
    for (const { entry, paths } of placed) if (paths.length === 0) throw notFound(entry)
    return { placed, added: [] }
  }
  const git = new Git(host)
  const [atBase, atHead] = await Promise.all([commitTree(git, trusted.base), commitTree(git, trusted.head)])
  const places = await Promise.all(entries.map((entry) => place(host, entry, { atBase, atHead, disk }, notFound)))
  return {
    placed: places.filter(({ origin }) => origin !== 'head'),
    added: places.filter(({ origin }) => origin === 'head'),
  }
}

type Origin = 'base' | 'head' | 'disk'

interface Trees {
  readonly atBase: Tree
  readonly atHead: Tree
  readonly disk: Tree
}

async function place(
  host: Host,
  entry: string,
  { atBase, atHead, disk }: Trees,
  notFound: (entry: string) => ConfigError,
): Promise<Placed & { readonly origin: Origin }> {
  const path = pathInRepository(host, entry)
  const base = path === undefined ? [] : await atBase.find(path)
  if (base.length > 0) return { entry, tree: atBase, paths: base, origin: 'base' }
  const paths = await disk.find(entry)
  if (paths.length === 0) throw notFound(entry)
  return { entry, tree: disk, paths, origin: (await comesFromHead(host, atHead, entry)) ? 'head' : 'disk' }
}
