import type { BaselineState } from '../model/baseline.ts'
import type { ChangeSet } from '../model/change.ts'
import type { Finding } from '../model/finding.ts'
import { fingerprints } from './fingerprint.ts'

/** Marks the failures that the baseline knows. */
export function markBaseline(findings: readonly Finding[], ids: ReadonlySet<string>): readonly Finding[] {
  const known = fingerprints(findings.filter(isFailure))
  return findings.map((finding) =>
    ids.has(known.get(finding) ?? '') ? { ...finding, marks: { ...finding.marks, baselined: true } } : finding,
  )
}

/** How the baseline was used. Only where everything was judged can it be said what of it is out of date. */
export function baselineState(
  file: string,
  ids: ReadonlySet<string>,
  findings: readonly Finding[],
  { source }: ChangeSet,
): BaselineState {
  const used = findings.filter(({ marks }) => marks.baselined === true).length
  return { file, entries: ids.size, used, ...(source === 'all-files' ? { stale: ids.size - used } : {}) }
}

const isFailure = ({ result }: Finding): boolean => result.status === 'fail'
