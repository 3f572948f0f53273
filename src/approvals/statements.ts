import * as z from 'zod/mini'
import type { Approval } from '../model/approval.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Ask } from './people.ts'

const user = z.nullable(z.object({ login: z.string() }))

const reviews = z.array(
  z.object({
    user,
    state: z.string(),
    body: z.optional(z.nullable(z.string())),
    commit_id: z.optional(z.nullable(z.string())),
    submitted_at: z.optional(z.string()),
  }),
)

const comments = z.array(
  z.object({
    user,
    body: z.optional(z.nullable(z.string())),
    created_at: z.string(),
    updated_at: z.string(),
    performed_via_github_app: z.optional(z.nullable(z.unknown())),
  }),
)

/** Approvals of one commit that people gave, whoever they are. */
export interface Statements {
  readonly approvals: readonly Approval[]
  readonly notes: readonly Diagnostic[]
}

/** Where the pull request is: `/repos/owner/name`, encoded, its number and the commit that has to be approved. */
export interface Place {
  readonly repository: string
  readonly pull: number
  readonly head: string
}

/** `/policy-gate approve SHA reason`, on a line of its own, first of the comment. */
const COMMAND = /^\s*\/policy-gate[ \t]+approve(?![\w-])(?:[ \t]+([0-9a-fA-F]{7,64})\b)?(.*)$/s

/** Ten pages of a hundred: an approval that stands beyond is not found, and not being found is no approval. */
const MOST_PAGES = 10
const PER_PAGE = 100

/** What people said of the commit, in reviews and in comments. */
export async function statementsOn(ask: Ask, place: Place): Promise<Statements> {
  const { repository, pull } = place
  const reviewed = await listed(ask, `${repository}/pulls/${pull}/reviews`, reviews)
  const commented = await listed(ask, `${repository}/issues/${pull}/comments`, comments)
  const spoken = commented.items.map((comment) => inComment(comment, place))
  return {
    approvals: [...inReviews(reviewed.items, place), ...spoken.flatMap(({ approval }) => approval ?? [])],
    notes: [...reviewed.notes, ...commented.notes, ...spoken.flatMap(({ note }) => note ?? [])],
  }
}

type Review = z.output<typeof reviews>[number]

const DECIDES: ReadonlySet<string> = new Set(['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED'])

/** A person's last word counts: who asks for changes afterwards, or whose review was dismissed, does not approve. */
function inReviews(all: readonly Review[], { head }: Place): readonly Approval[] {
  const last = new Map<string, Review>()
  for (const review of all) if (DECIDES.has(review.state)) last.set(review.user?.login.toLowerCase() ?? '', review)
  return [...last.values()].flatMap(({ user, state, body, commit_id, submitted_at }) =>
    user === null || state !== 'APPROVED' || commit_id !== head
      ? []
      : [{ by: user.login, at: submitted_at ?? '', how: 'review' as const, commit: head, reason: body?.trim() ?? '' }],
  )
}

type Comment = z.output<typeof comments>[number]

/**
 * A comment belongs to no commit, and when a commit was pushed nobody says reliably: so it has to name the commit, in full,
 * since the beginning of an id can be made to fit. One that was edited may have been edited by somebody else, and one
 * that an app wrote in a person's name may come from the very agent that it lets through.
 */
function inComment(comment: Comment, { head }: Place): { readonly approval?: Approval; readonly note?: Diagnostic } {
  const command = COMMAND.exec(comment.body ?? '')
  if (comment.user === null || command === null) return {}
  const [, commit, reason = ''] = command
  const by = comment.user.login
  if (commit === undefined) return { note: note(by, `names no commit: write \`/policy-gate approve ${head}\``) }
  if (commit.toLowerCase() !== head)
    return head.startsWith(commit.toLowerCase())
      ? { note: note(by, `names the commit by less than its full id: write \`/policy-gate approve ${head}\``) }
      : {}
  if (comment.updated_at !== comment.created_at) return { note: note(by, 'was edited: write a new one') }
  if (comment.performed_via_github_app != null) return { note: note(by, 'was written by an app in their name') }
  return { approval: { by, at: comment.created_at, how: 'comment', commit: head, reason: reason.trim() } }
}

function note(by: string, what: string): Diagnostic {
  return {
    level: 'note',
    code: 'approval.comment',
    message: `the approval that ${by} commented does not count: it ${what}`,
    blame: 'user',
  }
}

interface Listed<T> {
  readonly items: readonly T[]
  readonly notes: readonly Diagnostic[]
}

/** Every page. What GitHub refuses is nobody's approval. */
async function listed<T>(ask: Ask, path: string, schema: z.ZodMiniType<T[]>): Promise<Listed<T>> {
  const items: T[] = []
  for (let page = 1; page <= MOST_PAGES; page++) {
    const answer = await ask({ method: 'GET', path: `${path}?per_page=${PER_PAGE}&page=${page}` })
    const parsed = answer.kind === 'answered' ? schema.safeParse(answer.data) : undefined
    if (parsed?.success !== true) return { items: [], notes: [notListed(path, answer.status)] }
    items.push(...parsed.data)
    if (parsed.data.length < PER_PAGE) break
  }
  return { items, notes: [] }
}

function notListed(path: string, status: number): Diagnostic {
  return {
    level: 'note',
    code: 'approval.unread',
    message: `GitHub did not list the ${path.split('/').at(-1)} of the pull request (${status}), so they approve nothing`,
    remedy: 'give the job `pull-requests: read`',
    blame: 'user',
  }
}
