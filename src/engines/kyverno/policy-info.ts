import type { PolicyInfo } from '../../model/policy.ts'
import { severityOf } from '../severity-word.ts'
import type { WirePolicy } from './wire.ts'

/** What reports say of a policy comes from the annotations that Kyverno's own policies carry. */
export function policyInfo(wire: WirePolicy, id: number): PolicyInfo {
  const note = (name: string): string | undefined => wire.annotations?.[name]
  return {
    id,
    engine: 'kyverno',
    kind: wire.kind,
    name: wire.name,
    namespace: wire.namespace,
    file: wire.file,
    line: wire.line,
    enforcement: wire.enforce ? 'enforce' : 'audit',
    severity: severityOf(note('policies.kyverno.io/severity')),
    ...optional('category', note('policies.kyverno.io/category')),
    ...optional('title', note('policies.kyverno.io/title')),
    ...optional('description', oneParagraph(note('policies.kyverno.io/description'))),
    ...optional('remedy', oneParagraph(note('policy-gate.dev/remedy'))),
    ...(note('policy-gate.dev/exemptable') === 'false' ? { exemptable: false } : {}),
    rules: wire.rules.map(({ name, kind, judged, line }) => ({ name, kind, judged, line })),
  }
}

function optional<Key extends string>(key: Key, value: string | undefined): { readonly [K in Key]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: string }
}

/** Descriptions are folded in YAML by hand; a report breaks lines by itself. */
function oneParagraph(text: string | undefined): string | undefined {
  return text?.replace(/\s+/g, ' ').trim()
}
