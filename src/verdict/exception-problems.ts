import type { ExceptionProblem } from '../model/exception.ts'
import type { PolicyInfo } from '../model/policy.ts'
import { targetsPolicy } from './exception-targets.ts'
import type { ExceptionRules, WrittenException } from './written-exception.ts'

type Check = (written: WrittenException, rules: ExceptionRules, policies: readonly PolicyInfo[]) => boolean

/** What can be wrong with an exception, each with what tells it. */
const CHECKS: Readonly<Record<ExceptionProblem, Check>> = {
  'no-justification': ({ justification = '' }) => justification.trim() === '',
  'weak-justification': ({ justification = '' }, { minJustification }, policies) =>
    justification.trim() !== '' && isWeak(justification, minJustification, policies),
  'no-expiry': ({ expires }) => expires === undefined,
  'bad-expiry': ({ expires }) => expires !== undefined && dayOf(expires) === undefined,
  expired: ({ expires }, { today }) => lasts(expires, today) < 0,
  'too-long': ({ expires }, { today, maxDays }) => lasts(expires, today) > maxDays,
  'over-broad': ({ isBroad, targets }, { allowBroad }) =>
    !allowBroad && (isBroad || targets.some(({ policy }) => policy.includes('*'))),
  'not-exemptable': ({ targets }, _, policies) =>
    policies.some((policy) => policy.exemptable === false && targets.some((target) => targetsPolicy(target, policy))),
  'names-nothing': ({ targets }, _, policies) =>
    !policies.some((policy) => targets.some((target) => targetsPolicy(target, policy))),
}

/** Everything that is wrong with an exception, in the order of the table. */
export function problemsOf(
  written: WrittenException,
  rules: ExceptionRules,
  policies: readonly PolicyInfo[],
): readonly ExceptionProblem[] {
  return (Object.keys(CHECKS) as ExceptionProblem[]).filter((problem) => CHECKS[problem](written, rules, policies))
}

/** Words that fill a field and say nothing. */
const EMPTY_WORDS = new Set(
  'a accepted and approved are as at be because but by can exception exclusion exempt exempted exemption false fine fix fixme for has have here ignore in is issue it just known later legacy moment must n na needed no none not now of off ok okay on only or our per placeholder please policy positive reason reasons required risk see skip so still tbd temp temporary test that the there they this time to todo too valid we wip with wontfix workaround xxx yes you'.split(
    ' ',
  ),
)

/** Too short, no words of its own, or only what the policy says itself. */
function isWeak(justification: string, shortest: number, policies: readonly PolicyInfo[]): boolean {
  const text = plain(justification)
  if ([...text].length < shortest) return true
  const words = new Set(text.split(' ').filter((word) => word.length > 1 && !EMPTY_WORDS.has(word)))
  return words.size < 2 || repeats(text, policies)
}

/** Whether a text is what a policy says of itself. */
function repeats(text: string, policies: readonly PolicyInfo[]): boolean {
  return policies.some(({ title = '', description = '', remedy = '' }) =>
    [title, description, remedy].some((own) => plain(own) === text),
  )
}

/** Letters and digits of any script, in small letters; what stands between them is one space. */
export function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

const DAY = 24 * 60 * 60 * 1000

/** Days from today to the last day, which still counts; NaN without a day. */
function lasts(expires: string | undefined, today: string): number {
  return ((dayOf(expires ?? '') ?? Number.NaN) - (dayOf(today) ?? Number.NaN)) / DAY
}

/** A day that is in the calendar, in milliseconds. */
function dayOf(text: string): number | undefined {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? undefined : time
}
