import type { ClusterAsks } from '../../model/cluster-asks.ts'
import type { NodePath } from '../../model/position.ts'
import type { Status } from '../../model/result.ts'

// The JSON that crosses the seam to the Kyverno module. It is our own driver on the other side
// (engine/kyverno/driver), shipped with this code and checked by digest, so it is typed, not validated.

export interface WireRule {
  readonly name: string
  readonly kind: 'validate' | 'mutate' | 'generate' | 'verify-images' | 'cleanup'
  readonly judged: boolean
  readonly line: number
}

export interface WirePolicy {
  readonly kind: string
  readonly apiVersion: string
  readonly name: string
  readonly namespace: string
  readonly file: string
  readonly line: number
  readonly enforce: boolean
  readonly deletes: boolean
  readonly annotations: Readonly<Record<string, string>> | null
  readonly rules: readonly WireRule[]
  /** By rule, the places its conditions look at; `*` stands for every item, the rule `` for all of the policy. */
  readonly named: Readonly<Record<string, readonly (readonly string[])[]>> | null
  /** Where it was asked for, and the policy has one. */
  readonly spec?: PolicySpec
}

/** What a policy says, with the defaults of its schema. */
export type PolicySpec = Readonly<Record<string, unknown>>

export interface WireDiagnostic {
  readonly level: 'error' | 'note'
  readonly code: string
  readonly message: string
  readonly file: string
  readonly line: number
}

export interface WireLoaded {
  readonly policies: readonly WirePolicy[]
  readonly exceptions: number
  readonly asks: ClusterAsks
  readonly ignored: readonly {
    readonly file: string
    readonly line: number
    readonly apiVersion: string
    readonly kind: string
  }[]
  readonly diagnostics: readonly WireDiagnostic[]
}

export interface WireDocument {
  readonly handle: number
  readonly index: number
  readonly root: NodePath
  readonly line: number
  readonly endLine: number
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly generateName?: string
  readonly kubernetes: boolean
}

export interface WireRead {
  readonly documents: readonly WireDocument[]
  readonly errors: readonly {
    readonly message: string
    readonly line: number
    readonly endLine: number
    readonly index: number
  }[]
  readonly parts: number
}

export interface WireRow {
  readonly policy: number
  readonly rule: string
  readonly type: string
  readonly status: Status
  readonly message?: string
  readonly enforce?: boolean
  readonly exceptions?: readonly string[]
  readonly properties?: Readonly<Record<string, string>>
  /** The object after mutation, and the other object that was changed; only when they were asked for. */
  readonly patched?: unknown
  readonly target?: unknown
}

export interface WireJudged {
  readonly rows: readonly WireRow[]
  readonly mutated?: readonly string[]
  readonly error?: string
}

export interface WireProbed {
  readonly statuses: readonly string[]
  readonly error?: string
}

export interface WireDocumentContent {
  readonly object: unknown
  readonly error?: string
}
