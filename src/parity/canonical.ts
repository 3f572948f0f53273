/**
 * What the API server writes into a policy that does not say it: the defaults of Kyverno's CRDs (1.19.1, `config/crds`) and of Kubernetes'
 * own admission policies, by the end of the field's path below `spec`; `[]` stands for every item. Said or not, they mean the same.
 */
const DEFAULTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['spec.admission', true],
  ['spec.background', true],
  ['spec.emitWarning', false],
  ['spec.failurePolicy', 'Fail'],
  ['spec.reportResult', 'skip'],
  ['rules.[].skipBackgroundRequests', true],
  ['validate.allowExistingViolations', true],
  ['validate.cel.generate', false],
  ['apiCall.method', 'GET'],
  ['entries.[].signatureAlgorithm', 'sha256'],
  ['keys.signatureAlgorithm', 'sha256'],
  ['verifyImages.[].mutateDigest', true],
  ['verifyImages.[].required', true],
  ['verifyImages.[].useCache', true],
  ['verifyImages.[].verifyDigest', true],
  ['validationConfigurations.mutateDigest', true],
  ['validationConfigurations.required', true],
  ['validationConfigurations.verifyDigest', true],
  ['evaluation.admission.enabled', true],
  ['evaluation.background.enabled', true],
  ['evaluation.generateExisting.enabled', false],
  ['evaluation.mutateExisting.enabled', false],
  ['evaluation.orphanDownstreamOnPolicyDelete.enabled', false],
  ['evaluation.skipBackgroundRequests', true],
  ['evaluation.synchronize.enabled', false],
  ['template.interpolate', 'none'],
  ['matchConstraints.matchPolicy', 'Equivalent'],
  ['matchConstraints.namespaceSelector', {}],
  ['matchConstraints.objectSelector', {}],
  ['matchResources.matchPolicy', 'Equivalent'],
  ['matchResources.namespaceSelector', {}],
  ['matchResources.objectSelector', {}],
  ['resourceRules.[].scope', '*'],
  ['excludeResourceRules.[].scope', '*'],
])

/** How a failure counts is told from the engine's reading, which also knows of packs. */
const ACTION = new Set(['spec.validationFailureAction', 'spec.validationActions'])

/** Below these keys stands what the author wrote for resources: nothing of it is a field of the policy. */
const RAW = new Set(['pattern', 'anyPattern', 'value', 'data', 'patchStrategicMerge', 'key', 'default'])

/** A policy's spec without what says nothing: defaults, and how a failure counts. */
export function canonicalSpec(policy: unknown): Readonly<Record<string, unknown>> {
  const { spec } = policy as { readonly spec?: unknown }
  return (canonical(spec ?? {}, ['spec']) ?? {}) as Readonly<Record<string, unknown>>
}

/** Undefined where nothing is left of it. */
function canonical(node: unknown, path: readonly string[]): unknown {
  if (isDefault(node, path) || ACTION.has(path.join('.'))) return undefined
  if (typeof node !== 'object' || node === null || RAW.has(path.at(-1) ?? '')) return node
  if (Array.isArray(node)) return node.map((item) => canonical(item, [...path, '[]']) ?? {})
  const before = Object.entries(node)
  const after = before
    .map(([key, value]) => [key, canonical(value, [...path, key])] as const)
    .filter(([, value]) => value !== undefined)
  return before.length > 0 && after.length === 0 ? undefined : Object.fromEntries(after)
}

function isDefault(node: unknown, path: readonly string[]): boolean {
  const ends = [2, 3, 4].map((length) => path.slice(-length).join('.'))
  return ends.some((end) => DEFAULTS.has(end) && JSON.stringify(DEFAULTS.get(end)) === JSON.stringify(node))
}
