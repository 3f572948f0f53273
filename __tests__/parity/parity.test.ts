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
const CEL = [textOf('policies/kyverno-cel/require-image-tags.yaml')]

interface Rule {
  name: string
  [key: string]: unknown
}

interface Policy {
  kind: string
  metadata: Record<string, unknown>
  spec: Record<string, unknown> & { rules: Rule[]; validations: Record<string, unknown>[] }
}

const policies = (): Policy[] => [...CLASSIC, ...CEL].map((text) => parse(text) as Policy)

/** A policy as `kubectl get -o yaml` prints it once it was applied: with what the API server and Kyverno add. */
function applied(policy: Policy): Policy {
  const { kind, metadata, spec } = policy
  const isClassic = kind === 'ClusterPolicy'
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
  const defaults = isClassic
    ? {
        admission: true,
        emitWarning: false,
        rules: spec.rules.map((rule) => ({
          skipBackgroundRequests: true,
          ...rule,
          validate: { allowExistingViolations: true, ...(rule['validate'] as object) },
        })),
      }
    : { evaluation: { admission: { enabled: true }, background: { enabled: true } } }
  const status = isClassic
    ? { conditions: [], ready: true, autogen: { rules: spec.rules } }
    : { conditionStatus: { ready: true }, generated: false }
  return {
    ...policy,
    metadata: { ...metadata, annotations, ...server },
    spec: { ...spec, ...defaults },
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
  for (const [index, text] of [...CLASSIC, ...CEL].entries()) repository.write({ [`policies/${index}.yaml`]: text })
  const dump = stringify({ apiVersion: 'v1', kind: 'List', items, metadata: { resourceVersion: '' } })
  const host = new MemoryHost(repository.folder, {}, dump)
  const exitCode = await runCommand(['parity', '--cluster-policies', '-', ...flags], host)
  return { exitCode, printed: host.printed, warned: host.warned }
}

test('what the cluster adds to policies that were applied is no difference', async () => {
  const ran = await compared(policies().map(applied))
  expect(ran).toEqual({ exitCode: 0, printed: '4 policies in the cluster, 4 here: 0 differences\n', warned: '' })
})

test('every way to differ is told, as text and as JSON', async () => {
  const [access, labels, hosts, tags] = policies().map(applied) as [Policy, Policy, Policy, Policy]
  access.spec['validationFailureAction'] = 'Audit'
  access.spec.rules[0] = {
    ...(access.spec.rules[0] as Rule),
    exclude: { any: [{ resources: { namespaces: ['kube-system'] } }] },
  }
  access.spec.rules[1] = { ...(access.spec.rules[1] as Rule), name: 'other-path' }
  hosts.spec['background'] = false
  tags.spec.validations[0] = { ...tags.spec.validations[0], expression: 'true' }
  const extra = { ...labels, metadata: { name: 'only-there' } }
  const map = parameters({
    requiredLabels: '[ "app.kubernetes.io/name" ]',
    allowedHosts: '["*.example.com"]',
    mutableTags: '["latest"]',
  })
  const items = [access, hosts, tags, extra, map]
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
    'text: ValidatingPolicy require-image-tags: validations[0].expression',
    'parameter: allowedHosts: ["*.example.com"] in the cluster, [] here',
    '4 policies in the cluster, 4 here: 9 differences',
    '',
  ])
  const json = JSON.parse((await compared(items, '--format', 'json')).printed)
  expect(json).toMatchObject({ cluster: 4, here: 4 })
  expect(json.differences).toHaveLength(9)
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
