import { posix, relative } from 'node:path'
import { walk } from '../changes/walk.ts'
import { isWithin } from '../host/text-file.ts'
import type { Place } from './files.ts'

/** The work tree, by paths relative to the root. */
export interface Tree {
  readonly files: readonly string[]
  readonly links: readonly Link[]
}

/** A link, and the file or folder that it leads to within the work tree. */
interface Link {
  readonly path: string
  readonly target: string
}

export async function treeOf({ host, root, boundaries }: Place): Promise<Tree> {
  const met: string[] = []
  const files = await walk(host, root, boundaries, { link: (path) => met.push(path) })
  const links: Link[] = []
  const top = met.length === 0 ? root : await host.realPath(root)
  for (const link of met) {
    const target = await host.realPath(link).catch(() => undefined) // one that leads nowhere is the reader's to refuse
    if (target !== undefined && isWithin(target, top))
      links.push({ path: posix.relative(root, link), target: relative(top, target) })
  }
  return { files: files.map((path) => posix.relative(root, path)), links }
}

/** Links to links to links lead far enough, and circles end. */
const ROUNDS = 3

/** With the names, by way of links, of files that changed: a chart with a link in it renders what stands behind it. */
export function throughLinks(changed: ReadonlySet<string>, links: readonly Link[]): ReadonlySet<string> {
  const all = new Set(changed)
  let last = [...changed]
  for (let round = 0; round < ROUNDS && links.length > 0; round++) {
    last = last.flatMap((path) => links.flatMap((link) => through(link, path))).filter((path) => !all.has(path))
    for (const path of last) all.add(path)
  }
  return all
}

function through({ path: link, target }: Link, path: string): readonly string[] {
  if (path === target) return [link]
  return path.startsWith(`${target}/`) ? [posix.join(link, posix.relative(target, path))] : []
}
