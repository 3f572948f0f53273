import type { DocumentRef } from '../../model/document.ts'
import type { PolicyInfo } from '../../model/policy.ts'
import type { Result } from '../../model/result.ts'
import type { Cause } from './causes.ts'
import type { WireRow } from './wire.ts'

/** A row of the engine as a result of the gate. */
export function resultOf(
  row: WireRow,
  document: DocumentRef,
  policy: PolicyInfo,
  cause: Cause | undefined,
  mutatedBy: readonly string[],
): Result {
  const exception = row.exceptions?.[0]
  return {
    policy,
    rule: row.rule === '' ? policy.name : row.rule,
    document,
    status: row.status,
    message: withWayOut(row, withMutation(row, mutatedBy)),
    enforcement: row.enforce === true ? 'enforce' : 'audit',
    paths: cause?.paths ?? [],
    pathProven: cause?.proven ?? false,
    ...(exception === undefined ? {} : { exception }),
  }
}

/** A verdict on a mutated document cannot be understood from the file alone, so it says who changed it. */
function withMutation(row: WireRow, mutatedBy: readonly string[]): string {
  const message = row.message ?? ''
  if (row.type === 'Mutation' || mutatedBy.length === 0) return message
  const who = `judged after mutation by ${[...new Set(mutatedBy)].join(', ')}`
  return message === '' ? who : `${message} (${who})`
}

/** The driver's own word for what needs a network and keys: no manifest that satisfies it can be told from one that does not. */
const UNSUPPORTED = /^unsupported\b/
const WAY_OUT = 'leave policies of signatures to the cluster: keep them in a folder that `policies` does not name'

/** An error that nobody can mend in the manifest says where it can be mended. */
function withWayOut({ status, message = '' }: WireRow, text: string): string {
  return status === 'error' && UNSUPPORTED.test(message) ? `${text}; ${WAY_OUT}` : text
}
