import type { Values } from './values.ts'

/** Where Kyverno's policies find the parameters, here and in the cluster. */
export const CONFIG_MAP = { name: 'policy-gate-params', namespace: 'policy-gate' } as const

/** The ConfigMap as an object. Its values are texts: what is no text is written as JSON. */
export function configMap(values: Values) {
  const data = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: CONFIG_MAP,
    data: Object.fromEntries(data) as Record<string, string>,
  }
}
