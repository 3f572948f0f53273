import type { EngineName } from './policy.ts'

/**
 * Who a Kubernetes object is; `name` is empty when only `generateName` is given. What is no Kubernetes object goes by a
 * `kind` of its own (`Terraform plan`, `aws_s3_bucket`) and its file or address as `name`, without an `apiVersion`.
 */
export interface ResourceId {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly generateName?: string
}

/** What a document shows itself to be, where that matters beyond its format. */
export type Content = 'terraform-plan' | 'terraform-state' | 'cloudformation' | 'kubernetes'

/**
 * One document as the reader of the engine that judges it found it in a file. Its content stays inside the engine,
 * addressed by `handle`; only who and where it is crosses the seam.
 */
export interface DocumentRef {
  /** The engine that read it and holds it. */
  readonly engine: EngineName
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
  /** The reader it was read with, where that was not the cluster's: `json`, `hcl2`, `toml`. */
  readonly format?: string
  readonly content?: Content
  /** It stood at the base and is gone; `file` then names the base's version. */
  readonly removed?: true
}

/** A file that was looked at and not judged, with the reason: nothing is dropped silently. */
export interface SkippedFile {
  readonly file: string
  readonly reason:
    | 'not-configuration'
    | 'not-kubernetes'
    | 'no-policy'
    | 'empty'
    | 'deleted'
    | 'submodule'
    | 'opaque'
    | 'outside-paths'
    | 'rendered'
  readonly detail?: string
}
