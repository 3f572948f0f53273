/**
 * Terraform plans as `terraform show -json` writes them, the same in every run: planned values in a root module and a child
 * module for every hundred resources, the changes that lead to them, and their configuration. About 800 bytes a resource.
 * Of fifty resources, one is a security group that is open to everybody.
 */
export function plan(count: number): string {
  const resources = Array.from({ length: count }, (_, index) => resource(index))
  const modules = Array.from({ length: Math.ceil(count / PER_MODULE) }, (_, index) => ({
    address: `module.team_${index}`,
    resources: resources.slice(index * PER_MODULE, (index + 1) * PER_MODULE).map(planned),
  }))
  return JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.9.8',
    planned_values: { root_module: { child_modules: modules } },
    resource_changes: resources.map(change),
    configuration: { root_module: {} },
    complete: true,
    errored: false,
  })
}

const PER_MODULE = 100

interface Resource {
  readonly address: string
  readonly module_address: string
  readonly type: string
  readonly name: string
  readonly values: object
}

function resource(index: number): Resource {
  const module_address = `module.team_${Math.floor(index / PER_MODULE)}`
  const type = TYPES[index % TYPES.length] ?? 'aws_s3_bucket'
  const name = `service_${index}`
  return {
    address: `${module_address}.${type}.${name}`,
    module_address,
    type,
    name,
    values: valuesOf(type, name, index),
  }
}

const TYPES = ['aws_security_group', 'aws_s3_bucket', 'aws_iam_role', 'aws_db_instance', 'aws_instance']

function valuesOf(type: string, name: string, index: number): object {
  const tags = { team: `team-${index % 17}` }
  if (type === 'aws_security_group')
    return { name, description: 'Managed by Terraform', ingress: [ingress(index)], tags }
  if (type === 'aws_db_instance') return { identifier: name, engine: 'postgres', publicly_accessible: false, tags }
  return { name, force: false, policy: `{"Version":"2012-10-17","Id":"${name}"}`, tags }
}

const ingress = (index: number) => ({
  from_port: 443,
  to_port: 443,
  protocol: 'tcp',
  cidr_blocks: [index % 50 === 0 ? '0.0.0.0/0' : '10.0.0.0/8'],
  ipv6_cidr_blocks: [],
  self: false,
})

const planned = ({ address, type, name, values }: Resource) => ({
  address,
  mode: 'managed',
  type,
  name,
  provider_name: 'registry.terraform.io/hashicorp/aws',
  schema_version: 1,
  values,
  sensitive_values: {},
})

const change = ({ address, module_address, type, name, values }: Resource) => ({
  address,
  module_address,
  mode: 'managed',
  type,
  name,
  provider_name: 'registry.terraform.io/hashicorp/aws',
  change: {
    actions: ['create'],
    before: null,
    after: values,
    after_unknown: { id: true, arn: true },
    before_sensitive: false,
    after_sensitive: {},
  },
})
