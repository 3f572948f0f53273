import { basename, join } from 'node:path'
import type { Host } from '../host/host.ts'
import { isWithin } from '../host/text-file.ts'

/** Folders that hold other people's files, unless they are named themselves. */
const FOREIGN = new Set(['.git', 'node_modules'])

const isOwn = (folder: string): boolean => !FOREIGN.has(basename(folder))

/** How a walk goes, where it is not the usual one. */
export interface Way {
  /** Told of every link. */
  readonly link?: (path: string) => void
  /**
   * Whether a folder is entered; for each link that leads to one, circles left out. It has to end what grows too large. Without
   * it every folder is, once, but those of other people.
   */
  readonly enters?: (folder: string) => boolean
}

/**
 * Every file at and below a path, sorted. Links to folders are followed once and only inside `boundaries` (real
 * paths); a link that leaves them is given as a file, for the reader to refuse.
 */
export async function walk(
  host: Host,
  path: string,
  boundaries: readonly string[],
  way: Way = {},
): Promise<readonly string[]> {
  const files: string[] = []
  const { enters = isOwn } = way
  const visit = async (folder: string, seen: Set<string>): Promise<void> => {
    const real = await host.realPath(folder)
    if (seen.has(real)) return
    seen.add(real)
    for (const { name, kind } of await host.list(folder)) {
      const at = join(folder, name)
      if (kind === 'link') way.link?.(at)
      const folderToo = kind === 'folder' || (kind === 'link' && (await leadsToFolder(host, at, boundaries)))
      if (!folderToo) files.push(at)
      else if (enters(at)) await visit(at, way.enters === undefined ? seen : new Set(seen))
    }
  }
  await visit(path, new Set())
  return files
}

async function leadsToFolder(host: Host, link: string, boundaries: readonly string[]): Promise<boolean> {
  try {
    const real = await host.realPath(link)
    return boundaries.some((boundary) => isWithin(real, boundary)) && (await host.inspect(real))?.kind === 'folder'
  } catch {
    return false
  }
}
