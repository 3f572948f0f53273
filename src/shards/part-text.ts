import type { Part } from './part-schema.ts'

/** A part as it is written to a file. A file that was cut off is no JSON. */
export function partText(part: Part): string {
  return `${JSON.stringify(part)}\n`
}
