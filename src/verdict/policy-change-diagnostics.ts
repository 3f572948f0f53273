import type { Diagnostic } from '../model/diagnostic.ts'
import type { PolicyChange } from '../model/policy-change.ts'

/** What takes effect whatever the gate says of it can only be told, so that a person looks at it. */
export function policyChangeDiagnostics(changes: readonly PolicyChange[]): readonly Diagnostic[] {
  return changes
    .filter(({ escalate }) => escalate === true)
    .map(({ path, status }) => ({
      level: 'warning',
      code: 'change.own-workflow',
      message: `this change alters the workflow that runs the gate (${path}, ${status}): GitHub runs it as the change has it, whatever the base says`,
      file: path,
      remedy:
        'have a person read it; with `require-approval-for-policy-changes: true` it fails the gate until an owner has approved the commit',
      blame: 'user',
    }))
}
