/** Mutants that say the same as the policy, by how their change begins, and why. */
export const EQUIVALENT: readonly { readonly policy: string; readonly change: string; readonly why: string }[] = [
  ...['containers', 'initContainers'].flatMap((list) =>
    ['cpu', 'memory'].map((limit) => ({
      policy: 'policies/kyverno/require-resource-limits.yaml',
      change: `rules.2.validate.pattern.spec.=(${list}).0.=(resources).=(limits): =(${limit}) without anchor`,
      why: 'to Kyverno what is not there is 0 where a pattern compares, and 0 is within every maximum',
    })),
  ),
  ...['validations.2', 'validations.3'].map((change) => ({
    policy: 'policies/kyverno-cel/require-resource-limits.yaml',
    change,
    why: 'whatever has both limits has its requests; this one tells of them beside the limits',
  })),
  ...[
    "validations.0.expression: resources.limits.cpu != '⟦⟧') → X",
    "validations.0.expression: cpu.orValue(null) != null⟦ && c.resources.limits.cpu != ''⟧) → nothing",
    "validations.1.expression: ources.limits.memory != '⟦⟧') → X",
    "validations.1.expression: ory.orValue(null) != null⟦ && c.resources.limits.memory != ''⟧) → nothing",
  ].map((change) => ({
    policy: 'policies/kyverno-cel/require-resource-limits.yaml',
    change,
    why: 'an empty limit is no quantity, so the maximum refuses it as well',
  })),
  ...[
    'validations.0.expression: ser.orValue(null) != null⟦ && object.spec.securityContext.runAsUser != 0⟧) || variables. → nothing',
    'validations.0.expression: ser.orValue(null) != null⟦ && c.securityContext.runAsUser != 0⟧)) → nothing',
  ].map((change) => ({
    policy: 'policies/kyverno-cel/require-non-root.yaml',
    change,
    why: 'who asks for user 0 fails by the validations that follow',
  })),
]
