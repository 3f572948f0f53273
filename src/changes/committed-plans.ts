import { Git } from '../host/git.ts'
import type { Host } from '../host/host.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { DocumentRef } from '../model/document.ts'
import type { Comparison } from './comparison.ts'
import type { Scope } from './scope.ts'
import { commitTree, workTree } from './trusted-tree.ts'

/**
 * Refuses plans that the change itself brings: whoever writes it can write a harmless plan beside sources that are not. What
 * an earlier step of the workflow wrote over such a file, and the settings name, is that step's.
 */
export async function committedPlans(
  host: Host,
  scope: Scope,
  comparison: Comparison,
  documents: readonly DocumentRef[],
): Promise<readonly Diagnostic[]> {
  if (!isProposed(scope)) return []
  const brought = new Set(comparison.changes.files.filter(({ status }) => status !== 'present').map(({ path }) => path))
  const plans = documents.filter(({ content, file }) => content === 'terraform-plan' && brought.has(file))
  const own: DocumentRef[] = []
  for (const plan of plans) if (!(await isOverwritten(host, comparison, plan.file))) own.push(plan)
  return own.map(({ file }) => refusal(file))
}

/** What was pushed is merged already; what is proposed must not bring its own evidence. */
function isProposed(scope: Scope): boolean {
  return scope.kind === 'event' && (scope.event.kind === 'pull-request' || scope.event.kind === 'merge-group')
}

/** A plan that is as the change has it was made by nobody else. */
async function isOverwritten(host: Host, { plans, trusted }: Comparison, file: string): Promise<boolean> {
  if (plans?.has(file) !== true) return false
  const atHead = await commitTree(new Git(host), trusted?.head ?? 'HEAD')
  if (!(await atHead.find(file)).includes(file)) return true
  const limit = Number.MAX_SAFE_INTEGER
  const disk = await workTree(host, [file])
  const [[now], [committed]] = await Promise.all([disk.read([file], limit), atHead.read([file], limit)])
  return now?.kind === 'text' && committed?.kind === 'text' && now.text !== committed.text
}

function refusal(file: string): Diagnostic {
  return {
    level: 'error',
    code: 'plan.committed',
    message: 'the change brings this plan itself, so that it says nothing of what would be applied',
    file,
    line: 1,
    remedy:
      'make the plan in a step of the workflow and name it with `plans`; leave a plan that is only an example out with `paths`',
    blame: 'user',
  }
}
