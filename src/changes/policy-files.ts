import { basename, resolve } from 'node:path'
import { ConfigError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import { decodeText, type TextFile } from '../host/text-file.ts'
import { type Options, policyEntries } from '../inputs/options.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { type Enforcement, engineOfPolicy, isCompiled } from '../model/policy.ts'
import type { PolicyFile } from '../model/source.ts'
import { builtinPolicies, isPacksFolder } from './builtin-policies.ts'
import type { Comparison } from './comparison.ts'
import { type Placed, placeEntries } from './placed.ts'

/** The policies that count, as text. `explicit` are those that were named as files and so have to be policies. */
export interface PolicyFiles {
  readonly files: readonly PolicyFile[]
  readonly explicit: ReadonlySet<string>
  readonly diagnostics: readonly Diagnostic[]
  /** The base has no policies: those of the change introduce the gate. */
  readonly introduced: boolean
  /** What a failure means, by the file of a policy, where the pack it was taken from decides that. */
  readonly levels: ReadonlyMap<string, Enforcement>
}

type Own = Omit<PolicyFiles, 'levels'>

/** Finds and reads the policies, at the base commit where the change may not speak for itself. */
export async function policyFiles(
  host: Host,
  comparison: Pick<Comparison, 'trusted' | 'root'>,
  options: Options,
): Promise<PolicyFiles> {
  const own = await ownPolicies(host, comparison, options)
  const names = namesOf(options, own)
  if (own === undefined && names.length === 0) throw notFound(policyEntries(options).join(', '))
  const packs = await builtinPolicies(host, names)
  return {
    files: [...(own?.files ?? []), ...packs.files],
    explicit: own?.explicit ?? new Set(),
    diagnostics: [...(own?.diagnostics ?? []), ...(options.policies === undefined ? chosen(own, names, options) : [])],
    introduced: own?.introduced ?? false,
    levels: packs.levels,
  }
}

/**
 * The packs that judge. Without policies at the base it is the baseline, also where the change brings the first ones: they
 * could have been written to let it through.
 */
function namesOf({ policies, builtin }: Options, own: Own | undefined): readonly string[] {
  if (builtin.length > 0) return builtin.filter((name) => name !== 'none')
  return policies === undefined && (own === undefined || own.introduced) ? ['agent-baseline'] : []
}

function chosen(own: Own | undefined, names: readonly string[], { builtin }: Options): readonly Diagnostic[] {
  if (builtin.length > 0 || names.length === 0) return []
  const why = own === undefined ? 'there is no folder `policies`' : 'the base commit has no policies'
  const message = `${why}: judged by the pack ${names.join(', ')}, which comes with the gate`
  return [{ level: 'note', code: 'policies.builtin', message, blame: 'user' }]
}

/** The policies of the user. Undefined where none were named and the default place does not exist, or is the packs' own. */
async function ownPolicies(
  host: Host,
  comparison: Pick<Comparison, 'trusted' | 'root'>,
  options: Options,
): Promise<Own | undefined> {
  if (options.policies !== undefined) return placedPolicies(host, comparison, options)
  if (await isPacksFolder(host, policyEntries(options))) return undefined
  return placedPolicies(host, comparison, options).catch((error: unknown) => {
    if (error instanceof ConfigError && error.detail.code === 'policies.not-found') return undefined
    throw error
  })
}

async function placedPolicies(
  host: Host,
  comparison: Pick<Comparison, 'trusted' | 'root'>,
  options: Options,
): Promise<Own> {
  const entries = policyEntries(options)
  const { placed, added } = await placeEntries(host, comparison, entries, notFound)
  const introduced = added.length > 0 && added.length === entries.length
  const counted = introduced ? added : placed
  const diagnostics = added.map(({ entry }) => fromHead(entry, introduced))
  const explicit = new Set(counted.filter((one) => isExplicit(host, one)).flatMap(({ paths }) => paths))
  const read = await Promise.all(counted.map((one) => readPlaced(one, explicit, options['max-file-size'])))
  const files = unique(read.flatMap((one) => one.files))
  const faults = read.flatMap((one) => one.diagnostics)
  if (files.length === 0 && faults.length === 0) throw noPolicies(entries)
  return { files, explicit, diagnostics: [...diagnostics, ...faults], introduced }
}

async function readPlaced(
  { tree, paths }: Placed,
  explicit: ReadonlySet<string>,
  limit: number,
): Promise<Pick<PolicyFiles, 'files' | 'diagnostics'>> {
  const wanted = paths.filter((path) => explicit.has(path) || mayBePolicy(path))
  const read = await tree.read(wanted, limit, decodePolicy)
  const files = read.flatMap((file, index) =>
    file.kind === 'text' ? [{ path: wanted[index] ?? '', text: file.text }] : [],
  )
  return { files, diagnostics: read.flatMap((file) => (file.kind === 'refused' ? [file.diagnostic] : [])) }
}

function decodePolicy(path: string, bytes: Uint8Array): TextFile {
  return isCompiled(path) ? { kind: 'text', text: Buffer.from(bytes).toString('base64') } : decodeText(path, bytes)
}

/** Files that stand beside policies by convention: tests of them, how they are deployed, and their parameters in the cluster. */
const BESIDE = new Set([
  'kyverno-test.yaml',
  'kyverno-test.yml',
  'chainsaw-test.yaml',
  'kustomization.yaml',
  'kustomization.yml',
  'policy-gate-params.yaml',
])
const TEST_FOLDERS = /(?:^|\/)\.(?:kyverno|chainsaw)-test\//

/** Whether a file may hold policies, by its name and place. */
export function mayBePolicy(path: string): boolean {
  return engineOfPolicy(path) !== undefined && !BESIDE.has(basename(path)) && !TEST_FOLDERS.test(path)
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
    what: `there is no policy file (*.yaml, *.yml, *.json, *.rego, *.tar.gz, *.wasm) at ${entries.join(', ')}`,
    where: { input: 'policies' },
    remedy:
      'put Kyverno or Rego policies there, or name the place where they are; a gate without policies would pass everything',
  })
}
