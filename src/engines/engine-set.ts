import { together } from '../model/cluster-asks.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { DocumentRef } from '../model/document.ts'
import type { HclIndex } from '../model/hcl.ts'
import { type EngineName, engineOfPolicy } from '../model/policy.ts'
import type { PolicyFile, SourceFile } from '../model/source.ts'
import type { EngineVersion } from '../model/verdict.ts'
import type { World } from '../model/world.ts'
import type { Admission } from './admissions.ts'
import type { Engine, Judge, Judged, JudgeOptions, Loaded, Readable, ReadFile } from './engine.ts'

export type Starters = Readonly<Record<EngineName, () => Engine>>

/**
 * The engines of a run: each one that has policies is started, and judges the files that were read for it. An engine
 * without policies is not started, or ended again where it was started in advance.
 */
export class EngineSet implements Judge {
  private readonly starters: Starters
  private readonly running = new Map<EngineName, Engine>()
  private readonly guessing: Promise<unknown>

  /** `likely` is started as soon as it is guessed, while it is still being found out what is needed. */
  constructor(starters: Starters, likely: Promise<EngineName | undefined> = Promise.resolve(undefined)) {
    this.starters = starters
    // Whatever keeps it from starting is told where the engine turns out to be needed.
    this.guessing = likely.then((name) => name && this.engine(name)).catch(() => undefined)
  }

  versions(): Readonly<Record<string, EngineVersion>> {
    return Object.fromEntries([...this.running].map(([name, { version }]) => [name, version]))
  }

  async load(files: readonly PolicyFile[], world?: World): Promise<Loaded> {
    await this.guessing
    const wanted = [...enginesFor(files)]
    const ending = [...this.running].filter(([name]) => !wanted.includes(name)).map((one) => this.end(...one))
    const loaded = await Promise.all(
      wanted.map((name) =>
        this.engine(name).load(
          files.filter((file) => engineOf(file) === name),
          world,
        ),
      ),
    )
    await Promise.all(ending)
    return {
      policies: loaded.flatMap(({ policies }) => policies),
      diagnostics: loaded.flatMap(({ diagnostics }) => diagnostics),
      ignored: [...loaded.flatMap(({ ignored = [] }) => ignored), ...unclaimed(files, wanted)],
      asks: together(loaded.flatMap(({ asks }) => asks ?? [])),
      asksPlan: loaded.some(({ asksPlan }) => asksPlan === true),
    }
  }

  async expect(characters: number): Promise<readonly Diagnostic[]> {
    return (await this.all((engine) => engine.expect?.(characters) ?? [])).flat()
  }

  async offer(manifests: readonly SourceFile[]): Promise<readonly Diagnostic[]> {
    return (await this.all((engine) => engine.offer(manifests))).flat()
  }

  read(file: Readable): Promise<ReadFile> {
    return this.engine(file.engine ?? 'kyverno').read(file)
  }

  async content(document: DocumentRef): Promise<unknown> {
    return this.running.get(document.engine)?.content?.(document)
  }

  async judge(
    documents: readonly DocumentRef[],
    admissions?: ReadonlyMap<DocumentRef, Admission>,
    options?: JudgeOptions,
  ): Promise<Judged> {
    const judged = await this.all(async (engine) => {
      const own = documents.filter((document) => document.engine === engine.name)
      return engine.judge(own, admissions, options)
    })
    return {
      results: judged.flatMap(({ results }) => results),
      diagnostics: judged.flatMap(({ diagnostics }) => diagnostics),
    }
  }

  /** Where the blocks of Terraform's sources stand. */
  async indexHcl(files: readonly SourceFile[]): Promise<HclIndex> {
    return files.length === 0 ? new Map() : ((await this.running.get('rego')?.indexHcl?.(files)) ?? new Map())
  }

  async close(): Promise<void> {
    await this.guessing
    await this.all((engine) => engine.close())
  }

  private engine(name: EngineName): Engine {
    const running = this.running.get(name) ?? this.starters[name]()
    this.running.set(name, running)
    return running
  }

  private async end(name: EngineName, engine: Engine): Promise<void> {
    this.running.delete(name)
    await engine.close()
  }

  private all<T>(ask: (engine: Engine) => T | Promise<T>): Promise<readonly T[]> {
    return Promise.all([...this.running.values()].map(ask))
  }
}

/** A file that was named as a policy whatever it is called is taken for YAML. */
function engineOf({ path }: PolicyFile): EngineName {
  return engineOfPolicy(path) ?? 'kyverno'
}

/** Every kind of policy that Kyverno judges by says so in its apiVersion or kind. */
const KYVERNO = /kyverno\.io|AdmissionPolicy/

export function mayHoldKyvernoPolicy(text: string): boolean {
  return KYVERNO.test(text)
}

/** The engines that policy files are written for. YAML beside Rego policies may be no policy at all. */
export function enginesFor(files: readonly PolicyFile[]): ReadonlySet<EngineName> {
  const names = new Set(files.map(engineOf))
  const isMixed = names.has('rego') && names.has('kyverno')
  if (isMixed && !files.some((file) => engineOf(file) === 'kyverno' && mayHoldKyvernoPolicy(file.text)))
    names.delete('kyverno')
  return names
}

function unclaimed(files: readonly PolicyFile[], wanted: readonly EngineName[]) {
  return files.filter((file) => !wanted.includes(engineOf(file))).map(({ path }) => ({ file: path, line: 1, kind: '' }))
}
