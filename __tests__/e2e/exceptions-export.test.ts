import { execFileSync } from 'node:child_process'
import { parse, parseAllDocuments } from 'yaml'
import { referenceCli } from '../../scripts/reference/cli.ts'
import { cli } from '../support/built.ts'
import { type Files, Repository, removeTemporaryFolders } from '../support/repository.ts'

// Exceptions for the cluster: what is exported lets through what it lets through here, no more and no less.

afterAll(removeTemporaryFolders)

const day = (days: number) => new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)
const [SOON, LATER, AFTER] = [day(30), day(60), day(61)] as const
const WHY = 'The nightly import needs the burst.'

const POLICIES: Files = {
  'policies/limits.yaml': `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: require-limits}
spec:
  validationFailureAction: Enforce
  rules:
    - name: limits
      match: {any: [{resources: {kinds: [Pod]}}]}
      validate: {message: limits, pattern: {spec: {containers: [{resources: {limits: {cpu: "?*"}}}]}}}
    - name: tag
      match: {any: [{resources: {kinds: [Pod]}}]}
      validate: {message: tag, pattern: {spec: {containers: [{image: "*:*"}]}}}
`,
  'policies/team.yaml': `apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: {name: team-label}
spec:
  validationActions: [Deny]
  matchConstraints:
    resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}]
  validations: [{expression: "has(object.metadata.labels) && 'team' in object.metadata.labels", message: team}]
`,
  'policies/replicas.yaml': `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: replicas}
spec:
  failurePolicy: Fail
  matchConstraints:
    resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}]
  validations: [{expression: object.spec.replicas > 1, message: replicas}]
`,
}

const deployment = (name: string, annotations = '{}', namespace = 'shop') => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${namespace}, labels: {app: ${name}}, annotations: ${annotations}}
spec:
  replicas: 1
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: main, image: main}]}
`
const MANIFESTS = Object.fromEntries(
  ['a', 'b', 'web-1', 'web-2'].map((name) => [`deploy/${name}.yaml`, deployment(name)]),
)
const ANNOTATION = `{policy-gate.dev/exempt: "require-limits/tag, team-label", policy-gate.dev/justification: ${WHY}, policy-gate.dev/expires: "${SOON}"}`

const given = (policy: string, rest: string) =>
  `  - {policy: ${policy}, ${rest}, justification: ${WHY}, expires: ${LATER}}\n`
const CONFIGURATION = `policies: [policies]
exception-rules: {allow-broad: true}
exceptions:
${given('require-limits', 'rule: limits, resource: {kind: Deployment, name: a}, ticket: SHOP-1')}
${given('team-label', 'resource: {labels: {app: b}}')}
${given('require-limits', 'resource: {name: "web-*", namespace: shop}')}
${given('team-label', 'resource: {name: "web-*", namespace: shop}')}`

const BASE = {
  ...POLICIES,
  ...MANIFESTS,
  '.github/policy-gate.yml': CONFIGURATION,
  'deploy/own.yaml': deployment('own', ANNOTATION),
}

const exported = (repository: Repository, ...args: string[]) =>
  cli(repository.folder, ['exceptions', 'export', ...args])

/** What is excused: a policy of expressions is excused as a whole, under a rule name of the engine's. */
async function excused(repository: Repository): Promise<readonly string[]> {
  const { stdout } = await cli(repository.folder, ['check', 'deploy', '--format', 'json'])
  const { results } = JSON.parse(stdout) as {
    results: readonly { policy: string; rule: string; exception?: string; resource: { name: string } }[]
  }
  const letThrough = results.filter(({ exception }) => exception !== undefined)
  return letThrough
    .map(({ policy, rule, resource }) => `${resource.name} ${policy === 'team-label' ? policy : rule}`)
    .sort()
}

const EXCUSED = [
  'a autogen-limits',
  'b team-label',
  'own autogen-tag',
  'own team-label',
  ...['web-1', 'web-2'].flatMap((name) => [`${name} autogen-limits`, `${name} autogen-tag`, `${name} team-label`]),
]

describe('what is exported', () => {
  const repository = new Repository().write(BASE)
  let text = ''

  beforeAll(async () => {
    const ran = await exported(repository)
    expect([ran.exitCode, ran.stderr]).toEqual([0, ''])
    text = ran.stdout
  })

  test('is the same each time, and says why and until when', async () => {
    expect((await exported(repository)).stdout).toBe(text)
    const objects = parseAllDocuments(text).map((one) => one.toJS())
    expect(objects.map(({ apiVersion }) => apiVersion)).toEqual([
      ...Array(3).fill('kyverno.io/v2'),
      ...Array(3).fill('policies.kyverno.io/v1'),
    ])
    const [classic] = objects.filter(({ metadata }) => metadata.name.startsWith('require-limits-limits-a'))
    expect(classic.metadata).toMatchObject({
      namespace: 'policy-gate',
      labels: { 'cleanup.kyverno.io/ttl': AFTER },
      annotations: {
        'policy-gate.dev/justification': WHY,
        'policy-gate.dev/expires': LATER,
        'policy-gate.dev/ticket': 'SHOP-1',
      },
    })
    const cel = objects.at(-1)
    expect(cel.spec.expiresAt).toBe(
      `${cel.metadata.annotations['policy-gate.dev/expires'] === LATER ? AFTER : day(31)}T00:00:00Z`,
    )
  })

  test('lets the engine excuse the same', async () => {
    expect(await excused(repository)).toEqual(EXCUSED)
    const others = new Repository().write({
      ...BASE,
      'policies/exceptions.yaml': text,
      '.github/policy-gate.yml': CONFIGURATION.slice(0, CONFIGURATION.indexOf('exceptions:\n')),
      'deploy/own.yaml': deployment('own'),
    })
    expect(await excused(others)).toEqual(EXCUSED)
    expect((await exported(others)).stdout).toBe(text) // Kyverno's own form stays as it is
  })

  const native = referenceCli({ build: false })
  const testNative = 'path' in native ? test : test.skip

  testNative('lets the official program excuse the same (node scripts/reference/build-kyverno.mjs makes it)', () => {
    const files = { ...POLICIES, ...MANIFESTS, 'deploy/own.yaml': deployment('own'), 'exceptions.yaml': text }
    const { folder } = new Repository().write(files)
    const args = ['apply', 'policies/limits.yaml', 'policies/team.yaml', '-r', 'deploy', '-e', 'exceptions.yaml', '-p']
    const said = outputOf('path' in native ? native.path : '', args, folder)
    const report = parse(said.slice(said.indexOf('apiVersion:'))) as {
      results: { policy: string; rule?: string; result: string; resources: [{ name: string }] }[]
    }
    const skipped = report.results.filter(({ result }) => result === 'skip')
    const names = skipped.map(
      ({ policy, rule, resources: [{ name }] }) => `${name} ${policy === 'team-label' ? policy : rule}`,
    )
    expect(names.sort()).toEqual(EXCUSED)
  })
})

/** It exits with 1 where something fails. */
function outputOf(program: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch (error) {
    return (error as { stdout: string }).stdout
  }
}

test('what the cluster cannot be told is said, and so is what does not count', async () => {
  const repository = new Repository().write({
    ...POLICIES,
    'policies/main.rego': 'package main\n\ndeny contains "no" if input.kind == "Deployment"\n',
    'deploy/a.yaml': deployment('a'),
    'deploy/made.yaml': deployment('x', ANNOTATION).replace('name: x', 'generateName: x-'),
    '.github/policy-gate.yml': `policies: [policies]
rego-paths: [deploy/*]
exceptions:
${given('replicas', 'resource: {name: a}')}${given('main', 'resource: {name: a}')}
${given('require-limits', 'resource: {name: a}, path: deploy/*')}
  - {policy: require-limits, resource: {name: a}, justification: todo, expires: ${LATER}}
`,
  })
  const ran = await exported(repository)
  expect([ran.exitCode, ran.stdout]).toEqual([0, ''])
  expect(ran.stderr.trim().split('\n').sort()).toEqual([
    'does not count: exceptions[3] (rejected, weak-justification)',
    'not exported: annotation of Deployment shop/x-*: the name of its resource is made in the cluster',
    'not exported: exceptions[0]: replicas is a ValidatingAdmissionPolicy, for which Kubernetes knows no exceptions',
    'not exported: exceptions[1]: the cluster does not judge by main, which is Rego',
    'not exported: exceptions[2]: it holds for files, which a cluster does not know',
  ])
})

test('with what controllers make, in the namespace that is named', async () => {
  const ran = await exported(new Repository().write(BASE), '--with-pods', '--namespace', 'kyverno')
  const objects = parseAllDocuments(ran.stdout).map((one) => one.toJS())
  const [classic] = objects.filter(({ metadata }) => metadata.name.startsWith('require-limits-limits-a'))
  expect(classic.metadata.namespace).toBe('kyverno')
  expect(classic.spec.match.any.map(({ resources }: { resources: unknown }) => resources)).toContainEqual({
    kinds: ['Pod'],
    names: ['a-*'],
  })
  expect(ran.stdout).toContain(String.raw`.matches(\"^own-.*$\")`)
})

test('a repository that cannot be judged exports nothing', async () => {
  const ran = await exported(new Repository().write({ ...BASE, 'policies/broken.yaml': 'kind: [' }))
  expect([ran.exitCode, ran.stdout, ran.stderr]).toEqual([2, '', expect.stringContaining('(exceptions.not-judged)')])
})
