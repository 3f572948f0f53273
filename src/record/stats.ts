import { isJudged, type JudgedEntry, type RecordLine } from './entry-schema.ts'

// What records say of policies and of those who meet them. Everything is counted from lines of runs that came to a verdict.

/** How often something happened, most often first. */
export type Tally = readonly { readonly name: string; readonly times: number }[]

/** Of the violations that changes began with, how many were gone after their second and third state. */
export interface Resolution {
  readonly changes: number
  readonly violations: number
  readonly bySecond: number
  readonly byThird: number
}

export interface Stats {
  readonly runs: number
  /** Runs that came to no verdict: stopped, or settings that could not be used. */
  readonly unjudged: number
  readonly verdicts: Readonly<Record<JudgedEntry['verdict'], number>>
  readonly changes: number
  readonly violations: { readonly byPolicy: Tally; readonly byAuthor: Tally; readonly byAttempt: Tally }
  readonly resolution: { readonly agents: Resolution; readonly all: Resolution }
  /** Of changes that failed and passed later: milliseconds from the first failure to the first pass. */
  readonly timeToGreen: { readonly changes: number; readonly median: number | null }
  readonly escalated: number
  readonly neverViolated: readonly string[]
  readonly alwaysExcepted: readonly string[]
}

export function statsOf(lines: readonly RecordLine[]): Stats {
  const runs = lines.filter(isJudged)
  const changes = [...byChange(runs).values()]
  return {
    runs: lines.length,
    unjudged: lines.length - runs.length,
    verdicts: verdictsOf(runs),
    changes: changes.length,
    violations: violationsOf(runs),
    resolution: { agents: resolution(changes.filter(isByAgent)), all: resolution(changes) },
    timeToGreen: timeToGreen(changes),
    escalated: changes.filter((states) => states.some(({ attempt }) => attempt?.escalated === true)).length,
    ...quietPolicies(runs),
  }
}

function verdictsOf(runs: readonly JudgedEntry[]): Stats['verdicts'] {
  const counts = { pass: 0, fail: 0, error: 0 }
  for (const { verdict } of runs) counts[verdict]++
  return counts
}

/** The states of each change at each gate, in the order they were judged in; a state that was judged again counts once. */
function byChange(runs: readonly JudgedEntry[]): ReadonlyMap<string, readonly JudgedEntry[]> {
  const changes = new Map<string, JudgedEntry[]>()
  for (const run of [...runs].sort((a, b) => (a.at ?? '').localeCompare(b.at ?? ''))) {
    if (run.change === null || run.verdict === 'error') continue
    const key = JSON.stringify([run.change, run.gate])
    const states = changes.get(key) ?? []
    changes.set(key, states)
    if (!states.some(({ commits }) => commits.head === run.commits.head)) states.push(run)
  }
  return changes
}

const isByAgent = (states: readonly JudgedEntry[]): boolean =>
  states.some(({ attempt }) => attempt !== null && attempt.author.kind !== 'person')

const violated = ({ findings }: JudgedEntry) => findings.filter(({ counted }) => counted)

function violationsOf(runs: readonly JudgedEntry[]): Stats['violations'] {
  const policies: string[] = []
  const authors: string[] = []
  const attempts: string[] = []
  for (const run of runs) {
    for (const { policy } of violated(run)) {
      policies.push(policy)
      authors.push(run.attempt?.author.kind ?? 'not known')
      attempts.push(run.attempt === null ? 'not counted' : String(run.attempt.number))
    }
  }
  return { byPolicy: tally(policies), byAuthor: tally(authors), byAttempt: tally(attempts) }
}

function tally(names: readonly string[]): Tally {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts]
    .map(([name, times]) => ({ name, times }))
    .sort((a, b) => b.times - a.times || (a.name < b.name ? -1 : 1))
}

/** A change whose second state was never seen has resolved nothing. */
function resolution(changes: readonly (readonly JudgedEntry[])[]): Resolution {
  const sums = { changes: 0, violations: 0, bySecond: 0, byThird: 0 }
  for (const states of changes) {
    const begun = states.slice(states.findIndex(({ verdict }) => verdict === 'fail'))
    const [first, second, third = second] = begun
    if (first?.verdict !== 'fail') continue
    const ids = new Set(violated(first).map(({ id }) => id))
    sums.changes++
    sums.violations += ids.size
    sums.bySecond += gone(ids, second)
    sums.byThird += gone(ids, third)
  }
  return sums
}

function gone(ids: ReadonlySet<string>, state: JudgedEntry | undefined): number {
  if (state === undefined) return 0
  const left = new Set(violated(state).map(({ id }) => id))
  return [...ids].filter((id) => !left.has(id)).length
}

function timeToGreen(changes: readonly (readonly JudgedEntry[])[]): Stats['timeToGreen'] {
  const times = changes.flatMap((states) => {
    const failed = states.findIndex(({ verdict }) => verdict === 'fail')
    const green = states.find(({ verdict }, at) => failed >= 0 && at > failed && verdict === 'pass')
    const took = Date.parse(green?.at ?? '') - Date.parse(states[failed]?.at ?? '')
    return Number.isNaN(took) ? [] : [took]
  })
  const sorted = times.sort((a, b) => a - b)
  return { changes: sorted.length, median: sorted[Math.floor((sorted.length - 1) / 2)] ?? null }
}

/** Policies that may be superfluous, and those that nobody keeps. */
function quietPolicies(runs: readonly JudgedEntry[]): Pick<Stats, 'neverViolated' | 'alwaysExcepted'> {
  const findings = runs.flatMap((run) => run.findings)
  const found = new Set(findings.map(({ policy }) => policy))
  const kept = new Set(findings.filter(({ exception }) => exception === null).map(({ policy }) => policy))
  const known = new Set(runs.flatMap(({ policies }) => policies.map(({ name }) => name)))
  return {
    neverViolated: [...known].filter((name) => !found.has(name)).sort(),
    alwaysExcepted: [...found].filter((name) => !kept.has(name)).sort(),
  }
}
