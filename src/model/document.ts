/** Who a Kubernetes object is. `name` is empty when only `generateName` is given. */
export interface ResourceId {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly generateName?: string
}

/**
 * One document as the cluster's own reader found it in a file. Its content stays inside the engine,
 * addressed by `handle`; only who and where it is crosses the seam.
 */
export interface DocumentRef {
  readonly handle: number
  readonly file: string
  /** Index of the YAML document in its file, from 0. */
  readonly index: number
  /** Path of the resource inside that document: empty, or `['items', 2]` for a member of a `List`. */
  readonly root: readonly (string | number)[]
  /** First and last line of the YAML document in its file, from 1. */
  readonly line: number
  readonly endLine: number
  readonly resource: ResourceId
  /** It stood at the base and is gone; `file` then names the base's version. */
  readonly removed?: true
}

/** A file that was looked at and not judged, with the reason: nothing is dropped silently. */
export interface SkippedFile {
  readonly file: string
  readonly reason:
    | 'not-configuration'
    | 'not-kubernetes'
    | 'empty'
    | 'deleted'
    | 'submodule'
    | 'opaque'
    | 'outside-paths'
  readonly detail?: string
}
