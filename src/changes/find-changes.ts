import type { Host } from '../host/host.ts'
import type { Comparison } from './comparison.ts'
import { eventChanges } from './event-changes.ts'
import type { GateInputs } from './gate-inputs.ts'
import { namedFiles, stdinFile } from './named-files.ts'
import { rangeChanges } from './range-changes.ts'
import type { Scope } from './scope.ts'

/** Which files a run judges. An incomplete list is an error, never a shorter list. */
export function findChanges(host: Host, scope: Scope, inputs: GateInputs): Promise<Comparison> {
  switch (scope.kind) {
    case 'stdin':
      return stdinFile(host)
    case 'paths':
      return namedFiles(host, scope.paths)
    case 'changed':
      return rangeChanges(host, scope.range, inputs)
    case 'event':
      return eventChanges(host, scope, inputs)
  }
}
