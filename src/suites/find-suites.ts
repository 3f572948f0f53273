import { dirname, join, normalize, parse } from 'node:path'
import { walk } from '../changes/walk.ts'
import { ConfigError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import { isWithin } from '../host/text-file.ts'
import { SUITE_NAMES, suiteKindOf } from './suite-kinds.ts'

export interface FoundSuites {
  readonly paths: readonly string[]
  /** Suite → the folder it was found in, as it was given; for a suite that was named itself, its own. */
  readonly roots: ReadonlyMap<string, string>
  /** Real paths of the folders that suites may name files in. */
  readonly boundaries: readonly string[]
}

/** The suites below folders, and those that are named themselves. To find none is an error: it would pass everything. */
export async function findSuites(host: Host, given: readonly string[]): Promise<FoundSuites> {
  const current = await host.realPath('.')
  const workspace = (await repositoryOf(host, current)) ?? current
  const boundaries = new Set([workspace])
  const roots = new Map<string, string>()
  for (const path of given.map(normalize)) {
    const real = await host.realPath(path).catch(() => undefined)
    if (real === undefined) throw notThere(path)
    if (!isWithin(real, workspace)) boundaries.add((await repositoryOf(host, real)) ?? parse(real).root)
    const isFolder = (await host.inspect(real))?.kind === 'folder'
    const found = isFolder ? await walk(host, path, [...boundaries]) : [path]
    for (const file of found)
      if (suiteKindOf(file) !== undefined && !roots.has(file)) roots.set(file, isFolder ? path : dirname(path))
  }
  if (roots.size === 0) throw none(given)
  return { paths: [...roots.keys()], roots, boundaries: [...boundaries] }
}

/**
 * Suites name policies beside their folder, anywhere in the repository they are in. A folder elsewhere that is in no
 * repository is the user's own.
 */
async function repositoryOf(host: Host, folder: string): Promise<string | undefined> {
  if ((await host.inspect(join(folder, '.git'))) !== undefined) return folder
  const parent = dirname(folder)
  return parent === folder ? undefined : repositoryOf(host, parent)
}

function notThere(path: string): ConfigError {
  return new ConfigError({
    code: 'input.not-found',
    what: `there is no file or folder ${JSON.stringify(path)}`,
    where: { input: 'DIR' },
    remedy: 'name folders that hold test suites',
  })
}

function none(given: readonly string[]): ConfigError {
  return new ConfigError({
    code: 'suite.none',
    what: `no test suite was found in ${given.join(', ')}`,
    where: { input: 'DIR' },
    remedy: `name folders that hold files of these names: ${SUITE_NAMES.join(', ')}`,
  })
}
