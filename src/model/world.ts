import type { SourceFile } from './source.ts'

/**
 * What policies may ask of the world beyond the document: files in the formats of the official tools, from the trusted
 * base like the policies, or sections of a test suite as they stand there. Everything is optional, and what is
 * not given is not known: a policy that needs it ends in an error that names it.
 */
export interface World {
  /** Values for Rego policies, which read them as `data.params`. Kyverno's come as objects in `cluster` and `params`. */
  readonly parameters?: Readonly<Record<string, unknown>>
  /** Data files of Rego policies, and the files and folders that were named as such: `conftest --data`. */
  readonly data?: readonly SourceFile[]
  readonly dataRoots?: readonly string[]
  /** A file of kind `Values`, as `kyverno apply --values-file` takes it. */
  readonly values?: SourceFile
  /** A `values` section as a test suite carries it. */
  readonly inlineValues?: unknown
  /** Variables, each `name=value`. */
  readonly set?: readonly string[]
  /** Files of kind `UserInfo` and `Context`. */
  readonly userInfo?: SourceFile
  readonly context?: SourceFile
  readonly operation?: string
  /** Manifests of objects that are in the cluster: ConfigMaps of a policy's context, what `resource.Get` finds. */
  readonly cluster?: readonly string[]
  /** Manifests that a binding's `paramRef` finds; in a world that is not complete, policies may look them up as well. */
  readonly params?: readonly string[]
  readonly crds?: readonly string[]
  /** The cluster's objects are all there are, so lists of them can be answered. */
  readonly complete?: boolean
  readonly apiCallResponses?: unknown
  readonly globalContextEntries?: unknown
}
