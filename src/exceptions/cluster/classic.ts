import type { PolicyInfo } from '../../model/policy.ts'
import type { Target } from '../../verdict/written-exception.ts'
import type { Selection } from './selection.ts'

/** A rule of a policy, or all of them. */
export interface Allowed {
  readonly policy: PolicyInfo
  readonly rule?: Target['rule']
}

/** `spec` of a PolicyException of `kyverno.io/v2`. */
export function classicSpec(allowed: readonly Allowed[], selections: readonly Selection[]) {
  return {
    exceptions: allowed.map(({ policy, rule }) => ({
      policyName: policy.namespace === '' ? policy.name : `${policy.namespace}/${policy.name}`,
      ruleNames: rule === undefined || rule === policy.name ? ['*'] : withAutogen(rule),
    })),
    match: { any: selections.map((selection) => ({ resources: resourcesOf(selection) })) },
  }
}

/** Kyverno makes rules for controllers of those for pods, and calls them so; the exception of a rule is one of these as well. */
function withAutogen(rule: string): readonly string[] {
  return rule.startsWith('autogen-') ? [rule] : [rule, `autogen-${rule}`, `autogen-cronjob-${rule}`]
}

function resourcesOf({ kind = '*', namespace, name, labels = {} }: Selection) {
  return {
    kinds: [kind],
    ...(namespace === undefined ? {} : { namespaces: [namespace] }),
    ...(name === undefined ? {} : { names: [name] }),
    ...(Object.keys(labels).length === 0 ? {} : { selector: { matchLabels: labels } }),
  }
}
