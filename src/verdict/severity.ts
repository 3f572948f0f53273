import type { Diagnostic } from '../model/diagnostic.ts'
import type { Finding } from '../model/finding.ts'
import type { PolicyInfo, Severity } from '../model/policy.ts'
import type { Result } from '../model/result.ts'

/** By `policy` or `policy/rule`; the rule's own counts before its policy's. */
export type Overrides = Readonly<Record<string, Severity>>

const RANK: Readonly<Record<Severity, number>> = { critical: 4, high: 3, medium: 2, low: 1, info: 0 }

/** Gives results the severities that the team's configuration states. */
export function withSeverities(results: readonly Result[], overrides: Overrides): readonly Result[] {
  if (Object.keys(overrides).length === 0) return results
  return results.map((result) => {
    const severity = own(overrides, `${result.policy.name}/${result.rule}`) ?? own(overrides, result.policy.name)
    return severity === undefined ? result : { ...result, policy: { ...result.policy, severity } }
  })
}

/** The same for the list of policies, as far as whole policies are meant. */
export function policiesWithSeverities(policies: readonly PolicyInfo[], overrides: Overrides): readonly PolicyInfo[] {
  return policies.map((policy) => ({ ...policy, severity: own(overrides, policy.name) ?? policy.severity }))
}

/** A name of no policy does nothing, and somebody meant it to do something. */
export function namesNothing(policies: readonly PolicyInfo[], overrides: Overrides): readonly Diagnostic[] {
  const known = new Set(policies.flatMap(({ name, rules }) => [name, ...rules.map((rule) => `${name}/${rule.name}`)]))
  return Object.keys(overrides)
    .filter((name) => !known.has(name))
    .map((name) => ({
      level: 'warning',
      code: 'policy.severity-unused',
      message: `the configuration gives ${name} a severity, and no policy or rule is called so`,
      remedy: 'write the name of a policy, or policy/rule, as reports name it',
      blame: 'user',
    }))
}

/** Marks what is less severe than what fails the gate: it is shown, and does not decide. */
export function markMild(findings: readonly Finding[], least: Severity): readonly Finding[] {
  return findings.map((finding) =>
    RANK[finding.result.policy.severity] < RANK[least]
      ? { ...finding, marks: { ...finding.marks, mild: true } }
      : finding,
  )
}

function own(overrides: Overrides, name: string): Severity | undefined {
  return Object.hasOwn(overrides, name) ? overrides[name] : undefined
}
