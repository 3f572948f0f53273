import type { ClusterAsks } from '../model/cluster-asks.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { DocumentRef, ResourceId, SkippedFile } from '../model/document.ts'
import type { HclIndex } from '../model/hcl.ts'
import type { EngineName, PolicyInfo } from '../model/policy.ts'
import type { NodePath } from '../model/position.ts'
import type { Result } from '../model/result.ts'
import type { PolicyFile, SourceFile } from '../model/source.ts'
import type { EngineVersion } from '../model/verdict.ts'
import type { World } from '../model/world.ts'
import type { Admission } from './admissions.ts'

export interface Loaded {
  readonly policies: readonly PolicyInfo[]
  readonly diagnostics: readonly Diagnostic[]
  /** Documents in policy files that are no policies, nor belong to one: test resources, kustomizations. */
  readonly ignored?: readonly { readonly file: string; readonly line: number; readonly kind: string }[]
  /** What policies ask of the cluster; the repository's own manifests of it are to be offered. */
  readonly asks?: ClusterAsks
  /** Some policy looks at what only a Terraform plan has. */
  readonly asksPlan?: boolean
}

export interface ReadFile {
  readonly documents: readonly DocumentRef[]
  readonly skipped: readonly SkippedFile[]
  readonly diagnostics: readonly Diagnostic[]
  /** How many documents the file has, those of nothing but comments included, where the engine tells. */
  readonly parts?: number
}

export interface Judged {
  readonly results: readonly Result[]
  readonly diagnostics: readonly Diagnostic[]
}

export interface JudgeOptions {
  /** False where nobody will look at the places of results, so that no causes are searched for. */
  readonly places?: boolean
}

/** A file as an engine is to read it. */
export interface Readable extends SourceFile {
  /** The engine that is asked, where there are several; the first one by default. */
  readonly engine?: EngineName
  /** The reader to use, where the file's name does not tell. */
  readonly parser?: string
}

/**
 * What judges, one engine or several. Failures of an engine are values (`diagnostics` with `blame: 'engine'`), never
 * exceptions: a caller cannot forget to turn one into a failed gate.
 */
export interface Judge {
  /** Replaces all policies, and what they may ask of the world. */
  load(files: readonly PolicyFile[], world?: World): Promise<Loaded>
  /** Tells how many characters there will be to read, so that an engine may prepare for many. */
  expect?(characters: number): Promise<readonly Diagnostic[]>
  /** Splits a file as the engine's own reader does; the documents stay inside the engine. */
  read(file: Readable): Promise<ReadFile>
  /** Gives manifests that policies may find in the cluster. They are not judged. */
  offer(manifests: readonly SourceFile[]): Promise<readonly Diagnostic[]>
  /** A document as the engine's reader has it, before it is judged; undefined when it cannot be given. */
  content?(document: DocumentRef): Promise<unknown>
  /**
   * Judges documents and forgets them. Results come in the order of documents, then of policies. A document without an
   * admission request of its own is created.
   */
  judge(
    documents: readonly DocumentRef[],
    admissions?: ReadonlyMap<DocumentRef, Admission>,
    options?: JudgeOptions,
  ): Promise<Judged>
  /** Where the blocks of Terraform's sources stand. Only the engine that reads that language can tell. */
  indexHcl?(files: readonly SourceFile[]): Promise<HclIndex>
  close(): Promise<void>
}

/** The port every engine stands behind. */
export interface Engine extends Judge {
  readonly name: EngineName
  readonly version: EngineVersion
}

export type { DocumentRef, NodePath, PolicyFile, ResourceId, SourceFile, World }
