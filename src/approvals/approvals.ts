import * as z from 'zod/mini'
import type { Approval } from '../model/approval.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { type Ask, People } from './people.ts'
import { statementsOn } from './statements.ts'
import type { FoundSubject } from './subject.ts'

const pullRequest = z.object({
  user: z.object({ login: z.string() }),
  head: z.object({ sha: z.string() }),
})

/** Finds who has approved the very commit that is judged. GitHub is asked when something needs an approval, and once. */
export class Approvals {
  private readonly ask: Ask
  private readonly repository: string
  private readonly findSubject: () => Promise<FoundSubject>
  private readonly people: People
  private given: Promise<readonly Approval[]> | undefined
  private readonly unread: Diagnostic[] = []

  /** `repository` is `/repos/owner/name`, encoded. */
  constructor(ask: Ask, repository: string, findSubject: () => Promise<FoundSubject>) {
    this.ask = ask
    this.repository = repository
    this.findSubject = findSubject
    this.people = new People(ask, repository)
  }

  /** The first approval by one of `owners` who is not the author; nobody approves their own change. */
  async by(owners: readonly string[]): Promise<Approval | undefined> {
    if (owners.length === 0) return undefined
    this.given ??= this.fromOthers()
    for (const approval of await this.given) if (await this.people.isOwner(approval.by, owners)) return approval
    return undefined
  }

  /** What kept an approval from counting. */
  notes(): readonly Diagnostic[] {
    return [...this.unread, ...this.people.notes()]
  }

  private async fromOthers(): Promise<readonly Approval[]> {
    const subject = await this.findSubject()
    if (subject === undefined) return []
    if ('note' in subject) {
      this.unread.push(subject.note)
      return []
    }
    const { repository } = this
    const { pull } = subject
    const answer = await this.ask({ method: 'GET', path: `${repository}/pulls/${pull}` })
    const parsed = answer.kind === 'answered' ? pullRequest.safeParse(answer.data) : undefined
    if (parsed?.success !== true) {
      this.unread.push(noAuthor(answer.status))
      return []
    }
    const author = parsed.data.user.login.toLowerCase()
    const head = subject.head ?? parsed.data.head.sha
    const { approvals, notes } = await statementsOn(this.ask, { repository, pull, head })
    this.unread.push(...notes)
    return approvals.filter(({ by }) => by.toLowerCase() !== author)
  }
}

function noAuthor(status: number): Diagnostic {
  return {
    level: 'note',
    code: 'approval.unread',
    message: `GitHub did not say who wrote the pull request (${status}), so nobody can approve it`,
    remedy: 'give the job `pull-requests: read`',
    blame: 'user',
  }
}
