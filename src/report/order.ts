import type { DiagnosticLevel } from '../model/diagnostic.ts'
import type { Finding } from '../model/finding.ts'
import type { Severity } from '../model/policy.ts'
import type { FailOn, Verdict } from '../model/verdict.ts'
import { levelOf } from '../verdict/level.ts'

export interface Ranked {
  readonly finding: Finding
  readonly level: DiagnosticLevel
}

const LEVELS: Readonly<Record<DiagnosticLevel, number>> = { error: 0, warning: 1, note: 2 }
const SEVERITIES: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3, info: 4 }

/** Findings, worst first: what decides, then by severity; what could not be judged before what failed. */
export function worstFirst({ findings, failOn }: Verdict): readonly Ranked[] {
  return rank(findings, failOn).toSorted((a, b) => byWeight(a, b) || byPlace(a.finding, b.finding))
}

/** Findings of each file in the order of their places; files with the worst first. */
export function byFile({ findings, failOn }: Verdict): ReadonlyMap<string, readonly Ranked[]> {
  const files = new Map<string, Ranked[]>()
  for (const ranked of rank(findings, failOn)) {
    const known = files.get(ranked.finding.location.file)
    if (known === undefined) files.set(ranked.finding.location.file, [ranked])
    else known.push(ranked)
  }
  for (const group of files.values()) group.sort((a, b) => byPlace(a.finding, b.finding) || byWeight(a, b))
  return new Map([...files].sort(([a, one], [b, other]) => worst(one) - worst(other) || compare(a, b)))
}

function rank(findings: readonly Finding[], failOn: FailOn): Ranked[] {
  return findings.map((finding) => ({ finding, level: levelOf(finding, failOn) }))
}

const worst = (group: readonly Ranked[]): number =>
  group.reduce((least, { level }) => Math.min(least, LEVELS[level]), 3)

function byWeight(a: Ranked, b: Ranked): number {
  return (
    LEVELS[a.level] - LEVELS[b.level] ||
    Number(b.finding.result.status === 'error') - Number(a.finding.result.status === 'error') ||
    SEVERITIES[a.finding.result.policy.severity] - SEVERITIES[b.finding.result.policy.severity]
  )
}

function byPlace({ location: a, result: one }: Finding, { location: b, result: other }: Finding): number {
  return (
    compare(a.file, b.file) ||
    a.line - b.line ||
    a.column - b.column ||
    compare(one.policy.name, other.policy.name) ||
    compare(one.rule, other.rule)
  )
}

/** By code units: the same everywhere, whatever the locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
