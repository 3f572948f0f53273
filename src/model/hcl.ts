/** Lines from 1; columns count characters, from 1. */
export interface HclPosition {
  readonly line: number
  readonly column: number
}

/** The end is exclusive. */
export interface HclRange {
  readonly start: HclPosition
  readonly end: HclPosition
}

/** An attribute, or a member of a list or object that is written out. */
export interface HclItem {
  readonly range: HclRange
  readonly items?: readonly HclItem[]
  readonly members?: Readonly<Record<string, HclItem>>
}

/** A block of Terraform's language. `address` is Terraform's, within the module: `aws_s3_bucket.logs`, `data.aws_ami.x`. */
export interface HclBlock {
  readonly type: string
  readonly labels?: readonly string[]
  readonly address?: string
  /** Where a module's sources are, as it is written. */
  readonly source?: string
  readonly range: HclRange
  /** The block's first line, up to its brace. */
  readonly header: HclRange
  readonly attributes?: Readonly<Record<string, HclItem>>
  readonly blocks?: readonly HclBlock[]
}

/** File → its blocks. */
export type HclIndex = ReadonlyMap<string, readonly HclBlock[]>
