import type { DocumentRef } from '../../model/document.ts'
import type { NodePath } from '../../model/position.ts'
import type { Channel } from './channel.ts'
import type { WirePolicy, WireRow } from './wire.ts'

/** Where a failure comes from: places best first, and whether the first was proven or only mentioned. */
export interface Cause {
  readonly paths: readonly NodePath[]
  readonly proven: boolean
}

export async function findCauses(
  _channel: Channel,
  _document: DocumentRef,
  _rows: readonly WireRow[],
  _policies: readonly WirePolicy[],
): Promise<ReadonlyMap<number, Cause>> {
  return new Map()
}
