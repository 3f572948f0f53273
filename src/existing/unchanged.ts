import type { Comparison } from '../changes/comparison.ts'
import type { Source } from '../changes/sources.ts'
import type { Judge } from '../engines/engine.ts'
import type { Host } from '../host/host.ts'
import type { Options } from '../inputs/options.ts'
import type { DocumentRef } from '../model/document.ts'
import type { Finding } from '../model/finding.ts'
import type { SourceFile } from '../model/source.ts'
import { baseTexts } from './base-texts.ts'
import { objectsIn, standing } from './objects.ts'
import { type Renderings, sameRenderings } from './same-renderings.ts'

/** What was judged and found, and the manifests as they stood at the base. */
export interface Judged {
  readonly findings: readonly Finding[]
  readonly sources: readonly Source[]
  readonly base: readonly SourceFile[]
  readonly rendered: Renderings
  /** What the base renders; asked for only where something rendered was found. */
  readonly renderBase: () => Promise<Renderings>
}

/**
 * The documents with findings that the base has with the same content, in whatever file and form. Only whole resources are
 * compared: a rule gives one answer for a resource, so that an old fault could hide a new one of the same rule beside it.
 */
export async function unchangedDocuments(
  host: Host,
  engine: Judge,
  comparison: Comparison,
  options: Options,
  { findings, sources, base, rendered, renderBase }: Judged,
): Promise<ReadonlySet<DocumentRef>> {
  const { base: commit, source } = comparison.changes
  if (commit === undefined || source === 'pull-request-api' || options.scope !== 'changed-resources') return new Set()
  const asked = new Set(findings.filter(canStand).map(({ result }) => result.document))
  const [made, written] = parted([...asked], ({ file }) => rendered.origins.has(file))
  const untouched = filesLeftAlone(comparison)
  const [alone, others] = parted(written, ({ file }) => untouched.has(file))
  const files = new Set(others.map(({ file }) => file))
  const reread = sources.filter(({ path }) => files.has(path))
  const manifests = await sameManifests(engine, others, reread, base)
  const before = await baseTexts(host, comparison, options, reread)
  const renderings = made.length === 0 ? [] : await sameRenderings(engine, made, sources, rendered, await renderBase())
  const texts = others.filter((document) => isSameText(document, reread, before))
  return new Set([...alone, ...manifests, ...texts, ...renderings])
}

/** A removal is always an act of the change. */
function canStand({ result }: Finding): boolean {
  return result.status === 'fail' && result.document.removed !== true
}

/** Where everything is judged because of what changed elsewhere, most files are as they were. */
function filesLeftAlone({ changes, named }: Comparison): ReadonlySet<string> {
  const left = changes.files.filter(({ status, path }) => status === 'present' && !named.has(path))
  return new Set(left.map(({ path }) => path))
}

/** Objects by who they are: reformatting, and moving from one file to another, change nothing. */
async function sameManifests(
  engine: Judge,
  documents: readonly DocumentRef[],
  sources: readonly Source[],
  base: readonly SourceFile[],
): Promise<readonly DocumentRef[]> {
  const wanted = documents.filter((document) => document.engine === 'kyverno')
  if (wanted.length === 0 || base.length === 0) return []
  const before = await objectsIn(engine, base)
  const now = await objectsIn(
    engine,
    sources.filter((source) => source.engine === 'kyverno'),
  )
  return standing(wanted, now, before)
}

/** What Rego judges is who it is by its file, and any text may matter to it. */
function isSameText(
  { engine, file }: DocumentRef,
  now: readonly Source[],
  before: ReadonlyMap<string, string>,
): boolean {
  const text = now.find((source) => source.path === file && source.engine === 'rego')?.text
  return engine === 'rego' && text !== undefined && before.get(file) === text
}

function parted<T>(items: readonly T[], isFirst: (item: T) => boolean): readonly [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))]
}
