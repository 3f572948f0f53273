import * as z from 'zod/mini'
import { ConfigError } from '../errors.ts'
import type { ChangeRequest } from '../model/change-request.ts'

const sha = z.string().check(z.regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/))

const pullRequest = z.object({
  number: z.int().check(z.positive()),
  pull_request: z.object({
    base: z.object({ sha }),
    head: z.object({ sha }),
  }),
})

/** What counts attempts, and nothing else, needs. GitHub always says it; a runner of another kind may not. */
const described = z.object({
  before: z.optional(sha),
  pull_request: z.object({
    title: z.string(),
    user: z.object({ login: z.string() }),
    labels: z.array(z.object({ name: z.string() })),
    head: z.object({ ref: z.string(), repo: z.object({ full_name: z.string() }) }),
  }),
})

const push = z.object({ before: sha, forced: z.optional(z.boolean()) })

const mergeGroup = z.object({
  merge_group: z.object({ base_sha: sha, head_sha: sha, head_ref: z.optional(z.string()) }),
})

/** How GitHub names the branch of a merge group: after the last pull request in it. */
const QUEUED = /^refs\/heads\/gh-readonly-queue\/.+\/pr-(?<pull>[1-9]\d{0,9})-[0-9a-f]+$/

/** What made the workflow run, as far as it decides what changed. Ids of commits are full hexadecimal ids. */
export type Event =
  | {
      readonly kind: 'pull-request'
      readonly number: number
      readonly base: string
      readonly head: string
      /** The commit that would be merged, which actions/checkout checks out unless told otherwise. */
      readonly merge: string
      /** Undefined where the event leaves out who asks, or the branch's repository is gone. */
      readonly request?: ChangeRequest
    }
  | {
      readonly kind: 'push'
      /** Undefined for a new branch. */
      readonly before: string | undefined
      readonly after: string
      readonly forced: boolean
    }
  | {
      readonly kind: 'merge-group'
      readonly base: string
      readonly head: string
      /** The pull request that the group is named after. */
      readonly pull: number | undefined
    }
  /** No difference to speak of: schedule, workflow_dispatch and so on. */
  | { readonly kind: 'other'; readonly name: string }

type Reader = (payload: unknown, sha: string) => Event

const READERS: Readonly<Record<string, Reader>> = {
  pull_request: readPullRequest,
  pull_request_target: readPullRequest,
  push: readPush,
  merge_group: readMergeGroup,
}

/** `payload` is the text of the file at GITHUB_EVENT_PATH, `checkedOut` is GITHUB_SHA. */
export function readEvent(name: string, payload: string, checkedOut: string): Event {
  if (name === '') throw noEvent()
  const read = READERS[name]
  if (read === undefined) return { kind: 'other', name }
  try {
    return read(JSON.parse(payload), checkedOut)
  } catch (error) {
    throw unusable(name, error as Error)
  }
}

function readPullRequest(payload: unknown, checkedOut: string): Event {
  const { number, pull_request } = pullRequest.parse(payload)
  const [base, head] = [pull_request.base.sha, pull_request.head.sha]
  const request = requestOf(payload, number, head)
  return { kind: 'pull-request', number, base, head, merge: sha.parse(checkedOut), ...(request && { request }) }
}

function requestOf(payload: unknown, number: number, head: string): ChangeRequest | undefined {
  const { success, data } = described.safeParse(payload)
  if (!success) return undefined
  const { title, user, labels, head: from } = data.pull_request
  const before = data.before
  return {
    number,
    head,
    before,
    branch: from.ref,
    repository: from.repo.full_name,
    login: user.login,
    labels: labels.map(({ name }) => name),
    title,
  }
}

/** For an annotated tag the payload names the tag object; GITHUB_SHA is the commit. */
function readPush(payload: unknown, checkedOut: string): Event {
  const { before, forced } = push.parse(payload)
  const known = /^0+$/.test(before) ? undefined : before
  return { kind: 'push', before: known, after: sha.parse(checkedOut), forced: forced ?? false }
}

function readMergeGroup(payload: unknown): Event {
  const { merge_group } = mergeGroup.parse(payload)
  const { pull } = QUEUED.exec(merge_group.head_ref ?? '')?.groups ?? {}
  const { base_sha: base, head_sha: head } = merge_group
  return { kind: 'merge-group', base, head, pull: pull === undefined ? undefined : Number(pull) }
}

function noEvent(): ConfigError {
  return new ConfigError({
    code: 'event.unusable',
    what: 'GITHUB_EVENT_NAME is not set, so what changed cannot be known',
    where: { input: 'GITHUB_EVENT_NAME' },
    remedy: 'run the action in a workflow of GitHub Actions; elsewhere use the command line, `policy-gate check`',
  })
}

function unusable(name: string, error: Error): ConfigError {
  return new ConfigError({
    code: 'event.unusable',
    what: `the payload of the ${name} event does not say what changed: ${faultOf(error)}`,
    where: { input: 'GITHUB_EVENT_PATH' },
    remedy: 'run the action in a workflow of GitHub Actions, or give it a complete event payload',
  })
}

function faultOf(error: Error): string {
  if (!(error instanceof z.core.$ZodError)) return error.message
  const [issue] = error.issues
  return `${issue?.path.join('.') || 'GITHUB_SHA'} is missing or malformed`
}
