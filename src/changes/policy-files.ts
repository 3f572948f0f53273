import { basename, resolve } from 'node:path'
import { ConfigError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import { decodeText, type TextFile } from '../host/text-file.ts'
import type { Options } from '../inputs/options.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { engineOfPolicy, isCompiled } from '../model/policy.ts'
import type { PolicyFile } from '../model/source.ts'
import type { Comparison } from './comparison.ts'
import { type Placed, placeEntries } from './placed.ts'

/** The policies that count, as text. `explicit` are those that were named as files and so have to be policies. */
export interface PolicyFiles {
  readonly files: readonly PolicyFile[]
  readonly explicit: ReadonlySet<string>
  readonly diagnostics: readonly Diagnostic[]
  /** The base has no policies: those of the change introduce the gate. */
  readonly introduced: boolean
}

/** Finds and reads the policies, at the base commit where the change may not speak for itself. */
export async function policyFiles(
  host: Host,
  comparison: Pick<Comparison, 'trusted' | 'root'>,
  options: Options,
): Promise<PolicyFiles> {
  const entries = options.policies
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
