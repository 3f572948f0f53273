import type { DocumentRef } from '../../model/document.ts'
import type { PolicyInfo } from '../../model/policy.ts'
import type { NodePath } from '../../model/position.ts'
import type { Hint, Result } from '../../model/result.ts'
import type { WireRow } from './wire.ts'

/** A row of the engine as a result of the gate. What a rule says of places is taken as it is: the locator checks it. */
export function resultOf(row: WireRow, document: DocumentRef, policy: PolicyInfo): Result {
  const path = pathOf(row.path)
  const hint = hintOf(row)
  return {
    policy,
    rule: policy.rules[0]?.name ?? policy.name,
    document: about(document, row),
    status: row.status,
    message: messageOf(row),
    enforcement: policy.enforcement,
    paths: path.length === 0 ? [] : [path],
    pathProven: path.length > 0,
    ...(hint === undefined ? {} : { hint }),
    ...(isTurnedAway(row) ? { exception: row.message ?? 'exception' } : {}),
  }
}

/** An exception skips rules that had nothing to say as well; there it was not used. */
function isTurnedAway({ status, suppressed = [] }: WireRow): boolean {
  return status === 'skip' && suppressed.length > 0
}

/** An exception of the policies keeps what it turned away in sight. */
function messageOf({ message = '', suppressed = [] }: WireRow): string {
  return suppressed.length === 0 ? message : `${suppressed.join('; ')} (excepted by ${message})`
}

function hintOf({ address, file, line }: WireRow): Hint | undefined {
  if (address === undefined && line === undefined) return undefined
  return {
    ...(address === undefined ? {} : { address }),
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
  }
}

/** A result that names a resource of a plan is about that resource, not about the plan. */
function about(document: DocumentRef, { address }: WireRow): DocumentRef {
  if (address === undefined || document.content === 'kubernetes') return document
  return { ...document, resource: { apiVersion: '', kind: kindOf(address), namespace: '', name: address } }
}

/** `module.a["x.y"].data.aws_ami.this[0]` → `aws_ami`; another address is a resource without a known type. */
function kindOf(address: string): string {
  const parts = address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, '').split('.')
  return parts.length > 1 ? (parts.at(-2) as string) : 'resource'
}

/** Rules write paths as arrays, or as text with dots and brackets. */
function pathOf(path: unknown): NodePath {
  if (Array.isArray(path)) return path.filter((part) => typeof part === 'string' || typeof part === 'number')
  if (typeof path !== 'string') return []
  const parts = path.matchAll(/\["([^"]*)"\]|\[(\d+)\]|([^.[\]]+)/g)
  return [...parts].map(([, quoted, index, plain]) => (index === undefined ? (quoted ?? plain ?? '') : Number(index)))
}
