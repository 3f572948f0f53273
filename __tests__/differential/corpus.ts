import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseDocument } from 'yaml'

/** A policy file of the corpus, named by its path in it. */
export interface PolicyText {
  readonly path: string
  readonly text: string
}

/** One resource as it is given to both sides; the id is what their rows are compared by. */
export interface Manifest {
  readonly id: string
  readonly text: string
}

const POLICY =
  /^kind: *["']?(ClusterPolicy|Policy|\w*ValidatingPolicy|\w*MutatingPolicy|ValidatingAdmissionPolicy)["']?\s*$/m

/** Every policy file that stands for itself: those in hidden folders belong to tests. */
export function policiesOf(corpus: string): readonly PolicyText[] {
  return yamlFiles(corpus)
    .filter((path) => !/(^|\/)\./.test(path))
    .map((path) => ({ path, text: readFileSync(join(corpus, path), 'utf8') }))
    .filter(({ text }) => POLICY.test(text))
}

/**
 * A sample of the corpus's test resources: the kinds take turns, so that rare kinds are all there, and within a kind a
 * digest decides, so that the sample stays the same when a file is added elsewhere.
 */
export function sampleResources(corpus: string, size: number): readonly Manifest[] {
  const kinds = new Map<string, Map<string, Manifest>>()
  for (const path of yamlFiles(corpus).filter((file) => /(^|\/)\./.test(file))) {
    for (const manifest of manifestsIn(readFileSync(join(corpus, path), 'utf8'))) {
      const kind = manifest.id.split('/').slice(0, -2).join('/')
      const known = kinds.get(kind) ?? new Map<string, Manifest>()
      // both sides answer API calls from the sample, so two objects may not share a name
      if (!known.has(manifest.id)) known.set(manifest.id, manifest)
      kinds.set(kind, known)
    }
  }
  const queues = [...kinds.values()].map((manifests) => [...manifests.values()].sort(byDigest))
  const sample: Manifest[] = []
  for (let turn = 0; sample.length < size && queues.some((queue) => queue.length > turn); turn++) {
    sample.push(...queues.flatMap((queue) => queue.slice(turn, turn + 1)))
  }
  return sample.slice(0, size)
}

/** What belongs to the official tools' own suites is no resource to judge. */
const TOOLING = /kyverno|chainsaw|wgpolicyk8s|openreports|apiextensions/

function manifestsIn(text: string): readonly Manifest[] {
  return text.split(/^---[^\S\n]*(?:#.*)?$/m).flatMap((part) => {
    const document = parseDocument(part)
    const object: unknown = document.errors.length > 0 ? undefined : document.toJS()
    const id = idOf(object)
    return id === undefined || TOOLING.test(id) ? [] : [{ id, text: part.trim() }]
  })
}

interface Named {
  readonly apiVersion?: unknown
  readonly kind?: unknown
  readonly metadata?: { readonly name?: unknown; readonly namespace?: unknown } | null
}

/** `apiVersion/Kind/namespace/name`; the readers fill in the namespace, so one that is missing is left out of it. */
function idOf(object: unknown): string | undefined {
  if (typeof object !== 'object' || object === null) return undefined
  const { apiVersion, kind, metadata } = object as Named
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || kind.endsWith('List')) return undefined
  if (typeof metadata?.name !== 'string' || !metadata.name) return undefined
  return resourceId(apiVersion, kind, typeof metadata.namespace === 'string' ? metadata.namespace : '', metadata.name)
}

export function resourceId(apiVersion: string, kind: string, namespace: string, name: string): string {
  return `${apiVersion}/${kind}/${namespace === 'default' ? '' : namespace}/${name}`
}

const yamlFiles = (folder: string): readonly string[] => filesNamed(folder, /\.ya?ml$/)

/** Paths of files below a folder, in an order that stays the same. */
export function filesNamed(folder: string, name: RegExp): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => name.test(path))
    .sort()
}

const byDigest = (a: Manifest, b: Manifest): number => (digest(a.text) < digest(b.text) ? -1 : 1)

export function digest(...texts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(`${text.length}:`).update(text)
  return hash.digest('hex')
}
