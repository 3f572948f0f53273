import type { Attempt } from '../model/attempt.ts'
import { type AttemptSetting, attemptFrom, distinctHeads, type Judged } from './history.ts'

/** A verdict of before, and when GitHub heard of it. */
export type Past = Judged & { readonly at: string }

/** Verdicts since an owner gave new attempts. One of the very same second counts as before: in doubt for the owner. */
export function sinceReset<One extends { readonly at: string }>(
  past: readonly One[],
  reset: string | undefined,
): readonly One[] {
  return reset === undefined ? past : past.filter(({ at }) => Date.parse(at) > Date.parse(reset))
}

/**
 * Which attempt `now` is. Commits that broke policies are counted, each once, however often and in which order they were
 * judged; a run that could judge nothing is none. Undefined where there is nothing to tell of.
 */
export function attemptNow(
  past: readonly Judged[],
  now: Judged,
  setting: Omit<AttemptSetting, 'escalated'>,
): Attempt | undefined {
  const isJudged = now.outcome !== 'error'
  const all = distinctHeads(isJudged ? [...past, now] : past)
  const escalated = all.filter(({ outcome }) => outcome === 'fail').length >= setting.of
  if (!isJudged) return escalated ? attemptFrom(all, { ...setting, escalated }) : undefined
  const way = all.slice(0, all.findIndex(({ head }) => head === now.head) + 1)
  return attemptFrom(way, { ...setting, escalated })
}
