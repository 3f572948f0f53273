import * as z from 'zod/mini'
import type { GitHubAnswer, GitHubRequest } from '../host/host.ts'
import type { Diagnostic } from '../model/diagnostic.ts'

/** Asks GitHub with the run's token. */
export type Ask = (request: GitHubRequest) => Promise<GitHubAnswer>

const permission = z.object({ permission: z.string() })
const membership = z.object({ state: z.string() })

/** Roles that may write; GitHub calls `maintain` write here, too. */
const WRITERS: ReadonlySet<string> = new Set(['admin', 'write', 'maintain'])

/** Who people are, as GitHub says it: nothing that a pull request says of them counts. Each question is asked once. */
export class People {
  private readonly ask: Ask
  private readonly repository: string
  private readonly known = new Map<string, Promise<boolean>>()
  private readonly doubts = new Map<string, Diagnostic>()

  /** `repository` is `/repos/owner/name`, encoded. */
  constructor(ask: Ask, repository: string) {
    this.ask = ask
    this.repository = repository
  }

  /**
   * Whether somebody is one of `owners` (`@login`, `@organisation/team`) and may write to the repository: a login that was
   * given up can be taken by anybody, and GitHub asks the same of a code owner. What GitHub does not say is no.
   */
  async isOwner(login: string, owners: readonly string[]): Promise<boolean> {
    if (!(await this.isNamed(login, owners))) return false
    return this.once(`write ${login}`, () => this.mayWrite(login))
  }

  /** What GitHub would not say. */
  notes(): readonly Diagnostic[] {
    return [...this.doubts.values()]
  }

  private async isNamed(login: string, owners: readonly string[]): Promise<boolean> {
    const names = owners.map((owner) => owner.replace(/^@/, '').toLowerCase())
    if (names.includes(login.toLowerCase())) return true
    for (const team of names.filter((name) => /^[^/@]+\/[^/@]+$/.test(name)))
      if (await this.once(`${team} ${login}`, () => this.isMember(login, team))) return true
    return false
  }

  private async mayWrite(login: string): Promise<boolean> {
    const path = `${this.repository}/collaborators/${encodeURIComponent(login)}/permission`
    const answer = await this.ask({ method: 'GET', path })
    if (answer.kind === 'refused') {
      if (answer.status !== 404) this.doubt(`whether ${login} may write to the repository`, answer, 'metadata: read')
      return false
    }
    const parsed = permission.safeParse(answer.data)
    return parsed.success && WRITERS.has(parsed.data.permission)
  }

  private async isMember(login: string, team: string): Promise<boolean> {
    const [organisation = '', slug = ''] = team.split('/').map(encodeURIComponent)
    const path = `/orgs/${organisation}/teams/${slug}/memberships/${encodeURIComponent(login)}`
    const answer = await this.ask({ method: 'GET', path })
    if (answer.kind === 'refused') {
      this.doubt(`whether ${login} is in the team ${team}`, answer, 'members: read')
      return false
    }
    const parsed = membership.safeParse(answer.data)
    return parsed.success && parsed.data.state === 'active'
  }

  private once(question: string, ask: () => Promise<boolean>): Promise<boolean> {
    const asked = this.known.get(question) ?? ask()
    this.known.set(question, asked)
    return asked
  }

  /** GitHub answers 404 both for nobody and for a token that may not know. */
  private doubt(what: string, { status }: Extract<GitHubAnswer, { kind: 'refused' }>, needed: string): void {
    this.doubts.set(what, {
      level: 'note',
      code: 'approval.unknown',
      message: `GitHub did not say ${what} (${status}), so it counts as no`,
      remedy: `name people as owners by login, or give \`github-token\` a token with \`${needed}\``,
      blame: 'user',
    })
  }
}
