import { posix } from 'node:path'
import type { HclBlock, HclIndex, HclItem, HclRange } from '../model/hcl.ts'
import type { NodePath } from '../model/position.ts'

/** Where something stands in a source of Terraform. `whole` is false for the nearest thing that is written there. */
export interface TerraformPlace {
  readonly file: string
  readonly range: HclRange
  readonly whole: boolean
}

/** A block and the file that it stands in. */
interface Placed {
  readonly file: string
  readonly block: HclBlock
}

/** Finds resources by their addresses in the sources of a repository. */
export class TerraformPlaces {
  /** Folder → the blocks of its files: a module of Terraform is a folder. */
  private readonly modules = new Map<string, Placed[]>()
  private readonly roots: ReadonlySet<string>

  constructor(index: HclIndex) {
    for (const [file, blocks] of index) {
      const folder = posix.dirname(file)
      const known = this.modules.get(folder) ?? []
      this.modules.set(folder, known)
      for (const block of blocks) known.push({ file, block })
    }
    const called = new Set([...this.modules.keys()].flatMap((folder) => this.calledBy(folder)))
    this.roots = new Set([...this.modules.keys()].filter((folder) => !called.has(folder)))
  }

  /**
   * The place of a resource of a plan, or of `path` below it. A plan does not say which folder it was made of: the folders
   * around the plan's own are tried first, then all others; an address that is found in several is not found.
   */
  ofAddress(address: string, plan: string, path: NodePath): TerraformPlace | undefined {
    const { modules, resource } = parseAddress(address)
    const found = (folders: readonly string[]) =>
      folders.map((folder) => this.resolve(folder, modules, resource)).filter((placed) => placed !== undefined)
    const nearby = found(ancestors(posix.dirname(plan)))[0]
    const all = nearby === undefined ? found([...this.roots]) : [nearby]
    const [only] = all
    return only === undefined || all.length > 1 ? undefined : placeIn(only, path)
  }

  /** The only resource that goes by one of these names, if there is just one. */
  ofNames(names: readonly string[]): TerraformPlace | undefined {
    const all = [...this.modules.values()].flat().filter(({ block }) => block.type === 'resource')
    const found = all.filter(({ block }) => names.includes(block.labels?.[1] ?? ''))
    const [only] = found
    return only === undefined || found.length > 1 ? undefined : placeIn(only, [])
  }

  /** The place of a path of a source as Conftest reads it: `resource`, type, name, and what is in the block. */
  ofPath(file: string, path: NodePath): TerraformPlace | undefined {
    const own = this.modules.get(posix.dirname(file))?.filter((placed) => placed.file === file) ?? []
    const found = own
      .map(({ block }) => ({ block, keys: [block.type, ...(block.labels ?? [])] }))
      .find(({ keys }) => keys.every((key, at) => path[at] === key))
    if (found === undefined) return undefined
    const rest = path.slice(found.keys.length)
    return placeIn({ file, block: found.block }, typeof rest[0] === 'number' ? rest.slice(1) : rest)
  }

  private resolve(folder: string, modules: readonly string[], resource: string): Placed | undefined {
    const [module, ...inner] = modules
    const blocks = this.modules.get(folder) ?? []
    if (module === undefined) return blocks.find(({ block }) => block.address === resource)
    const call = blocks.find(({ block }) => block.type === 'module' && block.labels?.[0] === module)
    const target = call === undefined ? undefined : sourceOf(folder, call.block)
    // the call is the nearest place of what a module from elsewhere makes
    if (target === undefined || !this.modules.has(target)) return call
    return this.resolve(target, inner, resource)
  }

  private calledBy(folder: string): readonly string[] {
    return (this.modules.get(folder) ?? []).flatMap(({ block }) => sourceOf(folder, block) ?? [])
  }
}

function sourceOf(folder: string, { type, source = '' }: HclBlock): string | undefined {
  return type === 'module' && /^\.\.?\//.test(source) ? posix.join(folder, source).replace(/(?<=.)\/$/, '') : undefined
}

/** `module.a["k"].module.b.aws_sg.this[0]` → the modules a and b, and the resource `aws_sg.this`. */
export function parseAddress(address: string): { readonly modules: readonly string[]; readonly resource: string } {
  const parts = address.replace(/\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\]/g, '').split('.')
  const modules: string[] = []
  let at = 0
  while (parts[at] === 'module' && parts[at + 1] !== undefined) {
    modules.push(parts[at + 1] as string)
    at += 2
  }
  return { modules, resource: parts.slice(at).join('.') }
}

/** `a/b` → `a/b`, `a`, `.` */
function ancestors(folder: string): readonly string[] {
  if (posix.isAbsolute(folder)) return []
  const parts = folder === '.' ? [] : folder.split('/')
  return parts.map((_, at) => parts.slice(0, parts.length - at).join('/')).concat('.')
}

function placeIn({ file, block }: Placed, path: NodePath): TerraformPlace {
  const { range, whole } = inBlock(block, path) ?? { range: block.header, whole: false }
  return { file, range, whole }
}

interface Found {
  readonly range: HclRange
  readonly whole: boolean
}

/** A plan has a list where the source has blocks of one type: `["ingress", 1, "cidr_blocks"]`. */
function inBlock(block: HclBlock, [name, ...rest]: NodePath): Found | undefined {
  if (typeof name !== 'string') return undefined
  const attribute = block.attributes?.[name]
  if (attribute !== undefined) return inItem(attribute, rest)
  const [at, ...inner] = typeof rest[0] === 'number' ? rest : [0, ...rest]
  const nested = (block.blocks ?? []).filter(({ type }) => type === name)[at as number] ?? dynamic(block, name)
  if (nested === undefined) return undefined
  return inBlock(nested, inner) ?? { range: nested.header, whole: inner.length === 0 }
}

/** `dynamic "ingress" { content { … } }` makes any number of blocks. */
function dynamic(block: HclBlock, name: string): HclBlock | undefined {
  const found = block.blocks?.find(({ type, labels }) => type === 'dynamic' && labels?.[0] === name)
  return found?.blocks?.find(({ type }) => type === 'content') ?? found
}

function inItem(item: HclItem, [name, ...rest]: NodePath): Found {
  if (name === undefined) return { range: item.range, whole: true }
  const inner = typeof name === 'number' ? item.items?.[name] : item.members?.[name]
  return inner === undefined ? { range: item.range, whole: false } : inItem(inner, rest)
}
