import { basename, extname, resolve } from 'node:path'
import { ConfigError } from '../errors.ts'
import { Git } from '../host/git.ts'
import type { Host } from '../host/host.ts'
import type { Options } from '../inputs/options.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { PolicyFile } from '../model/source.ts'
import type { Comparison } from './comparison.ts'
import { comesFromHead, pathInRepository } from './origin.ts'
import { commitTree, type Tree, workTree } from './trusted-tree.ts'

/** The policies that count, as text. `explicit` are those that were named as files and so have to be policies. */
export interface PolicyFiles {
  readonly files: readonly PolicyFile[]
  readonly explicit: ReadonlySet<string>
  readonly diagnostics: readonly Diagnostic[]
  /** The base has no policies: those of the change introduce the gate. */
  readonly introduced: boolean
}

/** Files of an entry of `policies`, and the tree that they are read from. */
interface Placed {
  readonly entry: string
  readonly tree: Tree
  readonly paths: readonly string[]
}

/** Finds and reads the policies, at the base commit where the change may not speak for itself. */
export async function policyFiles(host: Host, comparison: Comparison, options: Options): Promise<PolicyFiles> {
  const entries = options.policies
  const disk = await workTree(host, entries)
  const { placed, introduced, diagnostics } =
    comparison.trusted === undefined
      ? { placed: await placeAll(entries, disk), introduced: false, diagnostics: [] }
      : await placeTrusted(host, comparison.trusted, entries, disk)
  const explicit = new Set(placed.filter((one) => isExplicit(host, one)).flatMap(({ paths }) => paths))
  const read = await Promise.all(placed.map((one) => readPlaced(one, explicit, options['max-file-size'])))
  const files = unique(read.flatMap((one) => one.files))
  const faults = read.flatMap((one) => one.diagnostics)
  if (files.length === 0 && faults.length === 0) throw noPolicies(entries)
  return { files, explicit, diagnostics: [...diagnostics, ...faults], introduced }
}

async function placeAll(entries: readonly string[], tree: Tree): Promise<readonly Placed[]> {
  const placed = await Promise.all(entries.map(async (entry) => ({ entry, tree, paths: await tree.find(entry) })))
  for (const { entry, paths } of placed) if (paths.length === 0) throw notFound(entry)
  return placed
}

/**
 * An entry comes from the base commit. One that no commit knows was put there by the workflow and is taken from
 * disk. One that only the head knows is what the pull request adds: it counts only when the base has no policies
 * at all, that is, when the gate itself is being introduced; otherwise an exception could be slipped in that way.
 */
async function placeTrusted(
  host: Host,
  { base, head }: { readonly base: string; readonly head: string },
  entries: readonly string[],
  disk: Tree,
): Promise<{ placed: readonly Placed[]; introduced: boolean; diagnostics: readonly Diagnostic[] }> {
  const git = new Git(host)
  const [atBase, atHead] = await Promise.all([commitTree(git, base), commitTree(git, head)])
  const places = await Promise.all(entries.map((entry) => place(host, entry, { atBase, atHead, disk })))
  const introduced = places.every(({ origin }) => origin === 'head')
  const counted = places.filter(({ origin }) => introduced || origin !== 'head')
  const added = places.filter(({ origin }) => origin === 'head')
  return { placed: counted, introduced, diagnostics: added.map(({ entry }) => fromHead(entry, introduced)) }
}

type Origin = 'base' | 'head' | 'disk'

interface Trees {
  readonly atBase: Tree
  readonly atHead: Tree
  readonly disk: Tree
}

async function place(host: Host, entry: string, trees: Trees): Promise<Placed & { readonly origin: Origin }> {
  const { atBase, atHead, disk } = trees
  const path = pathInRepository(host, entry)
  const base = path === undefined ? [] : await atBase.find(path)
  if (base.length > 0) return { entry, tree: atBase, paths: base, origin: 'base' }
  const paths = await disk.find(entry)
  if (paths.length === 0) throw notFound(entry)
  return { entry, tree: disk, paths, origin: (await comesFromHead(host, atHead, entry)) ? 'head' : 'disk' }
}

async function readPlaced(
  { tree, paths }: Placed,
  explicit: ReadonlySet<string>,
  limit: number,
): Promise<Pick<PolicyFiles, 'files' | 'diagnostics'>> {
  const wanted = paths.filter((path) => explicit.has(path) || mayBePolicy(path))
  const read = await tree.read(wanted, limit)
  const files = read.flatMap((file, index) =>
    file.kind === 'text' ? [{ path: wanted[index] ?? '', text: file.text }] : [],
  )
  return { files, diagnostics: read.flatMap((file) => (file.kind === 'refused' ? [file.diagnostic] : [])) }
}

const POLICY_EXTENSIONS = new Set(['.yaml', '.yml', '.json'])

/** Files that stand beside policies by convention: tests of them, and how they are deployed. */
const BESIDE = new Set([
  'kyverno-test.yaml',
  'kyverno-test.yml',
  'chainsaw-test.yaml',
  'kustomization.yaml',
  'kustomization.yml',
])
const TEST_FOLDERS = /(?:^|\/)\.(?:kyverno|chainsaw)-test\//

function mayBePolicy(path: string): boolean {
  return POLICY_EXTENSIONS.has(extname(path).toLowerCase()) && !BESIDE.has(basename(path)) && !TEST_FOLDERS.test(path)
}

/** Whether an entry is the path of a file rather than a folder or a glob. */
function isExplicit({ root }: Host, { entry, paths: [path = ''] }: Placed): boolean {
  return resolve(root, entry) === resolve(root, path)
}

function unique(files: readonly PolicyFile[]): readonly PolicyFile[] {
  return [...new Map(files.map((file) => [file.path, file])).values()]
}

function fromHead(entry: string, introducing: boolean): Diagnostic {
  const message = introducing
    ? `${entry} does not exist at the base commit: the policies of this change judge it`
    : `${entry} does not exist at the base commit: what this change adds there counts once it is merged`
  return { level: 'note', code: introducing ? 'policy.introduced' : 'policy.not-yet', message, blame: 'user' }
}

function notFound(entry: string): ConfigError {
  return new ConfigError({
    code: 'policies.not-found',
    what: `no policies were found at ${JSON.stringify(entry)}`,
    where: { input: 'policies' },
    remedy: 'name a file, folder or glob that exists; a gate without policies would pass everything',
  })
}

function noPolicies(entries: readonly string[]): ConfigError {
  return new ConfigError({
    code: 'policies.none',
    what: `there is no policy file (*.yaml, *.yml, *.json) at ${entries.join(', ')}`,
    where: { input: 'policies' },
    remedy:
      'put Kyverno policies there, or name the place where they are; a gate without policies would pass everything',
  })
}
