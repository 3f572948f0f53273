import { dirname, join, relative } from 'node:path'
import { Git, type TreeEntry } from './git.ts'
import type { FolderEntry, Host, PathInfo } from './host.ts'
import { over } from './overlay.ts'
import { isWithin } from './text-file.ts'

const LINK = '120000'
const SUBMODULE = '160000'

/**
 * The same host with the files of a commit in the place of those on the disk, at and below `root`, the top folder of the
 * repository. Links lead nowhere: what stands behind one at the commit is not known.
 */
export async function atCommit(host: Host, root: string, commit: string): Promise<Host> {
  const git = new Git(host, root)
  const files = new CommitFiles(git, await git.tree(commit), root, await host.realPath(root))
  return over(host, {
    inspect: (path) => files.inspect(path),
    realPath: (path) => files.realPath(path),
    read: (path, limit) => files.read(path, limit),
    list: (folder) => files.list(folder),
  })
}

class CommitFiles {
  private readonly git: Git
  private readonly root: string
  private readonly top: string
  private readonly entries: ReadonlyMap<string, TreeEntry>
  private readonly folders: ReadonlyMap<string, ReadonlyMap<string, TreeEntry | 'folder'>>
  private readonly blobs = new Map<string, Buffer>()

  /** `top` is the real path of `root`. */
  constructor(git: Git, tree: readonly TreeEntry[], root: string, top: string) {
    this.git = git
    this.root = root
    this.top = top
    this.entries = new Map(tree.map((entry) => [entry.path, entry]))
    this.folders = foldersOf(tree)
  }

  async inspect(path: string): Promise<PathInfo | undefined> {
    const own = this.pathOf(path)
    const entry = this.entries.get(own)
    if (entry === undefined) return this.folders.has(own) ? { kind: 'folder', size: 0 } : undefined
    const kind = kindOf(entry)
    return { kind, size: kind === 'file' ? (await this.blobOf(entry)).length : 0 }
  }

  async realPath(path: string): Promise<string> {
    const kind = (await this.inspect(path))?.kind
    if (kind !== 'file' && kind !== 'folder') throw new Error(`${path} is not there`)
    return join(this.top, this.pathOf(path))
  }

  async read(path: string, limit: number): Promise<Buffer> {
    const entry = this.entries.get(this.pathOf(path))
    if (entry === undefined) throw new Error(`${path} is not there`)
    return (await this.blobOf(entry)).subarray(0, limit)
  }

  async list(folder: string): Promise<readonly FolderEntry[]> {
    const entries = [...(this.folders.get(this.pathOf(folder)) ?? [])]
    return entries
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, entry]) => ({ name, kind: entry === 'folder' ? 'folder' : kindOf(entry) }))
  }

  private pathOf(path: string): string {
    const full = path === '.' ? this.top : path
    return relative(isWithin(full, this.root) ? this.root : this.top, full)
  }

  /** What stands beside a file is likely to be read as well, and each question to git is a program that starts. */
  private async blobOf({ id, path }: TreeEntry): Promise<Buffer> {
    if (!this.blobs.has(id)) {
      const beside = [...(this.folders.get(folderOf(path))?.values() ?? [])]
      const files = beside.flatMap((entry) => (entry !== 'folder' && kindOf(entry) === 'file' ? [entry.id] : []))
      const ids = [...new Set(files.length > MOST_BESIDE ? [id] : [id, ...files])]
      const read = await this.git.blobs(ids)
      for (const [at, blob] of read.entries()) this.blobs.set(ids[at] ?? '', blob)
    }
    return this.blobs.get(id) ?? Buffer.alloc(0)
  }
}

const MOST_BESIDE = 500

const folderOf = (path: string): string => (dirname(path) === '.' ? '' : dirname(path))

function kindOf({ mode }: TreeEntry): PathInfo['kind'] {
  if (mode === LINK) return 'link'
  return mode === SUBMODULE ? 'other' : 'file'
}

/** What stands in each folder, by name. */
function foldersOf(tree: readonly TreeEntry[]): ReadonlyMap<string, ReadonlyMap<string, TreeEntry | 'folder'>> {
  const folders = new Map<string, Map<string, TreeEntry | 'folder'>>([['', new Map()]])
  for (const entry of tree) {
    const parts = entry.path.split('/')
    for (const [at, name] of parts.entries()) {
      const folder = parts.slice(0, at).join('/')
      const list = folders.get(folder) ?? new Map<string, TreeEntry | 'folder'>()
      folders.set(folder, list.set(name, at === parts.length - 1 ? entry : 'folder'))
    }
  }
  return folders
}
