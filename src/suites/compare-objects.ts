import { isDeepStrictEqual } from 'node:util'

export interface KubernetesObject {
  readonly apiVersion?: string
  readonly kind?: string
  readonly metadata?: {
    readonly name?: string
    readonly namespace?: string
    readonly labels?: Readonly<Record<string, string>> | null
  }
}

/** A namespaced object without a namespace is in `default`; a cluster-scoped one has none on both sides. */
export function sameIdentity(one: KubernetesObject, other: KubernetesObject): boolean {
  return (
    one.apiVersion === other.apiVersion &&
    one.kind === other.kind &&
    one.metadata?.name === other.metadata?.name &&
    namespaceOf(one) === namespaceOf(other)
  )
}

const namespaceOf = ({ metadata }: KubernetesObject): string => metadata?.namespace || 'default'

/**
 * Whether two objects with the same identity are equal for `kyverno test`: empty maps, empty lists and nulls are nothing,
 * and the labels that Kyverno itself puts on what it generates do not count.
 */
export function sameObject(one: KubernetesObject, other: KubernetesObject): boolean {
  return isDeepStrictEqual(tidy(withoutKyvernoLabels(one)), tidy(withoutKyvernoLabels(other)))
}

function withoutKyvernoLabels(object: KubernetesObject): KubernetesObject {
  const labels = Object.entries(object.metadata?.labels ?? {}).filter(
    ([key]) => !key.startsWith('generate.kyverno.io/'),
  )
  return {
    ...object,
    metadata: {
      ...object.metadata,
      namespace: namespaceOf(object),
      labels: { 'app.kubernetes.io/managed-by': 'kyverno', ...Object.fromEntries(labels) },
    },
  }
}

function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return orNothing(value.map(tidy).filter((item) => item !== undefined))
  if (typeof value !== 'object' || value === null) return value ?? undefined
  const entries = Object.entries(value)
    .map(([key, item]) => [key, tidy(item)] as const)
    .filter(([, item]) => item !== undefined)
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

const orNothing = (items: readonly unknown[]): unknown => (items.length === 0 ? undefined : items)
