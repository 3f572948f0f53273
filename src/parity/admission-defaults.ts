type Fields = Readonly<Record<string, unknown>>

/**
 * What the API server writes into a policy of Kubernetes' own that does not say it (`SetDefaults_…` of
 * admissionregistration.k8s.io/v1). These kinds have no CRD, so the engine cannot tell.
 */
export function withAdmissionDefaults(spec: Fields): Fields {
  const { matchConstraints } = spec
  const matched = isFields(matchConstraints) ? { matchConstraints: withMatchDefaults(matchConstraints) } : {}
  return { failurePolicy: 'Fail', ...spec, ...matched }
}

function withMatchDefaults(constraints: Fields): Fields {
  const rules = ['resourceRules', 'excludeResourceRules'].flatMap((key) => {
    const listed = constraints[key]
    return Array.isArray(listed) ? [[key, listed.map((rule: Fields) => ({ scope: '*', ...rule }))]] : []
  })
  return {
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    ...constraints,
    ...Object.fromEntries(rules),
  }
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
