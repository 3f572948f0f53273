import { maskSecrets } from '../documents/secret-text.ts'
import type { Attempt, FindingMark } from '../model/attempt.ts'
import type { PolicyInfo } from '../model/policy.ts'
import type { Verdict } from '../model/verdict.ts'
import { stepOf } from './attempts.ts'
import { code, prose } from './escape-markdown.ts'
import { visibleLine } from './visible.ts'
import { count } from './wording.ts'

/** More would not be read; the report has all. */
const MOST = 20

/** What an agent could not resolve, and what speaks against the policy rather than the agent. */
interface Stuck {
  readonly mark: FindingMark
  /** In how many of the attempts it was. */
  readonly times: number
  readonly doubts: readonly string[]
}

/** What a person has to know who takes over: the task, what was tried, what is left, and how the agent goes on. */
export function escalationPart(verdict: Verdict): string[] {
  const { attempt } = verdict
  if (attempt?.escalation === undefined) return []
  const { author, of, escalation } = attempt
  const who = `The ${author.kind} ${author.name} has used ${count(of, 'attempt')} at “${maskSecrets(escalation.task)}”`
  return [
    `### A person is needed\n\n${prose(who)}. Later pushes are judged, without new feedback.`,
    ...stuckTable(stuckIn(attempt, verdict.policies)),
    courseOf(attempt),
    waysOut(escalation.label, escalation.owners),
  ]
}

function stuckTable(stuck: readonly Stuck[]): string[] {
  if (stuck.length === 0) return []
  const rows = stuck.slice(0, MOST).map(({ mark, times, doubts }) => {
    const cells = [code(mark.rule), code(mark.resource), String(times), doubts.join('; ') || '–']
    return `| ${cells.join(' | ')} |`
  })
  const rest = stuck.length - rows.length
  return [
    ['| What keeps failing | Where | Attempts | Is the policy clear? |', '|---|---|--:|---|', ...rows].join('\n'),
    ...(rest === 0 ? [] : [`${count(rest, 'more')} in the report.`]),
  ]
}

/** What each attempt changed, finding by finding: a person sees there whether it came nearer or went in circles. */
function courseOf({ history }: Attempt): string {
  const steps = history.map((record) => {
    const told = [
      count(record.violations, 'violation'),
      ...named('resolved', record.resolved),
      ...named('new', record.added),
      ...named('back', record.back),
      ...(record.left.length === 0 ? [] : [`${record.left.length} left`]),
    ]
    return `- ${code(stepOf(record).label)}: ${told.join('; ')}`
  })
  return `<details><summary>What each attempt changed</summary>\n\n${steps.join('\n')}\n\n</details>`
}

/** Of one kind in one attempt; the report has all. */
const MOST_NAMED = 8

function named(what: string, marks: readonly FindingMark[]): readonly string[] {
  if (marks.length === 0) return []
  const names = marks.slice(0, MOST_NAMED).map(({ rule, resource }) => `${code(rule)} at ${code(resource)}`)
  const rest = marks.length - names.length
  return [`${what}: ${names.join(', ')}${rest === 0 ? '' : ` and ${rest} more`}`]
}

/** What the last attempt broke, the most stubborn first. */
export function stuckIn({ history }: Attempt, policies: readonly PolicyInfo[]): readonly Stuck[] {
  const last = history.at(-1)
  if (last === undefined) return []
  const movedOn = history.some(({ resolved }) => resolved.length > 0)
  const attempts = history.map(({ added, back, left }) => [...added, ...back, ...left].map(({ id }) => id))
  return [...last.left, ...last.back, ...last.added]
    .map((mark) => {
      const times = attempts.filter((ids) => ids.includes(mark.id)).length
      const cameBack = history.some(({ back }) => back.some(({ id }) => id === mark.id))
      return {
        mark,
        times,
        doubts: doubtsOf(mark, { policies, cameBack, stayed: movedOn && times === history.length }),
      }
    })
    .sort((one, other) => other.times - one.times)
}

interface Course {
  readonly policies: readonly PolicyInfo[]
  readonly cameBack: boolean
  /** It was there from the first to the last, while others were resolved. */
  readonly stayed: boolean
}

function doubtsOf({ rule }: FindingMark, { policies, cameBack, stayed }: Course): readonly string[] {
  const policy = policies.find(({ name }) => rule === name || rule.startsWith(`${name}/`))
  return [
    ...(cameBack ? ['it came back: two rules may contradict'] : []),
    ...(stayed ? ['it stayed while others were resolved'] : []),
    ...(policy?.description === undefined ? ['it does not say why'] : []),
  ]
}

function waysOut(label: string, owners: readonly string[]): string {
  const who =
    owners.length === 0 ? 'somebody who maintains the repository' : `an owner (${owners.map(code).join(', ')})`
  return [
    'What now:',
    '- mend it by hand, or close the pull request;',
    '- where the policy is wrong or unclear, change it in a pull request of its own;',
    `- new attempts: ${who} comments ${code('/policy-gate reset')} or takes the label ${code(label)} off. Nobody else can.`,
  ].join('\n')
}

/** The same in a line, for a webhook in the form of Slack. */
export function escalationNotice(verdict: Verdict, change: string, url: string | undefined): string | undefined {
  const { attempt } = verdict
  if (attempt?.escalation === undefined) return undefined
  const rules = [...new Set(stuckIn(attempt, verdict.policies).map(({ mark }) => mark.rule))].slice(0, 5)
  const words = [
    `Policy Gate: a person is needed at ${change}: “${maskSecrets(attempt.escalation.task)}”.`,
    `${attempt.author.name} has used ${count(attempt.of, 'attempt')}; ${count(verdict.violations, 'violation is', 'violations are')} left${rules.length === 0 ? '' : ` (${rules.join(', ')})`}.`,
  ]
  return JSON.stringify({ text: `${inSlack(words.join(' '))}${url === undefined ? '' : ` ${url}`}` })
}

/** In Slack these three begin links and mentions; everything else is text. */
function inSlack(text: string): string {
  return visibleLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
