import type { Diagnostic } from '../../model/diagnostic.ts'
import type { DocumentRef } from '../../model/document.ts'
import type { HclIndex } from '../../model/hcl.ts'
import type { EngineName } from '../../model/policy.ts'
import type { PolicyFile, SourceFile } from '../../model/source.ts'
import type { EngineVersion } from '../../model/verdict.ts'
import type { World } from '../../model/world.ts'
import type { Admission } from '../admissions.ts'
import type { Engine, Judged, JudgeOptions, Loaded, Readable, ReadFile } from '../engine.ts'
import { agreement } from './agreement.ts'
import type { Handed, Law, SecondOpinion } from './second-opinion.ts'

/** Whose answer counts: the official program's, or the embedded engine's where both say the same. */
export type Mode = 'official' | 'both'

type Admissions = ReadonlyMap<DocumentRef, Admission>

/**
 * An engine whose documents and policies are read by the embedded engine, as the cluster reads them, and judged by the official
 * program, alone or beside it. What an official program cannot be asked is an error, never a pass.
 */
export class OfficialEngine implements Engine {
  readonly name: EngineName
  private readonly embedded: Engine
  private readonly starting: Promise<SecondOpinion>
  private readonly mode: Mode
  private readonly files = new Map<DocumentRef, Readable>()
  private law: Law = { files: [], policies: [], world: {} }
  private started: SecondOpinion | undefined

  constructor(embedded: Engine, start: () => Promise<SecondOpinion>, mode: Mode) {
    this.name = embedded.name
    this.embedded = embedded
    this.mode = mode
    this.starting = start()
    this.starting.catch(() => {}) // told when the policies are loaded
  }

  get version(): EngineVersion {
    if (this.mode === 'both' || this.started === undefined) return this.embedded.version
    const { version, digest } = this.started.program
    return { version: version === '' ? 'unknown' : version, digest }
  }

  async load(files: readonly PolicyFile[], world: World = {}): Promise<Loaded> {
    const [loaded, opinion] = await Promise.all([this.embedded.load(files, world), this.starting])
    this.started = opinion
    this.law = { files, policies: loaded.policies, world }
    return { ...loaded, diagnostics: [...loaded.diagnostics, told(opinion, this.mode)] }
  }

  async expect(characters: number): Promise<readonly Diagnostic[]> {
    return (await this.embedded.expect?.(characters)) ?? []
  }

  offer(manifests: readonly SourceFile[]): Promise<readonly Diagnostic[]> {
    // What policies find in the cluster is the same for both.
    const cluster = [...(this.law.world.cluster ?? []), ...manifests.map(({ text }) => text)]
    this.law = { ...this.law, world: { ...this.law.world, cluster } }
    return this.embedded.offer(manifests)
  }

  async read(file: Readable): Promise<ReadFile> {
    const read = await this.embedded.read(file)
    for (const document of read.documents) this.files.set(document, file)
    return read
  }

  async content(document: DocumentRef): Promise<unknown> {
    return this.embedded.content?.(document)
  }

  async judge(
    documents: readonly DocumentRef[],
    admissions: Admissions = new Map(),
    options?: JudgeOptions,
  ): Promise<Judged> {
    const opinion = await this.starting
    if (documents.length === 0) return { results: [], diagnostics: [] }
    // Trials of remedies are no answers: where both are asked, one of them will do.
    if (this.mode === 'both' && options?.places === false) return this.embedded.judge(documents, admissions, options)
    const handed = await Promise.all(documents.map((document) => this.handed(document, admissions.get(document))))
    const refused = opinion.cannotAsk(this.law, handed)
    if (refused.length > 0) return { results: [], diagnostics: refused }
    if (this.mode === 'official') return opinion.judge(this.law, handed)
    const [official, embedded] = await Promise.all([
      opinion.judge(this.law, handed),
      this.embedded.judge(documents, admissions, options),
    ])
    const asked = await this.asAsked(handed, embedded)
    return { ...embedded, diagnostics: [...embedded.diagnostics, ...agreement(opinion, this.law, asked, official)] }
  }

  async indexHcl(files: readonly SourceFile[]): Promise<HclIndex> {
    return (await this.embedded.indexHcl?.(files)) ?? new Map()
  }

  async close(): Promise<void> {
    await this.embedded.close()
    const opinion = await this.starting.catch(() => undefined)
    await opinion?.program.close()
  }

  private async handed(document: DocumentRef, admission: Admission | undefined): Promise<Handed> {
    const file = this.files.get(document) as Readable
    const content = document.root.length === 0 ? {} : { content: await this.content(document) }
    return { document, file, ...content, operation: admission?.operation ?? 'CREATE' }
  }

  /** The embedded engine's answers to what the official program was asked: an update was put to it as something new. */
  private async asAsked(handed: readonly Handed[], embedded: Judged): Promise<Judged> {
    const updated = new Set(handed.filter(({ operation }) => operation === 'UPDATE').map(({ document }) => document))
    if (updated.size === 0) return embedded
    const places = new Set([...updated].map(placeOf))
    const files = new Set(handed.filter(({ document }) => updated.has(document)).map(({ file }) => file))
    const read = await Promise.all([...files].map((file) => this.embedded.read(file)))
    const again = read.flatMap(({ documents }) => documents).filter((document) => places.has(placeOf(document)))
    const anew = await this.embedded.judge(again, undefined, { places: false })
    return {
      results: [...embedded.results.filter(({ document }) => !updated.has(document)), ...anew.results],
      diagnostics: [...embedded.diagnostics, ...anew.diagnostics],
    }
  }
}

function placeOf({ file, index, root }: DocumentRef): string {
  return JSON.stringify([file, index, ...root])
}

/** Which program answers, so that a log can be understood later. */
function told({ program: { name, version, digest, origin } }: SecondOpinion, mode: Mode): Diagnostic {
  const what = mode === 'official' ? 'judges' : 'judges beside the embedded engine'
  const message = `${name} ${version === '' ? 'of an unknown version' : version} (${digest}) from ${origin} ${what}`
  return { level: 'note', code: 'tool.used', message, blame: 'user' }
}
