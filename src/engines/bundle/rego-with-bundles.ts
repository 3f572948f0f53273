import type { Diagnostic } from '../../model/diagnostic.ts'
import type { DocumentRef } from '../../model/document.ts'
import type { HclIndex } from '../../model/hcl.ts'
import { isCompiled } from '../../model/policy.ts'
import type { Result } from '../../model/result.ts'
import type { EngineVersion } from '../../model/verdict.ts'
import type { World } from '../../model/world.ts'
import { engineDiagnostic } from '../channel.ts'
import type { Engine, Judged, Loaded, PolicyFile, Readable, ReadFile, SourceFile } from '../engine.ts'
import type { RegoEngine } from '../rego/rego.ts'
import type { CompiledAnswer } from '../rego/wire.ts'
import type { Bundle, Bundles } from './bundles.ts'
import type { CompiledRule } from './compiled-rule.ts'
import type { Evaluated } from './wire.ts'

const NOTHING: Loaded = { policies: [], diagnostics: [] }

/**
 * The Rego engine, and beside it the policies that users compiled. Both see the same documents, and their answers mean
 * the same: the engine reads them for both. Without compiled policies nothing is started for them.
 */
export class RegoWithBundles implements Engine {
  readonly name = 'rego'
  readonly version: EngineVersion
  private readonly rego: RegoEngine
  private readonly start: () => Bundles
  private readonly combine: boolean
  private running: Bundles | undefined
  private hasSources = false
  private bundles: readonly Bundle[] = []

  constructor(rego: RegoEngine, start: () => Bundles, combine: boolean) {
    this.rego = rego
    this.version = rego.version
    this.start = start
    this.combine = combine
  }

  async load(files: readonly PolicyFile[], world: World = {}): Promise<Loaded> {
    const compiled = files.filter(({ path }) => isCompiled(path))
    const sources = files.filter(({ path }) => !isCompiled(path))
    this.hasSources = sources.length > 0
    const loaded = this.hasSources ? await this.rego.load(sources, world) : NOTHING
    if (compiled.length === 0) {
      this.bundles = []
      return loaded
    }
    this.running ??= this.start()
    const { bundles, diagnostics } = await this.running.load(compiled, loaded.policies.length, world.parameters)
    this.bundles = bundles
    return {
      ...loaded,
      policies: [...loaded.policies, ...bundles.flatMap(({ rules }) => rules.map(({ policy }) => policy))],
      diagnostics: [...loaded.diagnostics, ...diagnostics],
      asksPlan: loaded.asksPlan === true || bundles.some(({ plans }) => plans),
    }
  }

  async offer(): Promise<readonly Diagnostic[]> {
    return []
  }

  read(file: Readable): Promise<ReadFile> {
    return this.rego.read(file)
  }

  indexHcl(files: readonly SourceFile[]): Promise<HclIndex> {
    return this.rego.indexHcl(files)
  }

  /** The engine forgets documents once it has judged them, so the compiled policies go first. */
  async judge(documents: readonly DocumentRef[]): Promise<Judged> {
    const compiled = await this.judgeCompiled(documents)
    if (!this.hasSources) {
      await this.rego.release(documents)
      return compiled
    }
    const judged = await this.rego.judge(documents)
    return {
      results: [...judged.results, ...compiled.results],
      diagnostics: [...judged.diagnostics, ...compiled.diagnostics],
    }
  }

  async close(): Promise<void> {
    await this.rego.close()
    await this.running?.close()
  }

  private async judgeCompiled(documents: readonly DocumentRef[]): Promise<Judged> {
    const results: Result[] = []
    if (this.bundles.length === 0 || documents.length === 0) return { results, diagnostics: [] }
    for (const together of this.combine ? [documents] : documents.map((document) => [document])) {
      const judged = await this.judgeOne(together)
      results.push(...judged.results)
      if (judged.diagnostics.length > 0) return { results, diagnostics: judged.diagnostics }
    }
    return { results, diagnostics: [] }
  }

  private async judgeOne(documents: readonly DocumentRef[]): Promise<Judged> {
    const content = await this.rego.contentOf(documents, this.combine)
    if (!content.ok) return failed(content.diagnostic)
    const answers: CompiledAnswer[] = []
    for (const bundle of this.bundles) {
      const entryPoints = [
        ...new Set(bundle.rules.flatMap(({ entryPoint, exceptions }) => [entryPoint, exceptions ?? []].flat())),
      ]
      const evaluated = await this.running?.evaluate(bundle, entryPoints, content.value)
      if (evaluated === undefined) continue
      if (!evaluated.ok) return failed(engineDiagnostic(evaluated, `while ${bundle.file} judged`, documents[0]?.file))
      const outcomes = new Map(entryPoints.map((name, at) => [name, evaluated.value[at] ?? {}] as const))
      answers.push(...bundle.rules.map((rule) => answerOf(rule, outcomes)))
    }
    const policies = new Map(
      this.bundles.flatMap(({ rules }) => rules.map(({ policy }) => [policy.id, policy] as const)),
    )
    return this.rego.compiledResults(documents, this.combine, answers, policies)
  }
}

const failed = (diagnostic: Diagnostic): Judged => ({ results: [], diagnostics: [diagnostic] })

function answerOf(rule: CompiledRule, outcomes: ReadonlyMap<string, Evaluated>): CompiledAnswer {
  const own = outcomes.get(rule.entryPoint) ?? {}
  const base = { rule: rule.policy.id, warns: rule.warns }
  if ('error' in own) return { ...base, error: own.error }
  const exceptions = rule.exceptions === undefined ? {} : (outcomes.get(rule.exceptions) ?? {})
  if ('error' in exceptions) return { ...base, error: `the exceptions cannot be told: ${exceptions.error}` }
  return {
    ...base,
    ...('value' in own ? { value: own.value } : {}),
    ...(isExcepted(exceptions.value, rule.suffix)
      ? { exception: `data.${rule.policy.name}.exception[_][_] == ${JSON.stringify(rule.suffix)}` }
      : {}),
  }
}

/** `exception` is a set of lists of names. */
function isExcepted(value: unknown, suffix: string): boolean {
  return Array.isArray(value) && value.some((names) => Array.isArray(names) && names.includes(suffix))
}
