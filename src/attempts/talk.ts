import * as z from 'zod/mini'
import { readState } from '../report/comment-state.ts'
import { listed, type Subject } from './branch.ts'

const user = z.nullish(z.object({ login: z.string() }))

const comments = z.array(
  z.object({
    user,
    body: z.nullish(z.string()),
    created_at: z.string(),
    updated_at: z.string(),
    performed_via_github_app: z.nullish(z.unknown()),
  }),
)

const events = z.array(
  z.object({
    event: z.string(),
    actor: user,
    created_at: z.string(),
    label: z.optional(z.object({ name: z.string() })),
  }),
)

/** Somebody who wants the agent to have new attempts. Whether they may is another question. */
export interface Wish {
  readonly by: string
  /** RFC 3339, by GitHub's clock. */
  readonly at: string
}

/** What was said and done at the pull request, as far as attempts are concerned. */
export interface Talk {
  readonly wishes: readonly Wish[]
  /** When we set the label. */
  readonly called: readonly string[]
  /** Commits that a comment of ours remembers: another trace of what a force-push threw away. */
  readonly remembered: readonly { readonly head: string; readonly verdict: string; readonly violations: number }[]
}

const PER_PAGE = 100

/** What stands beyond is not found: a wish has to be made again, and the label is put back. */
const MOST_PAGES = 5

const COMMAND = /^\s*\/policy-gate[ \t]+reset\s*$/m

export async function readTalk(subject: Subject, label: string): Promise<Talk> {
  const { ask, repository, request, login } = subject
  const issue = `${repository}/issues/${request.number}`
  const said = await pages((page) => listed(ask, `${issue}/comments?${page}`, comments))
  const done = await pages((page) => listed(ask, `${issue}/events?${page}`, events))
  const labelled = (what: string) =>
    done.filter(({ event, label: named }) => event === what && named?.name.toLowerCase() === label.toLowerCase())
  return {
    wishes: [...said.flatMap(wishIn), ...labelled('unlabeled').flatMap(wishOf)],
    called: labelled('labeled').flatMap(({ actor, created_at }) => (actor?.login === login ? [created_at] : [])),
    remembered: said.flatMap(({ user: by, body }) => (by?.login === login ? (readState(body ?? '')?.runs ?? []) : [])),
  }
}

/**
 * A comment that was edited may have been edited by somebody else, and one that an app wrote in a person's name may come
 * from the agent itself: neither says what its author wants.
 */
function wishIn({ user: by, body, ...comment }: z.output<typeof comments>[number]): readonly Wish[] {
  const isOwn = comment.created_at === comment.updated_at && comment.performed_via_github_app == null
  return by != null && isOwn && COMMAND.test(body ?? '') ? [{ by: by.login, at: comment.created_at }] : []
}

function wishOf({ actor, created_at }: z.output<typeof events>[number]): readonly Wish[] {
  return actor == null ? [] : [{ by: actor.login, at: created_at }]
}

async function pages<Item>(get: (page: string) => Promise<readonly Item[] | undefined>): Promise<readonly Item[]> {
  const all: Item[] = []
  for (let page = 1; page <= MOST_PAGES; page++) {
    const found = (await get(`per_page=${PER_PAGE}&page=${page}`)) ?? []
    all.push(...found)
    if (found.length < PER_PAGE) break
  }
  return all
}

/** Whether somebody owns what judges the change. */
export type IsOwner = (login: string) => Promise<boolean>

/** When an owner gave new attempts last. Apps, and whoever asks for the change, give themselves none. */
export async function lastReset({ wishes }: Talk, author: string, isOwner: IsOwner): Promise<string | undefined> {
  const latest = wishes.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at))
  for (const { by, at } of latest) {
    if (by.endsWith('[bot]') || by.toLowerCase() === author.toLowerCase()) continue
    if (await isOwner(by)) return at
  }
  return undefined
}
