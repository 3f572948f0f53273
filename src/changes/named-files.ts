import { normalize } from 'node:path'
import { ConfigError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import type { Comparison } from './comparison.ts'
import { walk } from './walk.ts'

/** The name that standard input goes by in reports. */
export const STDIN = '<stdin>'

/** The same, for sources of Terraform that stand in it beside manifests: engines take the reader from the name. */
export const STDIN_TERRAFORM = '<stdin>.tf'

export async function stdinFile(host: Host): Promise<Comparison> {
  const changes = { source: 'stdin', files: [{ path: STDIN, status: 'present' }] } as const
  return { changes, root: host.root, boundaries: [], named: new Set([STDIN]) }
}

/** Files that are named, and those in folders that are named. What is named may lie outside of the current folder. */
export async function namedFiles(host: Host, paths: readonly string[]): Promise<Comparison> {
  const boundaries = [await host.realPath('.')]
  const found = new Set<string>()
  const named = new Set<string>()
  for (const given of paths) {
    const path = normalize(given)
    if ((await host.inspect(path)) === undefined) throw notThere(given)
    const real = await host.realPath(path)
    boundaries.push(real)
    if ((await host.inspect(real))?.kind === 'folder')
      for (const file of await walk(host, path, boundaries)) found.add(file)
    else named.add(path)
  }
  const files = [...named, ...found].map((path) => ({ path, status: 'present' }) as const)
  return { changes: { source: 'arguments', files: unique(files) }, root: host.root, boundaries, named }
}

function unique<T extends { readonly path: string }>(files: readonly T[]): readonly T[] {
  return [...new Map(files.map((file) => [file.path, file])).values()]
}

function notThere(path: string): ConfigError {
  return new ConfigError({
    code: 'input.not-found',
    what: `there is no file or folder ${JSON.stringify(path)}`,
    where: { input: 'PATH' },
    remedy: 'name files or folders from the current folder, or - for standard input',
  })
}
