import { availableParallelism } from 'node:os'
import { InternalError } from '../errors.ts'
import type { SuiteReport } from '../model/suite.ts'
import { inLanes } from './lanes.ts'
import { type SuiteKind, suiteKindOf } from './suite-kinds.ts'
import type { RunnerOptions } from './suite-runner.ts'

/** Suites that one engine runs before a second one pays for its start. */
const WORTH_A_LANE = 12
const MOST_LANES = 2

/** Runs all suites, those of a kind on as many engines as they are worth. Reports come in the order of the paths. */
export async function runSuites(paths: readonly string[], options: RunnerOptions): Promise<readonly SuiteReport[]> {
  const reports = new Map<string, SuiteReport>()
  for (const [kind, own] of byKind(paths)) {
    const ran = await inLanes(own, lanesFor(own.length), {
      open: () => kind.open(options),
      work: (runner, path) => runner.run(path),
    })
    for (const report of ran) reports.set(report.file, report)
  }
  return paths.flatMap((path) => reports.get(path) ?? [])
}

export function lanesFor(suites: number): number {
  return Math.max(1, Math.min(MOST_LANES, availableParallelism(), Math.floor(suites / WORTH_A_LANE)))
}

function byKind(paths: readonly string[]): ReadonlyMap<SuiteKind, readonly string[]> {
  const kinds = new Map<SuiteKind, string[]>()
  for (const path of paths) {
    const kind = suiteKindOf(path)
    if (kind === undefined) throw new InternalError(`${path} is no suite`)
    kinds.set(kind, [...(kinds.get(kind) ?? []), path])
  }
  return kinds
}
