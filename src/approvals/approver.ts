import type { EventScope, Scope } from '../changes/scope.ts'
import type { Host } from '../host/host.ts'
import type { Approval } from '../model/approval.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { Approvals } from './approvals.ts'
import type { OwnersOf } from './code-owners.ts'
import type { Ask } from './people.ts'
import { subjectOf } from './subject.ts'

/** Who may approve, and whether they have. */
export interface Approver {
  readonly ownersOf: OwnersOf
  /** An approval for each file by an owner of it: the first, where all are there. */
  approve(files: readonly string[]): Promise<Approval | undefined>
  /** What kept an approval from counting. */
  notes(): readonly Diagnostic[]
}

/** For a run. Without a pull request, or without GitHub to ask, nobody approves anything. */
export function approverFor(host: Host, scope: Scope, ownersOf: OwnersOf): Approver {
  const approvals = scope.kind === 'event' ? approvalsOf(host, scope) : undefined
  return {
    ownersOf,
    async approve(files) {
      if (approvals === undefined || files.length === 0) return undefined
      const given: Approval[] = []
      for (const file of files) {
        const approval = await approvals.by(ownersOf(file))
        if (approval === undefined) return undefined
        given.push(approval)
      }
      return given[0]
    },
    notes: () => approvals?.notes() ?? [],
  }
}

function approvalsOf(host: Host, { event, token, repository }: EventScope): Approvals | undefined {
  if (token === '' || host.askGitHub === undefined) return undefined
  const path = `/repos/${repository.split('/').map(encodeURIComponent).join('/')}`
  const ask: Ask = (request) => host.askGitHub?.(token, request) ?? Promise.reject(new Error('no GitHub'))
  return new Approvals(ask, path, () => subjectOf(host, event))
}
