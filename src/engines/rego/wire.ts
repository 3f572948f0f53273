import type { Content } from '../../model/document.ts'
import type { HclBlock } from '../../model/hcl.ts'
import type { Status } from '../../model/result.ts'

// The JSON of engine/rego, as its driver writes it. Absent members are zero values there.

export interface WireDiagnostic {
  readonly level: 'error' | 'warning'
  readonly code: string
  readonly message: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
  readonly remedy?: string
}

export interface WireRule {
  readonly id: number
  readonly namespace: string
  readonly name: string
  readonly kind: 'deny' | 'violation' | 'warn'
  readonly file: string
  readonly line: number
  readonly title?: string
  readonly description?: string
  readonly severity?: string
  readonly remedy?: string
  readonly category?: string
  readonly custom?: Readonly<Record<string, unknown>>
}

export interface WireLoaded {
  readonly versions: { readonly opa: string; readonly conftest: string }
  readonly namespaces: readonly string[]
  readonly rules: readonly WireRule[]
  readonly plans: boolean
  readonly diagnostics: readonly WireDiagnostic[]
}

export interface WireDocument {
  readonly handle: number
  readonly index: number
  readonly root: readonly number[]
  readonly line: number
  readonly endLine: number
  readonly kind?: Content
  readonly resource?: {
    readonly apiVersion: string
    readonly kind: string
    readonly namespace: string
    readonly name: string
  }
}

export interface WireRead {
  readonly parser: string
  readonly documents: readonly WireDocument[]
  readonly diagnostics: readonly WireDiagnostic[]
}

export interface WireRow {
  /** 0 when several documents were judged together. */
  readonly handle: number
  readonly rule: number
  readonly status: Status
  readonly message?: string
  readonly metadata?: Readonly<Record<string, unknown>>
  readonly address?: string
  readonly path?: unknown
  readonly file?: string
  readonly line?: number
  readonly suppressed?: readonly string[]
}

export interface WireJudged {
  readonly rows: readonly WireRow[]
  readonly diagnostics: readonly WireDiagnostic[]
}

export interface WireContent {
  readonly content: string
  readonly diagnostics: readonly WireDiagnostic[]
}

/** What one rule of a compiled policy returned; without a value it is undefined. */
export interface CompiledAnswer {
  readonly rule: number
  readonly warns: boolean
  readonly value?: unknown
  readonly exception?: string
  readonly error?: string
}

export interface WireHclIndex {
  readonly blocks: readonly HclBlock[]
  readonly diagnostics: readonly WireDiagnostic[]
}

export interface WireTested {
  readonly cases: readonly {
    readonly file: string
    readonly line: number
    readonly package: string
    readonly name: string
    readonly status: 'pass' | 'fail' | 'error' | 'skip'
    readonly message?: string
    readonly output?: string
  }[]
  readonly coverage?: {
    readonly percent: number
    readonly files: Readonly<
      Record<string, { readonly percent: number; readonly notCovered: readonly (readonly [number, number])[] }>
    >
  }
  readonly diagnostics: readonly WireDiagnostic[]
}
