import type { ActionInputs } from '../inputs/action-inputs.ts'
import type { Shard } from '../model/shard.ts'

/** The artifact of a shard's part. A run with several gates tells them apart by `artifact`. */
export function partName(inputs: ActionInputs, { index, of }: Shard): string {
  return `${prefixOf(inputs)}${index}-of-${of}`
}

/** Whether an artifact is a part of the gate that merges. */
export function isPartName(inputs: ActionInputs, name: string): boolean {
  const prefix = prefixOf(inputs)
  return name.startsWith(prefix) && /^\d+-of-\d+$/.test(name.slice(prefix.length))
}

function prefixOf({ publication: { artifact } }: ActionInputs): string {
  return `${artifact === 'auto' || artifact === 'off' ? 'policy-gate' : artifact}-part-`
}
