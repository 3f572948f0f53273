import type { PolicyInfo } from '../../model/policy.ts'
import { severityOf } from '../severity-word.ts'
import type { WireRule } from './wire.ts'

/** The name a rule goes by: what its METADATA calls it, where several rules of a package share one name. */
export function ruleName({ name, custom }: WireRule): string {
  const id = custom?.['id']
  return typeof id === 'string' && id !== '' ? id : name
}

/**
 * A Rego rule with what its METADATA says of it. Title, severity and remedy are a rule's own there, so each rule is
 * listed as a policy of one rule; policies of one package in one file have the same name.
 */
export function policyOfRule(rule: WireRule, id: number): PolicyInfo {
  return {
    id,
    engine: 'rego',
    kind: 'Rego',
    name: rule.namespace,
    namespace: '',
    file: rule.file,
    line: rule.line,
    enforcement: rule.kind === 'warn' ? 'audit' : 'enforce',
    severity: severityOf(rule.severity),
    ...optional('category', rule.category),
    ...optional('title', rule.title),
    ...optional('description', oneParagraph(rule.description)),
    ...optional('remedy', oneParagraph(rule.remedy)),
    ...(rule.custom?.['exemptable'] === false ? { exemptable: false } : {}),
    rules: [{ name: ruleName(rule), kind: 'validate', judged: true, line: rule.line }],
  }
}

function optional<Key extends string>(key: Key, value: string | undefined): { readonly [K in Key]?: string } {
  return (value === undefined || value === '' ? {} : { [key]: value }) as { readonly [K in Key]?: string }
}

function oneParagraph(text: string | undefined): string | undefined {
  return text?.replace(/\s+/g, ' ').trim()
}
