import type { Resolution, Stats, Tally } from '../record/stats.ts'
import { visibleLine } from './visible.ts'
import { count } from './wording.ts'

// What `policy-gate stats` says, for people.

export function statsText(stats: Stats): string {
  const { runs, unjudged, verdicts, changes, violations, resolution, timeToGreen, escalated } = stats
  const lines = [
    `${count(runs, 'run')} of ${count(changes, 'change')}: ${verdicts.pass} pass, ${verdicts.fail} fail, ${verdicts.error} error, ${unjudged} without a verdict`,
    ...section('violations by policy', violations.byPolicy),
    ...section('violations by author', violations.byAuthor),
    ...section('violations by attempt', violations.byAttempt),
    '',
    `resolved, agents and bots: ${resolved(resolution.agents)}`,
    `resolved, all authors:     ${resolved(resolution.all)}`,
    `time to green: ${timeToGreen.median === null ? 'no change has failed and passed later' : `${duration(timeToGreen.median)} (median of ${count(timeToGreen.changes, 'change')})`}`,
    `handed to a person: ${count(escalated, 'change')}`,
    ...names('never violated', stats.neverViolated),
    ...names('always excepted', stats.alwaysExcepted),
  ]
  return `${lines.join('\n')}\n`
}

function section(title: string, tally: Tally): readonly string[] {
  if (tally.length === 0) return []
  const width = Math.max(...tally.map(({ times }) => String(times).length))
  return ['', title, ...tally.map(({ name, times }) => `  ${String(times).padStart(width)}  ${visibleLine(name)}`)]
}

function names(title: string, policies: readonly string[]): readonly string[] {
  return policies.length === 0 ? [] : ['', title, ...policies.map((name) => `  ${visibleLine(name)}`)]
}

function resolved({ changes, violations, bySecond, byThird }: Resolution): string {
  if (violations === 0) return 'no change failed'
  const share = (n: number) => `${Math.round((100 * n) / violations)} %`
  return `${share(bySecond)} by the second attempt, ${share(byThird)} by the third (${count(violations, 'violation')} of ${count(changes, 'change')})`
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const

/** In the largest unit that it fills, and the next one. */
function duration(milliseconds: number): string {
  const at = UNITS.findIndex(([, size]) => milliseconds >= size)
  if (at < 0) return '0 s'
  let left = milliseconds
  const parts = UNITS.slice(at, at + 2).map(([unit, size]) => {
    const whole = Math.floor(left / size)
    left -= whole * size
    return `${whole} ${unit}`
  })
  return parts.join(' ')
}
