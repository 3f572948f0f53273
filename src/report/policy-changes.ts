import type { Approval } from '../model/approval.ts'
import type { FindingMark } from '../model/attempt.ts'
import type { PolicyChange } from '../model/policy-change.ts'
import type { Preview } from '../model/preview.ts'
import type { Verdict } from '../model/verdict.ts'
import { shortCommit } from './attempts.ts'
import { code, prose } from './escape-markdown.ts'
import { clip, count } from './wording.ts'

// What a change makes of its own judges, in the words of every format. Nothing but the Markdown is escaped here.

export const CHANGES_TITLE = 'Changes of what judges'

/** `modified`, `renamed from policies/a.yaml`. */
export function whatChanged({ status, previousPath }: PolicyChange): string {
  return previousPath === undefined ? status : `${status} from ${previousPath}`
}

/** Who approved it, for which commit and why; or who may. */
export function approvalText({ approval, owners }: PolicyChange): string {
  if (approval === undefined)
    return owners.length === 0 ? 'nobody owns it' : `not approved; owners: ${owners.join(', ')}`
  return approvedText(approval)
}

export function approvedText({ by, how, commit, at, reason }: Approval): string {
  return `approved by @${by}, ${how} of ${shortCommit(commit)} at ${at}${reason === '' ? '' : `: ${reason}`}`
}

export function previewLine({ outcome, violations, fewer, more }: Preview): string {
  const own = 'With the policies and settings of this change'
  if (outcome === 'error') return `${own} the gate would end in an error.`
  return `${own}: ${outcome}, ${count(violations, 'violation')}; ${fewer.length} fewer and ${more.length} more than now.`
}

/** What would go and come, as in a `diff`. */
export function previewSteps({ fewer, more }: Preview): readonly (readonly [sign: '-' | '+', mark: FindingMark])[] {
  return [...fewer.map((mark) => ['-', mark] as const), ...more.map((mark) => ['+', mark] as const)]
}

/** For Markdown, within its share of the room. */
export function policyChangesPart({ policyChanges = [], preview }: Verdict, limit: number): readonly string[] {
  if (policyChanges.length === 0) return []
  const rows = policyChanges.map(
    (change) =>
      `| ${change.kind} | ${code(change.path)} | ${code(whatChanged(change))} | ${prose(clip(approvalText(change)))} |`,
  )
  const table = ['| | File | What | Approval |', '|---|---|---|---|', ...within(rows, limit / 2)].join('\n')
  return [`### ${CHANGES_TITLE}\n\n${table}`, ...(preview === undefined ? [] : [previewPart(preview, limit / 2)])]
}

function previewPart(preview: Preview, limit: number): string {
  const line = `**${prose(previewLine(preview))}**`
  const steps = previewSteps(preview).map(
    ([sign, { rule, resource }]) => `- ${sign === '-' ? 'fewer' : 'more'}: ${code(rule)} ${code(resource)}`,
  )
  if (steps.length === 0) return line
  return `${line}\n\n<details><summary>Which</summary>\n\n${within(steps, limit).join('\n')}\n\n</details>`
}

/** The lines that fit; a last one counts the rest. */
function within(lines: readonly string[], limit: number): readonly string[] {
  let left = limit
  const fitting = lines.findIndex((line) => {
    left -= Buffer.byteLength(line, 'utf8') + 1
    return left < 0
  })
  if (fitting < 0) return lines
  const start = lines[0]?.startsWith('|') === true ? '|' : '-'
  return [...lines.slice(0, fitting), `${start} ${lines.length - fitting} more: the JSON report has all`]
}
