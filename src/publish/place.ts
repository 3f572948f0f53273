import type { GitHubAnswer, GitHubRequest } from '../host/host.ts'
import type { Note } from './note.ts'

/** Asks GitHub with the run's token. Busy servers have been asked again already; what is refused stays refused. */
export type Ask = (request: GitHubRequest) => Promise<GitHubAnswer>

/** Where on GitHub a run is published. */
export interface Place {
  readonly ask: Ask
  /** The login that we write as. */
  readonly login: () => Promise<string>
  /** `/repos/owner/name`, encoded. */
  readonly repository: string
  /** The pull request that is judged, where there is one. */
  readonly pull: number | undefined
  /** The last commit of the change: checks and reviews belong to it. */
  readonly head: string
  /** The commit that was checked out, and its ref. */
  readonly commit: string
  readonly ref: string
}

export type Refusal = Extract<GitHubAnswer, { kind: 'refused' }>

/** Where a thing can be found when GitHub does not take it, and what permission it wants. */
export interface Fallback {
  readonly what: string
  readonly instead: string
  readonly permission: string
}

/** Says why GitHub did not do it, in words that lead to the remedy. */
export function refused({ status, message }: Refusal, { what, instead, permission }: Fallback): Note {
  const why = `GitHub ${reason(status)}${message === '' ? '' : ` (${message.slice(0, 300)})`}`
  const remedy =
    status === 403 || status === 404
      ? `give the job \`${permission}\`, which forks and Dependabot cannot have`
      : undefined
  return { what, why, instead, ...(remedy === undefined ? {} : { remedy }) }
}

function reason(status: number): string {
  if (status === 0) return 'did not answer'
  if (status === 429) return 'asks to wait longer than a verdict may'
  if (status >= 500) return `failed with ${status}`
  return `refused with ${status}`
}
