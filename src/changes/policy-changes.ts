import type { ChangeSet, FileChange } from '../model/change.ts'
import { engineOfPolicy } from '../model/policy.ts'
import type { PolicyChange, PolicyChangeKind } from '../model/policy-change.ts'
import { belongsTo, cleanEntry, type GateInputs } from './gate-inputs.ts'

export type FoundChange = Omit<PolicyChange, 'owners' | 'approval' | 'escalate'>

const OWNERS = new Set(['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'])

/** What a change does to what it is judged by. Paths of `inputs` are relative to the repository's root. */
export function policyChangesIn(
  { files }: ChangeSet,
  inputs: GateInputs,
  baseline: string | undefined,
): readonly FoundChange[] {
  const kindOf = kinds(inputs, baseline)
  return files
    .filter(({ status }) => status !== 'present')
    .flatMap((file) => {
      const kind = kindOf(file.path) ?? (file.previousPath === undefined ? undefined : kindOf(file.previousPath))
      return kind === undefined ? [] : [foundChange(kind, file)]
    })
}

function foundChange(kind: PolicyChangeKind, { path, status, previousPath }: FileChange): FoundChange {
  return { kind, path, status, ...(previousPath === undefined ? {} : { previousPath }) }
}

function kinds(inputs: GateInputs, baseline: string | undefined): (path: string) => PolicyChangeKind | undefined {
  const policies = inputs.policies.map(belongsTo)
  const data = inputs.world.map(belongsTo)
  return (path) => {
    if (inputs.config.includes(path)) return 'configuration'
    if (path === inputs.workflow) return 'workflow'
    if (OWNERS.has(path)) return 'owners'
    if (baseline !== undefined && path === cleanEntry(baseline)) return 'baseline'
    if (data.some((belongs) => belongs(path))) return 'data'
    return engineOfPolicy(path) !== undefined && policies.some((belongs) => belongs(path)) ? 'policy' : undefined
  }
}

/** What judges. A workflow is run by GitHub as the change has it, and owners are never those of the change. */
const JUDGES: Readonly<Record<PolicyChangeKind, boolean>> = {
  policy: true,
  configuration: true,
  baseline: true,
  data: true,
  workflow: false,
  owners: false,
}

export function judges({ kind }: FoundChange): boolean {
  return JUDGES[kind]
}

/** GitHub runs a workflow as the change has it, before the gate can say anything. */
export function takesEffect({ kind }: FoundChange): boolean {
  return kind === 'workflow'
}
