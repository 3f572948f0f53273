import type { Diagnostic } from '../../model/diagnostic.ts'
import type { PolicyFile } from '../../model/source.ts'
import { type Answer, Channel, engineDiagnostic, framed } from '../channel.ts'
import { type Distribution, locateDistribution } from '../sandbox/locate-dist.ts'
import { Sandbox } from '../sandbox/sandbox.ts'
import { type CompiledRule, compiledRules, notJudging } from './compiled-rule.ts'
import type { Evaluate, Evaluated, EvaluatedAll, LoadBundle, LoadedBundle } from './wire.ts'

export interface BundleOptions {
  readonly callTimeoutSeconds?: number
  readonly startTimeoutSeconds?: number
  readonly distribution?: Distribution
}

/** A bundle that may judge. */
export interface Bundle {
  readonly id: number
  readonly file: string
  readonly rules: readonly CompiledRule[]
  readonly plans: boolean
}

export interface LoadedBundles {
  readonly bundles: readonly Bundle[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Policies that users compiled to WebAssembly, evaluated by OPA's own SDK in a sandbox. */
export class Bundles {
  private readonly sandbox: Sandbox
  private readonly channel: Channel

  constructor({ callTimeoutSeconds = 20, startTimeoutSeconds = 60, distribution }: BundleOptions) {
    this.sandbox = new Sandbox({
      workerPath: (distribution ?? locateDistribution()).bundleWorkerPath,
      callTimeout: callTimeoutSeconds * 1000,
      startTimeout: startTimeoutSeconds * 1000,
    })
    this.channel = new Channel(this.sandbox)
  }

  /** Rules are numbered from `firstId` on. */
  async load(
    files: readonly PolicyFile[],
    firstId: number,
    parameters: Readonly<Record<string, unknown>> | undefined,
  ): Promise<LoadedBundles> {
    const bundles: Bundle[] = []
    const diagnostics: Diagnostic[] = []
    for (const [id, { path, text }] of files.entries()) {
      const request: LoadBundle = { id, base64: text, ...(parameters === undefined ? {} : { parameters }) }
      const answer = await this.channel.ask<LoadedBundle>('load', request)
      if (!answer.ok) {
        diagnostics.push(engineDiagnostic(answer, `while ${path} was loaded`, path))
        break
      }
      const next = firstId + bundles.reduce((sum, { rules }) => sum + rules.length, 0)
      const { bundle, faults } = checked(answer.value, id, path, next)
      if (bundle !== undefined) bundles.push(bundle)
      diagnostics.push(...faults)
    }
    return { bundles, diagnostics }
  }

  /** What entry points say of a document, given as JSON, in their order. */
  async evaluate(bundle: Bundle, entryPoints: readonly string[], input: string): Promise<Answer<readonly Evaluated[]>> {
    const header: Evaluate = { bundle: bundle.id, entryPoints }
    const answer = await this.channel.askBytes<EvaluatedAll>('evaluate', framed(header, input))
    return answer.ok ? { ok: true, value: answer.value.outcomes } : answer
  }

  close(): Promise<void> {
    return this.sandbox.close()
  }
}

interface Checked {
  readonly bundle?: Bundle
  readonly faults: readonly Diagnostic[]
}

function checked(loaded: LoadedBundle, id: number, file: string, firstId: number): Checked {
  if (!loaded.ok)
    return { faults: [fault(file, 'bundle.invalid', `this is no bundle that can be used: ${loaded.problem}`, REBUILD)] }
  const { entryPoints, missing, plans } = loaded
  if (missing.length > 0) return { faults: [fault(file, 'bundle.missing-builtin', lacks(missing), SOURCES)] }
  const rules = compiledRules(entryPoints, file, firstId)
  const others = notJudging(entryPoints)
  if (rules.length === 0) return { faults: [fault(file, 'bundle.no-rules', nothingJudges(others), REBUILD)] }
  const faults = others.length === 0 ? [] : [passedOver(file, others)]
  return { bundle: { id, file, rules, plans }, faults }
}

const REBUILD =
  'compile it with the rules that judge as entry points: `opa build -t wasm -e main/deny -e main/warn POLICIES`'
const SOURCES = 'give the .rego files instead of the bundle: the engine that judges by these has all builtins'

const lacks = (missing: readonly string[]): string =>
  `the policy calls builtins that the evaluator of compiled policies lacks: ${missing.join(', ')}`

const nothingJudges = (others: readonly string[]): string =>
  `no entry point judges: ${others.length === 0 ? 'there is none' : others.join(', ')}`

function fault(file: string, code: string, message: string, remedy: string): Diagnostic {
  return { level: 'error', code, message, file, remedy, blame: 'user' }
}

function passedOver(file: string, others: readonly string[]): Diagnostic {
  const message = `entry points that are no deny, violation or warn do not judge: ${others.join(', ')}`
  return { level: 'note', code: 'bundle.not-judging', message, file, blame: 'user' }
}
