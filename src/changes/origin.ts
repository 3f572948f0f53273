import { isAbsolute, relative, resolve } from 'node:path'
import type { Host } from '../host/host.ts'
import { globBase, isGlob } from '../inputs/globs.ts'
import type { Tree } from './trusted-tree.ts'

/** A file, folder or glob as git names it, undefined when it lies outside of the repository. */
export function pathInRepository(host: Host, entry: string): string | undefined {
  const path = relative(host.root, resolve(host.root, entry)) || '.'
  return path === '..' || path.startsWith('../') || isAbsolute(path) ? undefined : path
}

/**
 * Whether what stands at a place on disk is what the change brings. A link of the change may lead from a place that only
 * the workflow should fill to files of the change.
 */
export async function comesFromHead(host: Host, atHead: Tree, entry: string): Promise<boolean> {
  const path = pathInRepository(host, entry)
  if (path !== undefined && (await atHead.find(path)).length > 0) return true
  const target = await linkTarget(host, isGlob(entry) ? globBase(entry) : entry)
  return target !== undefined && (await atHead.find(target)).length > 0
}

/** Where in the repository a path leads, undefined when it leads out or is no link. */
async function linkTarget(host: Host, path: string): Promise<string | undefined> {
  const [root, real] = await Promise.all([host.realPath('.'), host.realPath(path).catch(() => undefined)])
  const target = real === undefined ? undefined : pathInRepository(host, resolve(host.root, relative(root, real)))
  return target === pathInRepository(host, path) ? undefined : target
}
