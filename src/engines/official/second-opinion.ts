import type { Diagnostic } from '../../model/diagnostic.ts'
import type { DocumentRef } from '../../model/document.ts'
import type { PolicyInfo } from '../../model/policy.ts'
import type { PolicyFile } from '../../model/source.ts'
import type { World } from '../../model/world.ts'
import type { Judged, Readable } from '../engine.ts'
import type { Program } from './program.ts'

/** A document as the official program gets it: the text of its file, or what the embedded reader found in it. */
export interface Handed {
  readonly document: DocumentRef
  readonly file: Readable
  /** The object, where the text of the file does not hold it by itself. */
  readonly content?: unknown
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE'
}

/** The policies by which it judges. */
export interface Law {
  readonly files: readonly PolicyFile[]
  readonly policies: readonly PolicyInfo[]
  readonly world: World
}

/** What the official program of one language says, as results of the gate. */
export interface SecondOpinion {
  readonly program: Program
  /** What of this cannot be asked of it: an answer to something else would be none. */
  cannotAsk(law: Law, handed: readonly Handed[]): readonly Diagnostic[]
  judge(law: Law, handed: readonly Handed[]): Promise<Judged>
  /** What its answers and those of the embedded engine are compared by; the same for what means the same. */
  keyOf(result: Judged['results'][number]): string
}
