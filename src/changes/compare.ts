import type { Git, RawChange, TreeEntry } from '../host/git.ts'
import type { ChangeSet, ChangeStatus, FileChange } from '../model/change.ts'
import { type GateInputs, reasonToJudgeAll } from './gate-inputs.ts'

const SUBMODULE = '160000'

const STATUS: Readonly<Record<string, ChangeStatus>> = {
  A: 'added',
  C: 'added',
  D: 'deleted',
  M: 'modified',
  R: 'renamed',
  T: 'modified',
}

/** What differs between two commits; everything at the head when the difference touches the gate's own inputs. */
export async function compare(git: Git, base: string, head: string, inputs: GateInputs): Promise<ChangeSet> {
  const files = (await git.diff(base, head)).map(fileChange)
  const reason = firstReason(files, inputs) ?? (inputs.all === true ? 'the scope is all' : undefined)
  if (reason !== undefined) return { ...(await everything(git, head, reason, files)), base }
  return { source: 'git', base, head, files }
}

/** All files of a commit. Those that are known to have changed keep what happened to them. */
export async function everything(
  git: Git,
  head: string,
  reason: string,
  changed: readonly FileChange[] = [],
): Promise<ChangeSet> {
  const known = new Set(changed.map((file) => file.path))
  const others = (await git.tree(head)).map(presentFile).filter((file) => !known.has(file.path))
  return { source: 'all-files', reason, head, files: [...changed, ...others] }
}

/** Why a difference calls for judging everything: a file may have been renamed out of the policies, too. */
export function firstReason(files: readonly FileChange[], inputs: GateInputs): string | undefined {
  const reasonFor = reasonToJudgeAll(inputs)
  for (const { path, previousPath } of files) {
    const reason = reasonFor(path) ?? (previousPath === undefined ? undefined : reasonFor(previousPath))
    if (reason !== undefined) return reason
  }
  return undefined
}

/** What git's raw difference says of one path. A letter that we do not know is a change all the same. */
function fileChange(raw: RawChange): FileChange {
  const { path, previousPath } = raw
  return { path, status: statusOf(raw), ...(previousPath === undefined ? {} : { previousPath }) }
}

function statusOf(raw: RawChange): ChangeStatus {
  if (raw.status === 'D') return 'deleted'
  if (raw.newMode === SUBMODULE) return 'submodule'
  if (raw.status === 'M' && raw.sameContent) return 'mode-changed'
  return STATUS[raw.status] ?? 'modified'
}

function presentFile({ mode, path }: TreeEntry): FileChange {
  return { path, status: mode === SUBMODULE ? 'submodule' : 'present' }
}
