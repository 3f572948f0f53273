import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { runCommand } from '../../src/commands/table.ts'
import { MemoryHost } from '../../src/host/memory.ts'
import { textOf } from '../policies/packs.ts'
import { Repository, removeTemporaryFolders } from '../support/repository.ts'

afterAll(removeTemporaryFolders)

const CLASSIC = ['disallow-host-access', 'require-labels', 'restrict-ingress-hosts'].map((name) =>
  textOf(`policies/kyverno/${name}.yaml`),
)
/** Only what is there has defaults of its own. */
const CEL = [
  textOf('policies/kyverno-cel/require-image-tags.yaml').replace(
    /^spec:$/m,
    'spec:\n  evaluation: {admission: {}, background: {}}',
  ),
]
const KUBERNETES = [
  `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: few-replicas}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}]
  validations: [{expression: object.spec.replicas <= 5}]
`,
]
const ALL = [...CLASSIC, ...CEL, ...KUBERNETES]

interface Rule {
  name: string
  [key: string]: unknown
}

interface Policy {
  kind: string
  metadata: Record<string, unknown>
  spec: Record<string, unknown> & { rules: Rule[]; validations: Record<string, unknown>[] }
}

const policies = (): Policy[] => ALL.map((text) => parse(text) as Policy)

const DEFAULTS: Readonly<Record<string, (spec: Policy['spec']) => object>> = {
  ClusterPolicy: ({ rules }) => ({
    admission: true,
    emitWarning: false,
    rules: rules.map((rule) => ({
      skipBackgroundRequests: true,
      ...rule,
      validate: { allowExistingViolations: true, ...(rule['validate'] as object) },
    })),
  }),
  ValidatingPolicy: () => ({ evaluation: { admission: { enabled: true }, background: { enabled: true } } }),
  ValidatingAdmissionPolicy: ({ matchConstraints }) => ({
    failurePolicy: 'Fail',
    matchConstraints: {
      matchPolicy: 'Equivalent',
      namespaceSelector: {},
      objectSelector: {},
      resourceRules: (matchConstraints as { resourceRules: object[] }).resourceRules.map((rule) => ({
        ...rule,
        scope: '*',
      })),
    },
  }),
}

const STATUS: Readonly<Record<string, (spec: Policy['spec']) => object>> = {
  ClusterPolicy: ({ rules }) => ({ conditions: [], ready: true, autogen: { rules } }),
  ValidatingPolicy: () => ({ conditionStatus: { ready: true }, generated: false }),
  ValidatingAdmissionPolicy: () => ({ observedGeneration: 1, typeChecking: {} }),
}

/** A policy as `kubectl get -o yaml` prints it once it was applied: with what the API server and Kyverno add. */
function applied(policy: Policy): Policy {
  const { kind, metadata, spec } = policy
  const annotations = {
    ...(metadata['annotations'] as object),
    'kubectl.kubernetes.io/last-applied-configuration': '{}',
  }
  const server = {
    creationTimestamp: '2026-01-01T00:00:00Z',
    generation: 3,
    resourceVersion: '42',
    uid: 'a-b',
    managedFields: [{ manager: 'kubectl', operation: 'Update', apiVersion: 'v1' }],
  }
  const status = STATUS[kind]?.(spec)
  return {
    ...policy,
    metadata: { ...metadata, annotations, ...server },
    spec: { ...spec, ...DEFAULTS[kind]?.(spec) },
    status,
  } as Policy
}

const parameters = (data: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'policy-gate-params', namespace: 'policy-gate' },
  data,
})

async function compared(items: readonly object[], ...flags: string[]) {
  const repository = new Repository()
  for (const [index, text] of ALL.entries()) repository.write({ [`policies/${index}.yaml`]: text })
  const dump = stringify({ apiVersion: 'v1', kind: 'List', items, metadata: { resourceVersion: '' } })
  const host = new MemoryHost(repository.folder, {}, dump)
  const exitCode = await runCommand(['parity', '--cluster-policies', '-', ...flags], host)
  return { exitCode, printed: host.printed, warned: host.warned }
}

test('what the cluster adds to policies that were applied is no difference', async () => {
  const ran = await compared(policies().map(applied))
  expect(ran).toEqual({ exitCode: 0, printed: '5 policies in the cluster, 5 here: 0 differences\n', warned: '' })
})

test('every way to differ is told, as text and as JSON', async () => {
  const [access, labels, hosts, tags, replicas] = policies().map(applied) as [Policy, Policy, Policy, Policy, Policy]
  access.spec['validationFailureAction'] = 'Audit'
  access.spec.rules[0] = {
    ...(access.spec.rules[0] as Rule),
    exclude: { any: [{ resources: { namespaces: ['kube-system'] } }] },
  }
  access.spec.rules[1] = { ...(access.spec.rules[1] as Rule), name: 'other-path' }
  hosts.spec['background'] = false
  tags.spec.validations[0] = { ...tags.spec.validations[0], expression: 'true' }
  replicas.spec['failurePolicy'] = 'Ignore'
  const extra = { ...labels, metadata: { name: 'only-there' } }
  const map = parameters({
    requiredLabels: '[ "app.kubernetes.io/name" ]',
    allowedHosts: '["*.example.com"]',
    mutableTags: '["latest"]',
  })
  const items = [access, hosts, tags, replicas, extra, map]
  const { exitCode, printed } = await compared(items)
  expect(exitCode).toBe(1)
  expect(printed.split('\n')).toEqual([
    'action: ClusterPolicy disallow-host-access: audit in the cluster, enforce here',
    'text: ClusterPolicy disallow-host-access, host-namespaces: exclude',
    'rule only in the cluster: ClusterPolicy disallow-host-access, other-path',
    'rule only here: ClusterPolicy disallow-host-access, host-path',
    'only in the cluster: ClusterPolicy only-there (audit)',
    'only here: ClusterPolicy require-labels (audit)',
    'text: ClusterPolicy restrict-ingress-hosts: background',
    'text: ValidatingAdmissionPolicy few-replicas: failurePolicy',
    'text: ValidatingPolicy require-image-tags: validations[0].expression',
    'parameter: allowedHosts: ["*.example.com"] in the cluster, [] here',
    '5 policies in the cluster, 5 here: 10 differences',
    '',
  ])
  const json = JSON.parse((await compared(items, '--format', 'json')).printed)
  expect(json).toMatchObject({ cluster: 5, here: 5 })
  expect(json.differences).toHaveLength(10)
  expect(json.differences[0]).toEqual({
    kind: 'action',
    policy: 'ClusterPolicy disallow-host-access',
    cluster: 'audit',
    here: 'enforce',
  })
})

test('the level of a pack is what counts here', async () => {
  const ran = await compared(
    [applied(parse(CLASSIC[1] ?? '') as Policy)],
    '--builtin',
    'require-labels',
    '--policies',
    'policies/1.yaml',
  )
  expect(ran.printed).toContain('action: ClusterPolicy require-labels: audit in the cluster, enforce here')
})

test('a policy of the cluster that cannot be read is an error, and so is a file that is not there', async () => {
  const [access] = policies() as [Policy]
  const broken = { ...access, spec: { ...access.spec, ruls: [] } }
  expect(await compared([broken])).toMatchObject({ exitCode: 2, printed: '', warned: expect.stringContaining('ruls') })
  const host = new MemoryHost(new Repository().write({ 'policies/a.yaml': CLASSIC[0] ?? '' }).folder)
  expect(await runCommand(['parity', '--cluster-policies', join('no', 'such.yaml')], host)).toBe(2)
  expect(host.warned).toContain('no/such.yaml')
})
