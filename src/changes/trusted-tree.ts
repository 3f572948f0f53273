import type { Git, TreeEntry } from '../host/git.ts'
import type { Host } from '../host/host.ts'
import { type Decode, decodeText, readTextFile, refused, type TextFile, tooLarge } from '../host/text-file.ts'
import { globBase, isGlob, pathFilter } from '../inputs/globs.ts'
import { belongsTo, cleanEntry } from './gate-inputs.ts'
import { walk } from './walk.ts'

/** Files as they stand in one place: a work tree, or a commit that what is judged cannot have changed. */
export interface Tree {
  /** Files that an entry (a file, folder or glob) names; none when there is no such thing. */
  find(entry: string): Promise<readonly string[]>
  read(paths: readonly string[], limit: number, decode?: Decode): Promise<readonly TextFile[]>
}

/** What is on disk. Links may lead anywhere in the current folder and in what `entries` name themselves. */
export async function workTree(host: Host, entries: readonly string[]): Promise<Tree> {
  const named = entries.map((entry) => (isGlob(entry) ? globBase(entry) : entry))
  const real = await Promise.all(['.', ...named].map((path) => host.realPath(path).catch(() => undefined)))
  const boundaries = real.filter((path) => path !== undefined)
  const below = async (path: string) =>
    (await leadsToFolder(host, path)) ? walk(host, path, boundaries) : (await host.inspect(path)) ? [path] : []
  return {
    async find(entry) {
      if (!isGlob(entry)) return below(cleanEntry(entry))
      return (await below(cleanEntry(globBase(entry)))).filter(pathFilter([cleanEntry(entry)]))
    },
    read: (paths, limit, decode) =>
      Promise.all(paths.map((path) => readTextFile(host, path, boundaries, limit, decode))),
  }
}

async function leadsToFolder(host: Host, path: string): Promise<boolean> {
  const real = await host.realPath(path).catch(() => undefined)
  return real !== undefined && (await host.inspect(real))?.kind === 'folder'
}

const LINK = '120000'
const SUBMODULE = '160000'

/** What a commit holds, read from git's objects: nothing in the work tree can stand in for it. */
export async function commitTree(git: Git, commit: string): Promise<Tree> {
  const entries = new Map((await git.tree(commit)).map((entry) => [entry.path, entry]))
  return {
    find: async (entry) => [...entries.keys()].filter(belongsTo(entry)),
    async read(paths, limit, decode) {
      const wanted = paths.map((path) => entries.get(path) as TreeEntry)
      const readable = wanted.filter(({ mode }) => mode !== LINK && mode !== SUBMODULE)
      const blobs = await git.blobs(readable.map(({ id }) => id))
      const contents = new Map(readable.map(({ path }, index) => [path, blobs[index] as Buffer]))
      return wanted.map(({ path }) => textOf(path, contents.get(path), limit, decode))
    },
  }
}

function textOf(path: string, content: Buffer | undefined, limit: number, decode: Decode = decodeText): TextFile {
  if (content === undefined) return refused(path, LINKED)
  return content.length > limit ? refused(path, tooLarge(content.length, limit)) : decode(path, content)
}

const LINKED = {
  code: 'policy.link',
  what: 'the file is a link or a submodule at the base commit; it is not followed there',
  remedy: 'put the file itself there',
}
