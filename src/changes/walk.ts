import { join } from 'node:path'
import type { Host } from '../host/host.ts'
import { isWithin } from '../host/text-file.ts'

/** Folders that hold other people's files, unless they are named themselves. */
const FOREIGN = new Set(['.git', 'node_modules'])

/**
 * Every file at and below a path, sorted. Links to folders are followed once and only inside `boundaries` (real
 * paths); a link that leaves them is given as a file, for the reader to refuse.
 */
export async function walk(host: Host, path: string, boundaries: readonly string[]): Promise<readonly string[]> {
  const files: string[] = []
  const seen = new Set<string>()
  const visit = async (folder: string): Promise<void> => {
    const real = await host.realPath(folder)
    if (seen.has(real)) return
    seen.add(real)
    for (const { name, kind } of await host.list(folder)) {
      const at = join(folder, name)
      const folderToo = kind === 'folder' || (kind === 'link' && (await leadsToFolder(host, at, boundaries)))
      if (!folderToo) files.push(at)
      else if (!FOREIGN.has(name)) await visit(at)
    }
  }
  await visit(path)
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
