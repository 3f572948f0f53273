import { basename, join, relative } from 'node:path'
import { walk } from '../changes/walk.ts'
import type { RenderFile } from '../engines/render/renderer.ts'
import type { Host } from '../host/host.ts'
import { isWithin } from '../host/text-file.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { isTemplatePath } from './chart-folders.ts'

/** More files than this no chart or kustomization has; a folder of that many is an attack or a mistake. */
const MOST_FILES = 5000
const MOST_BYTES = 50 * 1024 ** 2

/** The work tree as far as rendering may read it. Paths are relative to `root`. */
export interface Place {
  readonly host: Host
  readonly root: string
  readonly boundaries: readonly string[]
  readonly limit: number
}

/** A fault in what is rendered, with the chart or kustomization that it is about. */
export class RenderFault extends Error {
  readonly diagnostic: Diagnostic

  constructor(code: string, message: string, file: string, remedy: string) {
    super(message)
    this.diagnostic = { level: 'error', code, message, file, remedy, blame: 'user' }
  }
}

/** Files of a chart, as Helm finds them: by each link that leads to a folder, and templates in whatever folder. */
export async function filesOf(place: Place, owner: string, folder: string): Promise<readonly string[]> {
  const { host, root, boundaries } = place
  let folders = 0
  const enters = (at: string): boolean => {
    folders++
    if (folders > MOST_FILES) throw tooMuch(owner, `more than ${MOST_FILES} folders belong to it`)
    return !['.git', 'node_modules'].includes(basename(at)) || isTemplatePath(folder, relative(root, at))
  }
  const found = await walk(host, join(root, folder), boundaries, { enters })
  return found.map((path) => relative(root, path))
}

export async function kindOf({ host, root }: Place, path: string): Promise<'file' | 'folder' | 'other'> {
  const real = await host.realPath(join(root, path)).catch(() => undefined)
  const kind = real === undefined ? undefined : (await host.inspect(real))?.kind
  return kind === 'file' || kind === 'folder' ? kind : 'other'
}

/** Reads files for a rendering. A link that leaves the workspace is refused, and so is more than anybody renders. */
export async function readAll(place: Place, owner: string, paths: readonly string[]): Promise<readonly RenderFile[]> {
  if (paths.length > MOST_FILES) throw tooMuch(owner, `${paths.length} files belong to it, the limit is ${MOST_FILES}`)
  const files: RenderFile[] = []
  let total = 0
  for (const path of paths) {
    const bytes = await readOne(place, owner, path)
    total += bytes.length
    if (total > MOST_BYTES) throw tooMuch(owner, `its files have more than ${MOST_BYTES} bytes`)
    files.push(fileOf(path, bytes))
  }
  return files
}

async function readOne({ host, root, boundaries, limit }: Place, owner: string, path: string): Promise<Buffer> {
  const real = await host.realPath(join(root, path)).catch(() => undefined)
  if (real === undefined || !boundaries.some((boundary) => isWithin(real, boundary)))
    throw new RenderFault('input.link-outside', `${path} of ${owner} leads out of the workspace`, path, LINK)
  const info = await host.inspect(real)
  if (info?.kind !== 'file') throw new RenderFault('input.unreadable', `${path} of ${owner} is no file`, path, LINK)
  if (info.size > limit) throw tooMuch(owner, `${path} has ${info.size} bytes, the limit is ${limit}`)
  return host.read(real, limit)
}

const LINK = 'put the file itself there; what leads elsewhere is not read'

function tooMuch(owner: string, why: string): RenderFault {
  const remedy = 'make it smaller, leave out what is not needed, or leave it out with `paths`'
  return new RenderFault('render.too-large', `${owner} is too large to be rendered: ${why}`, owner, remedy)
}

function fileOf(path: string, bytes: Buffer): RenderFile {
  try {
    return { path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { path, binary: bytes.toString('base64') }
  }
}
