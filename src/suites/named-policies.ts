import type { WireRow } from '../engines/kyverno/wire.ts'
import type { PolicyInfo, RuleInfo } from '../model/policy.ts'

/** The policies that a suite means by a name, alone or as `namespace/name`. */
export function policiesNamed(policies: readonly PolicyInfo[], named: string): readonly PolicyInfo[] {
  const [name, namespace] = named.split('/').reverse()
  return policies.filter((one) => one.name === name && (namespace === undefined || isIn(one, namespace)))
}

/** A namespaced policy that names no namespace is applied to `default`. */
function isIn({ kind, namespace }: PolicyInfo, wanted: string): boolean {
  const isNamespaced = kind === 'Policy' || kind.startsWith('Namespaced')
  return (namespace === '' && isNamespaced ? 'default' : namespace) === wanted
}

/** Kinds whose policies have one unnamed rule; a rule that a suite names for them is not looked at. */
function isRuleless({ kind }: PolicyInfo): boolean {
  return /^(Namespaced)?(Validating|Mutating|ImageValidating|Generating|Deleting)(Admission)?Policy$/.test(kind)
}

/** The rules of a policy that a suite means: all by no name, else as written or as generated for controllers. */
export function rulesNamed(policy: PolicyInfo, named: string): readonly RuleInfo[] {
  if (named === '' || isRuleless(policy)) return policy.rules
  const written = named.replace(/^autogen-(cronjob-)?/, '')
  return policy.rules.filter(({ name }) => name === named || name === written)
}

/** Whether a row answers for the rule of one of these policies; a rule stands for those generated from it. */
export function isAbout(row: WireRow, policies: readonly PolicyInfo[], rule: string): boolean {
  const policy = policies.find(({ id }) => id === row.policy)
  if (policy === undefined) return false
  return rule === '' || isRuleless(policy) || [rule, `autogen-${rule}`, `autogen-cronjob-${rule}`].includes(row.rule)
}
