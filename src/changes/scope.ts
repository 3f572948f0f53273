import type { Target } from '../inputs/argv.ts'
import type { Event } from '../inputs/event.ts'

/** What a run is asked to judge: what an event changed, or what a command line names. */
export type Scope = Target | EventScope

export interface EventScope {
  readonly kind: 'event'
  readonly event: Event
  /** `owner/name`. */
  readonly repository: string
  readonly token: string
  /** The workflow that runs the gate, such as `.github/workflows/gate.yml`, where it is known. */
  readonly workflow: string | undefined
}
