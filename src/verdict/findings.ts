import { pathsInMessage } from '../documents/engine-paths.ts'
import type { Locator } from '../documents/locate.ts'
import { hintOf } from '../documents/rego-hints.ts'
import type { Finding } from '../model/finding.ts'
import type { NodePath } from '../model/position.ts'
import type { Result, Status } from '../model/result.ts'

const SHOWN: Readonly<Record<Status, boolean>> = { pass: false, fail: true, warn: true, error: true, skip: false }

/** The results that people must see, each with its place. Order is kept; nothing is marked yet. */
export function findingsOf(results: readonly Result[], locator: Locator): readonly Finding[] {
  return results
    .filter(({ status, exception }) => SHOWN[status] || exception !== undefined)
    .map((result) => ({
      result,
      ...locator.locate(result.document, placesOf(result), hintOf(result)),
      marks: { inScope: true, ...(result.exception === undefined ? {} : { exception: result.exception }) },
    }))
}

/** A proven cause stands alone; what is only mentioned competes, what the engine gave before what its message says. */
function placesOf({ paths, pathProven, message, document }: Result): readonly NodePath[] {
  if (pathProven) return paths.slice(0, 1)
  return [...paths, ...pathsInMessage(message, document.resource.kind)]
}
