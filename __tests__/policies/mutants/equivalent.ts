/** Mutants that say the same as the policy, by a part of their change, and why. */
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
  ...[
    ['terraform/hard-coded-credentials', '⟦is_string(value)⟧'],
    ['terraform/hard-coded-credentials', '⟦is_string(entry.name)⟧'],
    ['terraform/hard-coded-credentials', '⟦is_string(entry.value)⟧'],
    ['terraform/hard-coded-credentials', '⟦is_string(block.address)⟧'],
    ['terraform/required-tags', '⟦is_string(key)⟧'],
    ['cloudformation/hard-coded-credentials', '⟦is_string(value)⟧'],
    ['cloudformation/hard-coded-credentials', '⟦is_string(entry.Name)⟧'],
    ['cloudformation/hard-coded-credentials', '⟦is_string(entry.Value)⟧'],
    ['cloudformation/hard-coded-credentials', '⟦is_string(parameter.Default)⟧'],
    ['cloudformation/admin-access', '⟦is_string(text)⟧'],
    ['cloudformation/public-ingress', '⟦is_string(network)⟧'],
    ['cloudformation/required-tags', '⟦is_string(tag.Key)⟧'],
    ['cloudformation/required-tags', '⟦is_object(resource.properties.Tags)⟧'],
    ['cloudformation/unencrypted-storage', '⟦is_object(mapping.value.Ebs)⟧'],
  ].map(([policy, change = '']) => ({
    policy: `policies/${policy}.rego`,
    change,
    why: 'what is asked next has no result for a value of another type; this spares a warning of the engine',
  })),
  ...[
    ['admin-access', '⟦json.is_valid(terraform.text_of(policy.values, "policy_data"))⟧'],
    ['hard-coded-credentials', '⟦json.is_valid(terraform.text_of(resource.values, "container_definitions"))⟧'],
  ].map(([policy, change = '']) => ({
    policy: `policies/terraform/${policy}.rego`,
    change,
    why: 'what is no JSON has no content; this spares a warning of the engine',
  })),
  {
    policy: 'policies/terraform/admin-access.rego',
    change: 't(grant.values, "role", "⟦⟧")',
    why: 'any text will do that is no role',
  },
  {
    policy: 'policies/terraform/public-ingress.rego',
    change: '"protocol", "all⟦⟧")',
    why: 'any word will do that is not TCP, UDP or ICMP',
  },
  ...[
    ['admin-access', '⟦terraform.may_be_undecided(one.resource, one.path)⟧'],
    ['hard-coded-credentials', '⟦"constant_value" in path⟧'],
    ['hard-coded-credentials', '⟦"variables" in path⟧'],
    ['hard-coded-credentials', '⟦contains(sprintf("%v", [resource.values]), value_key)⟧'],
    ['hard-coded-credentials', 'sprintf("%v⟦⟧", [resource.va'],
    ['public-ingress', '⟦rule.resource in doubtful⟧'],
    ['public-storage', '⟦bucket.values[field] != null⟧'],
    ['unencrypted-storage', '⟦terraform.may_be_undecided(switch.resource, switch.path)⟧'],
    ['unencrypted-storage', '⟦terraform.may_be_undecided(resource, path)⟧'],
  ].map(([policy, change = '']) => ({
    policy: `policies/terraform/${policy}.rego`,
    change,
    why: 'what follows says the same; this spares looking',
  })),
  {
    policy: 'policies/terraform/public-ingress.rego',
    change: 'tful_of({type}, {"dynamic⟦⟧"})',
    why: 'only sources have dynamic blocks, and a source may always be undecided',
  },
]
