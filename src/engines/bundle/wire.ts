// What goes between a run and the thread that evaluates compiled policies.

export interface LoadBundle {
  readonly id: number
  readonly base64: string
  /** What users set for policies, found at `data.params`. */
  readonly parameters?: Readonly<Record<string, unknown>>
}

/** What METADATA an entry point has, as `opa build` writes it into the manifest. */
export interface EntryPoint {
  /** `main/deny` */
  readonly name: string
  readonly title?: string
  readonly description?: string
  readonly custom?: Readonly<Record<string, unknown>>
}

export type LoadedBundle =
  | {
      readonly ok: true
      readonly entryPoints: readonly EntryPoint[]
      readonly missing: readonly string[]
      /** The policy names what only a Terraform plan has. */
      readonly plans: boolean
    }
  | { readonly ok: false; readonly problem: string }

export interface Evaluate {
  readonly bundle: number
  readonly entryPoints: readonly string[]
}

/** What an entry point came to; without a value it is undefined. */
export type Evaluated = { readonly value?: unknown } | { readonly error: string }

export interface EvaluatedAll {
  readonly outcomes: readonly Evaluated[]
}
