export type EngineName = 'kyverno' | 'rego'

const LANGUAGES: Readonly<Record<string, EngineName>> = {
  rego: 'rego',
  yaml: 'kyverno',
  yml: 'kyverno',
  json: 'kyverno',
}

/** Rego that was compiled to WebAssembly, as `opa build -t wasm` leaves it. */
export function isCompiled(path: string): boolean {
  return /\.(?:tar\.gz|wasm)$/i.test(path)
}

/** The engine that a policy file is written for, by its extension; undefined for what is no policy file. */
export function engineOfPolicy(path: string): EngineName | undefined {
  if (isCompiled(path)) return 'rego'
  return LANGUAGES[/\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '']
}

/** What a failure of the policy means in the cluster: `Enforce`/`Deny` blocks, `Audit`/`Warn` only reports. */
export type Enforcement = 'enforce' | 'audit'

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info'

/** A rule, and whether this engine judges it: `generate`, cleanup and signature rules are listed, never passed. */
export interface RuleInfo {
  readonly name: string
  readonly kind: 'validate' | 'mutate' | 'generate' | 'verify-images' | 'cleanup'
  readonly judged: boolean
  readonly line?: number
}

/** A policy as loaded, with what reports say about it. `line` is the first line of its document in `file`. */
export interface PolicyInfo {
  readonly id: number
  readonly engine: EngineName
  readonly kind: string
  readonly name: string
  readonly namespace: string
  readonly file: string
  readonly line: number
  readonly enforcement: Enforcement
  readonly severity: Severity
  readonly category?: string
  readonly title?: string
  readonly description?: string
  readonly remedy?: string
  /** False where its author wants no exceptions from it. */
  readonly exemptable?: false
  readonly rules: readonly RuleInfo[]
}
