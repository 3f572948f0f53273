/** Who wrote what is judged. A `bot` follows rules (Renovate), an `agent` is a coding agent that can act on feedback. */
export type AuthorKind = 'person' | 'agent' | 'bot'

/** The author, and which sign gave them away: `login`, `app`, `trailer`, `branch`, `label` or `command`. */
export interface Author {
  readonly kind: AuthorKind
  /** How people call the agent or bot (`copilot`, `claude`), or the login of a person. Untrusted text. */
  readonly name: string
  readonly sign?: 'login' | 'app' | 'trailer' | 'branch' | 'label' | 'command'
}

/** A finding as it is recognised from one attempt to the next; nothing in it depends on line numbers. */
export interface FindingMark {
  /** The same for the same policy, rule, resource and place, as `verdict/fingerprint.ts` tells it. */
  readonly id: string
  /** `policy/rule`. Untrusted text. */
  readonly rule: string
  /** `Kind namespace/name`. Untrusted text. */
  readonly resource: string
}

/** One attempt: a distinct state of the change that broke policies, or the one that broke none. */
export interface AttemptRecord {
  /** From 1. */
  readonly number: number
  /** The commit, or the digest of an answer where there is no commit. */
  readonly head: string
  readonly violations: number
  /** Findings of the attempt before that are gone. */
  readonly resolved: readonly FindingMark[]
  /** Findings that no attempt before had. */
  readonly added: readonly FindingMark[]
  /** Findings that an earlier attempt had resolved. */
  readonly back: readonly FindingMark[]
  /** Findings that the attempt before had, too. */
  readonly left: readonly FindingMark[]
}

/** What an agent shall do now: nothing is left, another try, or leave it to a person. */
export type NextStep = 'done' | 'fix' | 'stop_and_escalate'

/** Where the count was read from: the gate's own check runs, the runs of the workflow, or a task that we run ourselves. */
export type AttemptSource = 'checks' | 'runs' | 'task'

/** The case that a person is called in for. */
export interface Escalation {
  /** What was to be done: the title of the pull request. Untrusted text. */
  readonly task: string
  /** The label of pull requests that need a person. */
  readonly label: string
  /** Who may give new attempts: owners of the policies, as `@login` or `@organisation/team`; may be empty. */
  readonly owners: readonly string[]
}

/** The attempts at one change, this one last. */
export interface Attempt {
  /** This attempt, from 1. It does not grow beyond `of` + 1: what is pushed after the last is judged, not counted. */
  readonly number: number
  /** How many there may be. */
  readonly of: number
  readonly author: Author
  readonly source: AttemptSource
  /** Oldest first; the last is the one that was judged now. */
  readonly history: readonly AttemptRecord[]
  readonly next: NextStep
  /** A person was called in, and has not given the agent new attempts yet. */
  readonly escalated: boolean
  /** There once a person was called in. */
  readonly escalation?: Escalation
}
