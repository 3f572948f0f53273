import { createHash } from 'node:crypto'
import type { Grounds } from '../hearing.ts'
import type { PartJudgement } from './part-schema.ts'

/**
 * Digests of everything that answers rest on, each of one thing that a person can look for: parts that were judged from
 * different things must not be joined.
 */
export function restsOf({ law, world, sources, base, cluster }: Grounds): PartJudgement['rests'] {
  return {
    settings: digest(law.options),
    policies: digest([law.files.files, [...law.files.levels]]),
    data: digest([world, cluster]),
    documents: digest([sources, base]),
  }
}

/** The key order of what is digested is that of the code which made it: the same in all shards of one version. */
function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}
