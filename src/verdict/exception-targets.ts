import type { PolicyInfo } from '../model/policy.ts'
import type { Result } from '../model/result.ts'
import type { Target } from './written-exception.ts'

/** Kyverno makes rules for the controllers of pods of those that are written for pods, and calls them so. */
const AUTOGEN = /^autogen-(?:cronjob-)?/

/** Whether a policy is meant, and has the rule that is named. */
export function targetsPolicy({ policy, rule }: Target, { name, rules }: PolicyInfo): boolean {
  return (
    isLike(policy, name) &&
    (rule === undefined || rule === name || rules.some((one) => isLike(rule, plainRule(one.name))))
  )
}

/** Whether a result is one of what the exception allows not to obey. */
export function targetsResult({ policy, rule }: Target, result: Result): boolean {
  if (!isLike(policy, result.policy.name)) return false
  return rule === undefined || isLike(rule, result.rule) || isLike(rule, plainRule(result.rule))
}

/** A name, or a pattern of names in which `*` stands for any characters. */
export function isLike(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern === name
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's').test(name)
}

const plainRule = (rule: string): string => rule.replace(AUTOGEN, '')
