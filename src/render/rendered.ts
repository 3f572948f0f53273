import type { HelmRequest, Transformer } from '../engines/render/renderer.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { NodePath } from '../model/position.ts'
import type { SourceFile } from '../model/source.ts'

/** A transformer of a kustomization. `file` has it, in a field of its own or as a whole; `patches` are files that it names. */
export interface Step extends Transformer {
  readonly patches: readonly string[]
}

/** Places in a configuration file. */
export interface Assignments {
  readonly file: string
  readonly paths: readonly NodePath[]
}

/** Where one rendered document comes from. */
export interface Origin {
  /** The folder of the chart or kustomization. */
  readonly folder: string
  /** The template or manifest in the repository; the chart's or kustomization's own file when it is not known. */
  readonly source: string
  /** The set of values it was rendered with, or the folder of the kustomization. */
  readonly set: string
  /** The document's index in its rendering. */
  readonly document: number
  /** What rendered it, for charts. */
  readonly request?: HelmRequest
  /** Values files in the repository, the strongest first. */
  readonly values: readonly string[]
  /** Where the request's assignments stand in the configuration, in their order. */
  readonly assignments?: Assignments
  /** What a kustomization did to the object, the strongest first. */
  readonly steps: readonly Step[]
}

/** What a run rendered. Rendered documents have paths of their own, which are no files. */
export interface Rendered {
  readonly documents: readonly SourceFile[]
  readonly origins: ReadonlyMap<string, Origin>
  /** The files that they were rendered from. */
  readonly texts: ReadonlyMap<string, string>
  readonly diagnostics: readonly Diagnostic[]
  /** Files that are no manifests by themselves, with what rendered them. */
  readonly replaced: ReadonlyMap<string, string>
}

export const NOTHING_RENDERED: Rendered = {
  documents: [],
  origins: new Map(),
  texts: new Map(),
  diagnostics: [],
  replaced: new Map(),
}
