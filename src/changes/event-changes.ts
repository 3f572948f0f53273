import { ConfigError } from '../errors.ts'
import { Git } from '../host/git.ts'
import type { Host } from '../host/host.ts'
import type { Event } from '../inputs/event.ts'
import type { ChangeSet } from '../model/change.ts'
import { commonAncestor, ensureCommit, MissingCommit } from './commits.ts'
import { compare, everything, firstReason } from './compare.ts'
import type { Comparison } from './comparison.ts'
import { type GateInputs, seenFrom } from './gate-inputs.ts'
import { changesFromApi } from './pull-request-api.ts'
import type { EventScope } from './scope.ts'

type EventOf<K extends Event['kind']> = Extract<Event, { kind: K }>

/** What an event found in the checkout, before it is known where files may be read. */
type Found = Pick<Comparison, 'changes' | 'trusted'>

interface Checkout {
  readonly git: Git
  /** The commit that is checked out. */
  readonly head: string
  readonly inputs: GateInputs
}

/** What the event that started the workflow changed. */
export async function eventChanges(host: Host, scope: EventScope, inputs: GateInputs): Promise<Comparison> {
  const git = new Git(host)
  const head = await git.commit('HEAD')
  if (head === undefined) throw noCheckout(host.root)
  const found = await byEvent(host, scope, { git, head, inputs: seenFrom(host.root, host.root, inputs) })
  return { ...found, root: host.root, boundaries: [await host.realPath('.')], named: new Set() }
}

/**
 * The commit whose settings and policies count for an event, and the one that is judged by them. Undefined where the work
 * tree's count: what was pushed is merged already; and where the base cannot be had, for then a change of any of them
 * ends in an error.
 */
export async function trustedCommits(
  host: Host,
  { event }: EventScope,
): Promise<{ readonly base: string; readonly head: string } | undefined> {
  const git = new Git(host)
  const head = await git.commit('HEAD')
  if (head === undefined) throw noCheckout(host.root)
  switch (event.kind) {
    case 'pull-request':
      return trustedOfPullRequest(event, { git, head })
    case 'merge-group':
      return { base: await ensureCommit(git, event.base, 'base of the merge group'), head }
    case 'push':
    case 'other':
      return undefined
  }
}

async function trustedOfPullRequest(event: EventOf<'pull-request'>, { git, head }: Omit<Checkout, 'inputs'>) {
  try {
    return { base: (await ends(event, { git, head })).base, head }
  } catch (error) {
    if (error instanceof MissingCommit) return undefined
    throw error
  }
}

function byEvent(host: Host, scope: EventScope, checkout: Checkout): Promise<Found> {
  const { event } = scope
  switch (event.kind) {
    case 'pull-request':
      return pullRequest(host, scope, event, checkout)
    case 'push':
      return push(event, checkout)
    case 'merge-group':
      return mergeGroup(event, checkout)
    case 'other':
      return all(checkout, `a ${event.name} event compares nothing`)
  }
}

async function pullRequest(
  host: Host,
  scope: EventScope,
  event: EventOf<'pull-request'>,
  checkout: Checkout,
): Promise<Found> {
  try {
    const { from, base } = await ends(event, checkout)
    const changes = await compare(checkout.git, from, checkout.head, checkout.inputs)
    return { changes, trusted: { base, head: checkout.head } }
  } catch (error) {
    if (!(error instanceof MissingCommit)) throw error
    return { changes: await listedByApi(host, scope, event, checkout, error) }
  }
}

/** Where the difference starts (`from`), and the tip of the branch that is merged into (`base`). */
async function ends(
  event: EventOf<'pull-request'>,
  { git, head }: Omit<Checkout, 'inputs'>,
): Promise<{ from: string; base: string }> {
  const parents = await git.parents(head)
  if (head === event.merge && parents.length === 2 && parents[1] === event.head) {
    const base = await ensureCommit(git, parents[0] ?? '', 'base of the merge')
    return { from: base, base }
  }
  expectCheckout(head, event.head, 'the pull request or its merge commit')
  const base = await ensureCommit(git, event.base, 'base of the pull request')
  return { from: await commonAncestor(git, base, head), base }
}

/**
 * Without the base commit its policies cannot be read. Those of the work tree are the same as long as the pull
 * request leaves them alone; when it does not, nobody could say which are right.
 */
async function listedByApi(
  host: Host,
  scope: EventScope,
  event: EventOf<'pull-request'>,
  { inputs }: Checkout,
  unavailable: MissingCommit,
): Promise<ChangeSet> {
  const changes = await changesFromApi(host, scope, event, unavailable)
  if (firstReason(changes.files, inputs) !== undefined) throw unavailable
  return changes
}

async function push(event: EventOf<'push'>, checkout: Checkout): Promise<Found> {
  const { git, head, inputs } = checkout
  expectCheckout(head, event.after, 'the commit that was pushed')
  if (event.before === undefined) return all(checkout, 'the branch or tag is new')
  try {
    const before = await ensureCommit(git, event.before, 'commit before the push')
    return { changes: await compare(git, before, head, inputs) }
  } catch (error) {
    if (event.forced && error instanceof MissingCommit) return all(checkout, 'the commit before a forced push is gone')
    throw error
  }
}

async function mergeGroup(event: EventOf<'merge-group'>, { git, head, inputs }: Checkout): Promise<Found> {
  expectCheckout(head, event.head, 'the head of the merge group')
  const base = await ensureCommit(git, event.base, 'base of the merge group')
  return { changes: await compare(git, base, head, inputs), trusted: { base, head } }
}

async function all({ git, head }: Checkout, reason: string): Promise<Found> {
  return { changes: await everything(git, head, reason) }
}

/** A check is shown at the event's commit, so that commit has to be the one that is judged. */
function expectCheckout(head: string, expected: string, what: string): void {
  if (head === expected) return
  throw new ConfigError({
    code: 'changes.wrong-checkout',
    what: `the checkout is at ${head}, not at ${what} (${expected})`,
    cause: 'another ref was checked out, or the branch moved before the checkout',
    remedy:
      'use actions/checkout without `ref` on `pull_request`, `push` and `merge_group`; if the branch moved, run again',
  })
}

function noCheckout(root: string): ConfigError {
  return new ConfigError({
    code: 'changes.no-checkout',
    what: `${root} is not a git checkout with a commit`,
    remedy: 'run actions/checkout in a step before the gate',
  })
}
