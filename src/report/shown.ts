import type { Attempt } from '../model/attempt.ts'
import type { Location } from '../model/position.ts'
import type { Preview } from '../model/preview.ts'
import type { Verdict } from '../model/verdict.ts'

/** A line of a source as a report may print it. `from` and `to` are the marked part, in UTF-16 code units of `text`. */
export interface Excerpt {
  readonly line: number
  readonly text: string
  readonly from: number
  readonly to: number
  /** The line goes on before, or after, what is shown of it. */
  readonly cutBefore: boolean
  readonly cutAfter: boolean
}

/**
 * A verdict as it may be shown: reporters take nothing else, and only `redact` makes one, so that no format can print
 * a secret that another one hides. Texts are still untrusted: each format makes them harmless in its own way.
 */
export interface Shown {
  readonly verdict: Verdict
  /** The line that a place points at; undefined when its file was not read. */
  excerpt(location: Location): Excerpt | undefined
  readonly [REDACTED]: true
}

export const REDACTED = Symbol('redacted')

/** The same verdict with what it would be by the change's own policies, which is made of shown findings. */
export function withPreview(shown: Shown, preview: Preview): Shown {
  return { ...shown, verdict: { ...shown.verdict, preview } }
}

/** The same verdict with the attempt that it belongs to, which is made of shown findings and holds no other texts. */
export function withAttempt(shown: Shown, attempt: Attempt): Shown {
  return { ...shown, verdict: { ...shown.verdict, attempt } }
}
