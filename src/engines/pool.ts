import type { Diagnostic } from '../model/diagnostic.ts'
import type { DocumentRef } from '../model/document.ts'
import type { Result } from '../model/result.ts'
import type { PolicyFile, SourceFile } from '../model/source.ts'
import type { EngineVersion } from '../model/verdict.ts'
import type { Admission } from './admissions.ts'
import { cut, placed } from './cut.ts'
import type { Engine, Judged, JudgeOptions, Loaded, ReadFile, World } from './engine.ts'

/** From how many characters of manifests on a second engine pays for its start. About 300 Deployments. */
const WORTH_A_SECOND = 300_000

/**
 * Several engines that look like one. It starts with one; when there is much to judge, others load the same policies and
 * share the files. Documents keep their order, and so do their results: how many engines there were cannot be told.
 */
export class EnginePool implements Engine {
  readonly name: Engine['name']
  readonly version: EngineVersion
  private readonly start: () => Engine
  private readonly size: number
  private readonly first: Engine
  private engines: readonly Engine[]
  private readonly owners = new Map<DocumentRef, Engine>()
  private policies: readonly PolicyFile[] = []
  private world: World | undefined
  private turn = 0

  constructor(start: () => Engine, size: number) {
    this.start = start
    this.size = size
    this.first = start()
    this.engines = [this.first]
    this.name = this.first.name
    this.version = this.first.version
  }

  load(files: readonly PolicyFile[], world?: World): Promise<Loaded> {
    this.policies = files
    this.world = world
    return this.first.load(files, world)
  }

  /** Tells how much there will be to read. An engine that cannot be started is a diagnostic, as the first would be. */
  async expect(characters: number): Promise<readonly Diagnostic[]> {
    const wanted = Math.min(this.size, Math.floor(characters / WORTH_A_SECOND) + 1)
    const more = Array.from({ length: wanted - this.engines.length }, () => this.start())
    this.engines = [...this.engines, ...more]
    const loaded = await Promise.all(more.map((engine) => engine.load(this.policies, this.world)))
    return loaded.flatMap(({ diagnostics }) => diagnostics.filter(({ blame }) => blame === 'engine'))
  }

  async offer(manifests: readonly SourceFile[]): Promise<readonly Diagnostic[]> {
    return (await Promise.all(this.engines.map((engine) => engine.offer(manifests)))).flat()
  }

  async read(file: SourceFile): Promise<ReadFile> {
    const shared = file.text.length < WORTH_A_SECOND ? undefined : await this.readShared(file)
    if (shared !== undefined) return shared
    const engine = this.engines[this.turn++ % this.engines.length] as Engine
    return this.own(engine, await engine.read(file))
  }

  /** One large file, as a rendered chart is one, would leave all engines but one idle. */
  private async readShared(file: SourceFile): Promise<ReadFile | undefined> {
    const pieces = cut(file.text, this.engines.length)
    if (pieces.length === 1) return undefined
    const engines = this.engines.slice(0, pieces.length)
    const read = await Promise.all(engines.map((engine, at) => engine.read({ ...file, text: pieces[at]?.text ?? '' })))
    const whole = placed(pieces, read)
    whole?.forEach((one, at) => {
      this.own(engines[at] as Engine, one)
    })
    return whole && { documents: whole.flatMap(({ documents }) => documents), skipped: [], diagnostics: [] }
  }

  private own(engine: Engine, read: ReadFile): ReadFile {
    for (const document of read.documents) this.owners.set(document, engine)
    return read
  }

  async content(document: DocumentRef): Promise<unknown> {
    return this.ownerOf(document).content?.(document)
  }

  async judge(
    documents: readonly DocumentRef[],
    admissions?: ReadonlyMap<DocumentRef, Admission>,
    options?: JudgeOptions,
  ): Promise<Judged> {
    const shares = this.engines.map((engine) => documents.filter((document) => this.ownerOf(document) === engine))
    const judged = await Promise.all(
      this.engines.map((engine, at) => engine.judge(shares[at] ?? [], admissions, options)),
    )
    this.owners.clear()
    const results = judged.flatMap((one) => one.results)
    return {
      results: this.engines.length === 1 ? results : inOrder(documents, results),
      diagnostics: judged.flatMap(({ diagnostics }) => diagnostics),
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.engines.map((engine) => engine.close()))
  }

  /** What stood at the base is read by the engine of its successor: there is one engine then (see judge-sources). */
  private ownerOf(document: DocumentRef): Engine {
    return this.owners.get(document) ?? this.first
  }
}

function inOrder(documents: readonly DocumentRef[], results: readonly Result[]): readonly Result[] {
  const byDocument = new Map<DocumentRef, Result[]>(documents.map((document) => [document, []]))
  for (const result of results) byDocument.get(result.document)?.push(result)
  return [...byDocument.values()].flat()
}
