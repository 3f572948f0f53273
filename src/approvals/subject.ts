import { Git } from '../host/git.ts'
import type { Host } from '../host/host.ts'
import type { Event } from '../inputs/event.ts'
import type { Diagnostic } from '../model/diagnostic.ts'

/** The pull request whose approvals count. */
export interface Subject {
  readonly pull: number
  /** The commit that has to be approved; undefined for the head that GitHub names. */
  readonly head: string | undefined
}

/** A note says why there is none, where somebody may wonder. */
export type FoundSubject = Subject | { readonly note: Diagnostic } | undefined

type MergeGroup = Extract<Event, { kind: 'merge-group' }>

/** What is approved, by the event: a pull request's head; in a merge queue, that of the pull request in the queue. */
export async function subjectOf(host: Host, event: Event): Promise<FoundSubject> {
  switch (event.kind) {
    case 'pull-request':
      return { pull: event.number, head: event.head }
    case 'merge-group':
      return queued(host, event)
    case 'push':
    case 'other':
      return undefined
  }
}

/**
 * A merge group is named after one pull request and may hold the changes of others before it, which nobody approved with it. So
 * its commit has to be that pull request on top of the base and nothing more: a merge of its head, or one commit.
 */
async function queued(host: Host, event: MergeGroup): Promise<FoundSubject> {
  const { pull, base, head: group } = event
  if (pull === undefined) return { note: note('GitHub did not say which pull request the merge group is for') }
  const [parent, head, ...others] = await new Git(host).parents(group)
  if (parent !== base || others.length > 0)
    return { note: note(`the merge group holds more than pull request ${pull}`) }
  return { pull, head }
}

function note(why: string): Diagnostic {
  return {
    level: 'note',
    code: 'approval.merge-group',
    message: `${why}, so approvals do not count in it`,
    remedy: 'let the queue build one pull request at a time, or merge what was approved without the queue',
    blame: 'user',
  }
}
