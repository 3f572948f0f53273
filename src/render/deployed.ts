import { posix } from 'node:path'
import { foldersAbove } from './chart-folders.ts'
import { type Place, RenderFault } from './files.ts'
import { type Reach, reachOf } from './kustomizations.ts'

/** What tells how the kustomizations of a change stood before it. */
export interface Before {
  /** The files at the base, or undefined where they are not here. Absent where there is no base. */
  readonly place?: (() => Promise<Place | undefined>) | undefined
  /** Whether the change brings a file. */
  readonly isNew: (path: string) => boolean
}

/**
 * The kustomizations that are deployed by themselves: components are not, nor is what others build on. What the change itself makes
 * either of these, by an overlay that it brings or alters, is judged as it was deployed before as well.
 */
export async function deployed(
  reaches: readonly Reach[],
  touched: ReadonlySet<string>,
  before: Before,
): Promise<readonly Reach[]> {
  const found: Reach[] = []
  for (const reach of reaches.filter((one) => isTouched(one, touched))) {
    const users = reaches.filter(({ others }) => others.includes(reach.root))
    const isPart = reach.isComponent || users.length > 0
    if (!isPart || (await becamePart(reach, users, touched, before))) found.push(reach)
  }
  return found
}

function isTouched({ root, files, missing }: Reach, touched: ReadonlySet<string>): boolean {
  if (files.some(({ path }) => touched.has(path))) return true
  const folder = posix.dirname(root)
  const isNamed = (path: string) => [path, ...foldersAbove(path)].some((one) => missing.has(one))
  return [...touched].some((path) => posix.dirname(path) === folder || isNamed(path))
}

async function becamePart(
  { root, isComponent }: Reach,
  users: readonly Reach[],
  touched: ReadonlySet<string>,
  { place, isNew }: Before,
): Promise<boolean> {
  const isOld = isComponent ? !touched.has(root) : users.some((user) => !touched.has(user.root))
  if (isOld || isNew(root) || place === undefined) return false
  const base = await place()
  if (base === undefined) return true
  const own = await reachAt(base, root)
  if (own?.isComponent === true) return false
  const known = await Promise.all(users.filter((user) => !isNew(user.root)).map((user) => reachAt(base, user.root)))
  return known.every((one) => one === undefined || !one.others.includes(root))
}

/** Undefined where it cannot be followed. */
async function reachAt(base: Place, root: string): Promise<Reach | undefined> {
  try {
    return await reachOf(base, root)
  } catch (error) {
    if (!(error instanceof RenderFault)) throw error
    return undefined
  }
}
