import type { Diagnostic } from '../model/diagnostic.ts'
import type { DocumentRef, ResourceId, SkippedFile } from '../model/document.ts'
import type { EngineName, PolicyInfo } from '../model/policy.ts'
import type { NodePath } from '../model/position.ts'
import type { Result } from '../model/result.ts'
import type { EngineVersion } from '../model/verdict.ts'

/** A policy file as it stands in the trusted tree. */
export interface PolicyFile {
  readonly path: string
  readonly text: string
}

/** A file to judge, already known to be UTF-8 and within the size limit. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

export interface Loaded {
  readonly policies: readonly PolicyInfo[]
  readonly diagnostics: readonly Diagnostic[]
}

export interface ReadFile {
  readonly documents: readonly DocumentRef[]
  readonly skipped: readonly SkippedFile[]
  readonly diagnostics: readonly Diagnostic[]
}

export interface Judged {
  readonly results: readonly Result[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * The port every engine stands behind. Failures of the engine are values (`diagnostics` with
 * `blame: 'engine'`), never exceptions: a caller cannot forget to turn one into a failed gate.
 */
export interface Engine {
  readonly name: EngineName
  readonly version: EngineVersion
  load(files: readonly PolicyFile[]): Promise<Loaded>
  /** Splits a file as the engine's own reader does; the documents stay inside the engine. */
  read(file: SourceFile): Promise<ReadFile>
  /** Judges documents and forgets them. Results come in the order of documents, then of policies. */
  judge(documents: readonly DocumentRef[]): Promise<Judged>
  close(): Promise<void>
}

export type { DocumentRef, NodePath, ResourceId }
