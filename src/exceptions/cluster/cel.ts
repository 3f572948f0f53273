import type { PolicyInfo } from '../../model/policy.ts'
import type { Selection } from './selection.ts'

/** `spec` of a PolicyException of `policies.kyverno.io/v1`. It ends by itself: `expires` is the last day on which it counts. */
export function celSpec(policies: readonly PolicyInfo[], selections: readonly Selection[], expires: string) {
  return {
    policyRefs: policies.map(({ kind, name }) => ({ kind, name })),
    matchConditions: [{ name: 'resource', expression: selections.map(conditionOf).join(' || ') }],
    expiresAt: `${dayAfter(expires)}T00:00:00Z`,
  }
}

/** `2027-01-31` → `2027-02-01`. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 60 * 60 * 1000).toISOString().slice(0, 10)
}

/** What is removed has no new object. */
const OBJECT = '(object == null ? oldObject : object)'

function conditionOf({ kind, namespace, name, labels = {} }: Selection): string {
  const is = (field: string, wanted: string | undefined) => (wanted === undefined ? [] : [likeness(field, wanted)])
  const parts = [
    ...is(`${OBJECT}.kind`, kind),
    ...is(`${OBJECT}.metadata.?namespace.orValue("")`, namespace),
    ...is(`${OBJECT}.metadata.?name.orValue("")`, name),
    ...Object.entries(labels).map(
      ([label, value]) => `${OBJECT}.metadata.?labels[?${literal(label)}] == optional.of(${literal(value)})`,
    ),
  ]
  return parts.length === 0 ? 'true' : `(${parts.join(' && ')})`
}

function likeness(field: string, wanted: string): string {
  if (!wanted.includes('*')) return `${field} == ${literal(wanted)}`
  const parts = wanted.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return `${field}.matches(${literal(`^${parts.join('.*')}$`)})`
}

/** CEL's strings in double quotes are written as JSON's. */
const literal = (text: string): string => JSON.stringify(text)
