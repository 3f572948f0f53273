import type { Finding } from '../model/finding.ts'
import type { Verdict } from '../model/verdict.ts'
import { approvedText } from './policy-changes.ts'

/** A finding that an exception or the baseline allows, by what, and why. Nothing is escaped. */
export interface LetThrough {
  readonly finding: Finding
  readonly by: string
  readonly why: string
}

/** What was let through stands where everybody sees it, with the reason that was given. */
export function letThrough({ findings, exceptions = [] }: Verdict): readonly LetThrough[] {
  const known = new Map(exceptions.map((entry) => [entry.id, entry]))
  return findings.flatMap((finding) => {
    const { exception, baselined } = finding.marks
    if (exception === undefined) return baselined === true ? [{ finding, by: 'the baseline', why: '' }] : []
    const { justification = '', expires, ticket, approval } = known.get(exception) ?? {}
    const parts = [
      justification,
      expires === undefined ? '' : `until ${expires}`,
      ticket ?? '',
      approval === undefined ? '' : approvedText(approval),
    ]
    return [{ finding, by: exception, why: parts.filter((part) => part !== '').join('; ') }]
  })
}
