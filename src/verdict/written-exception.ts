import type { Approval } from '../model/approval.ts'
import type { DocumentRef } from '../model/document.ts'
import type { ExceptionEntry } from '../model/exception.ts'

/** What an exception allows not to obey: a policy, or one rule of it. `*` stands for any characters. */
export interface Target {
  readonly policy: string
  readonly rule?: string
}

type Written = Pick<
  ExceptionEntry,
  'id' | 'form' | 'file' | 'line' | 'justification' | 'expires' | 'ticket' | 'approver'
>

/** An exception as it is written, in whatever form, before anything of it is judged. */
export interface WrittenException extends Written {
  readonly targets: readonly Target[]
  /** Whether it is meant for a document. */
  selects(document: DocumentRef): boolean
  /** It names no resource: whoever fits in gets through. */
  readonly isBroad: boolean
  /** This change adds it, so it needs somebody's approval. */
  readonly isNew: boolean
  readonly approval?: Approval
}

/** What exceptions have to be. */
export interface ExceptionRules {
  readonly minJustification: number
  readonly maxDays: number
  readonly allowBroad: boolean
  /** `YYYY-MM-DD`, in UTC. */
  readonly today: string
}

/** How targets are written. */
export function coverOf({ policy, rule }: Target): string {
  return rule === undefined ? policy : `${policy}/${rule}`
}
