import { admissionRequests } from '../../src/engines/admissions.ts'
import { KyvernoEngine } from '../../src/engines/kyverno/kyverno.ts'

// The official program takes a namespace that it was not told of for one without labels, and passes over what selects by them.

let engine: KyvernoEngine
beforeAll(() => {
  engine = new KyvernoEngine()
})
afterAll(() => engine.close())

const namespace = (labels: string) => `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {${labels}}}\n`
const map = (labels: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop, labels: {${labels}}}\n`

async function judge(policy: string, manifest: string, offered: readonly string[] = []) {
  const loaded = await engine.load([{ path: 'policy.yaml', text: policy }])
  expect(loaded.diagnostics.filter(({ level }) => level === 'error')).toEqual([])
  await engine.offer(offered.map((text, at) => ({ path: `${at}.yaml`, text })))
  const { documents } = await engine.read({ path: 'm.yaml', text: manifest })
  const { results, diagnostics } = await engine.judge(documents)
  expect(diagnostics).toEqual([])
  return { asks: loaded.asks, said: results.map(({ status }) => status), results }
}

const classic = (match: string, exclude = '') => `
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: team}
spec:
  validationFailureAction: Enforce
  rules:
    - name: team
      match: {any: [{resources: {kinds: [ConfigMap]${match}}}]}
      ${exclude}
      validate: {message: a team is needed, pattern: {metadata: {labels: {team: "?*"}}}}
`

const RULES = 'resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]'
const PROD = 'namespaceSelector: {matchLabels: {env: prod}}'

const cel = (constraints: string, conditions = '') => `
apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: {name: team}
spec:
  validationActions: [Deny]
  matchConstraints: {${RULES}${constraints}}
  ${conditions}
  validations: [{expression: "has(object.metadata.labels.team)", message: a team is needed}]
`

const admission = `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: team}
spec:
  matchConstraints: {${RULES}, ${PROD}}
  validations: [{expression: "has(object.metadata.labels.team)", message: a team is needed}]
`

const SELECTING = [
  ['a classic policy', classic(`, ${PROD}`)],
  ['a policy in CEL', cel(`, ${PROD}`)],
  ["Kubernetes' own policy", admission],
] as const

describe.each(SELECTING)('%s for namespaces with a label', (_, policy) => {
  test('is an error where nobody described the namespace, and names it', async () => {
    const { results, asks } = await judge(policy, map('app: a'))
    expect(results).toMatchObject([{ status: 'error' }])
    expect(results[0]?.message).toMatch(
      /namespace shop, whose labels are not known.*if it applies: .*a team is needed/s,
    )
    expect(asks).toEqual({ everything: false, words: ['Namespace'] })
  })

  test('passes what is right either way', async () => {
    expect((await judge(policy, map('team: a'))).said).toEqual(['pass'])
  })

  test('judges by the namespace that the repository has', async () => {
    expect((await judge(policy, map('app: a'), [namespace('env: prod')])).said).toEqual(['fail'])
    expect((await judge(policy, map('app: a'), [namespace('env: dev')])).said).toEqual([])
  })
})

test('the name of a namespace is a label that is always known', async () => {
  const named = (operator: string) =>
    `, namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: ${operator}, values: [shop]}]}`
  for (const policy of [(match: string) => classic(match), (match: string) => cel(match)]) {
    expect((await judge(policy(named('In')), map('app: a'))).said).toEqual(['fail'])
    expect((await judge(policy(named('NotIn')), map('app: a'))).said).toEqual([])
    expect((await judge(policy(named('In')), map('app: a'), [namespace('env: dev')])).said).toEqual(['fail'])
  }
})

test('what excludes namespaces without a label does not exclude one that nobody described', async () => {
  const exclude =
    'exclude: {any: [{resources: {namespaceSelector: {matchExpressions: [{key: env, operator: DoesNotExist}]}}}]}'
  expect((await judge(classic('', exclude), map('app: a'))).said).toEqual(['error'])
  expect((await judge(classic('', exclude), map('app: a'), [namespace('team: a')])).said).toEqual([])
})

test('an exception for namespaces without a label is not granted to one that nobody described', async () => {
  const exception = `---
apiVersion: kyverno.io/v2
kind: PolicyException
metadata: {name: e, namespace: policy-gate}
spec:
  exceptions: [{policyName: team, ruleNames: [team]}]
  match: {any: [{resources: {kinds: [ConfigMap], namespaceSelector: {matchExpressions: [{key: env, operator: DoesNotExist}]}}}]}
`
  expect((await judge(classic('') + exception, map('app: a'))).said).not.toContain('skip')
  expect((await judge(classic('') + exception, map('app: a'), [namespace('team: a')])).said).toEqual(['skip'])
})

test.each([
  [
    'of the policy',
    'validationFailureActionOverrides: [{action: Enforce, namespaceSelector: {matchLabels: {env: prod}}}]',
    '',
  ],
  ['of a rule', '', 'failureActionOverrides: [{action: Enforce, namespaceSelector: {matchLabels: {env: prod}}}], '],
])('an action %s that blocks in some namespaces blocks where nobody described the namespace', async (_, spec, rule) => {
  const policy = classic('')
    .replace('validationFailureAction: Enforce', `validationFailureAction: Audit\n  ${spec}`)
    .replace('validate: {', `validate: {${rule}`)
  const action = async (offered: readonly string[] = []) =>
    (await judge(policy, map('app: a'), offered)).results.map(({ status, enforcement }) => [status, enforcement])
  expect(await action()).toEqual([['fail', 'enforce']])
  expect(await action([namespace('env: prod')])).toEqual([['fail', 'enforce']])
  expect(await action([namespace('env: dev')])).toEqual([['fail', 'audit']])
})

test('a mutation that may apply is an error, since what comes after it would judge another object', async () => {
  const policy = `
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: give-team}
spec:
  rules:
    - name: give
      match: {any: [{resources: {kinds: [ConfigMap], ${PROD}}}]}
      mutate: {patchStrategicMerge: {metadata: {labels: {team: a}}}}
---${classic('')}`
  expect((await judge(policy, map('app: a'))).said).toEqual(['error', 'fail'])
  expect((await judge(policy, map('app: a'), [namespace('env: prod')])).said).toEqual(['pass', 'pass'])
})

test('an expression that looks at the namespace itself has no answer without it', async () => {
  const condition =
    "matchConditions: [{name: prod, expression: \"namespaceObject != null && namespaceObject.metadata.labels['env'] == 'prod'\"}]"
  expect((await judge(cel('', condition), map('app: a'))).said).toEqual(['error'])
  expect((await judge(cel('', condition), map('app: a'), [namespace('env: prod')])).said).toEqual(['fail'])
})

describe('policies of a namespaced kind', () => {
  const own = (policy: string) =>
    policy
      .replace('kind: ', 'kind: Namespaced')
      .replace('metadata: {name: team}', 'metadata: {name: team, namespace: shop}')
  const elsewhere = (manifest: string) => manifest.replace('namespace: shop', 'namespace: other')

  test('judge what is in their namespace, as the admission controller asks them', async () => {
    expect((await judge(own(cel('')), map('app: a'))).said).toEqual(['fail'])
    expect((await judge(own(cel('')), elsewhere(map('app: a')))).said).toEqual([])
  })

  test('do not mend what is in another namespace', async () => {
    const give = `
apiVersion: policies.kyverno.io/v1
kind: NamespacedMutatingPolicy
metadata: {name: give, namespace: shop}
spec:
  matchConstraints: {${RULES}}
  mutations:
    - patchType: ApplyConfiguration
      applyConfiguration: {expression: 'Object{metadata: Object.metadata{labels: Object.metadata.labels{team: "a"}}}'}
---${cel('')}`
    expect((await judge(give, map('app: a'))).said).toEqual(['pass', 'pass'])
    expect((await judge(give, elsewhere(map('app: a')))).said).toEqual(['fail'])
  })

  test('a namespace in a policy of the whole cluster means nothing', async () => {
    const placed = cel('').replace('metadata: {name: team}', 'metadata: {name: team, namespace: elsewhere}')
    expect((await judge(placed, map('app: a'))).said).toEqual(['fail'])
  })
})

describe("Kubernetes' own policies are judged in the order of the API server", () => {
  const policy = (rest: string, operations = 'CREATE') => `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: replicas}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [${operations}], resources: [deployments]}]
  ${rest}
`
  const binding = (name: string, rest = '') => `---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: ${name}}
spec: {policyName: replicas, validationActions: [Deny]${rest}}
`
  const MOST = `paramKind: {apiVersion: v1, kind: ConfigMap}
  validations: [{expression: "object.spec.replicas <= int(params.data.most)", message: too many}]`
  const deployment = (replicas: number) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: a, namespace: shop}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {a: b}}
  template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: x}]}}
`
  const most = (name: string, count: number, namespace = 'shop') =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: ${namespace}}\ndata: {most: "${count}"}\n`

  test('a binding does not make a policy judge what its own constraints leave out', async () => {
    const bound = policy('validations: [{expression: "false", message: refused}]') + binding('all')
    expect((await judge(bound, deployment(1))).said).toEqual(['fail'])
    expect((await judge(bound, map('app: a'))).said).toEqual([])
  })

  test('every binding answers, not the last one alone', async () => {
    const to = (name: string) => `, paramRef: {name: ${name}, namespace: shop, parameterNotFoundAction: Deny}`
    const bound = policy(MOST) + binding('few', to('few')) + binding('many', to('many'))
    const { said, asks } = await judge(bound, deployment(3), [most('few', 2), most('many', 5)])
    expect(said).toEqual(['fail', 'pass'])
    expect(asks).toEqual({ everything: false, words: ['few', 'many'] })
  })

  test('a parameter without a namespace is that of the document', async () => {
    const bound = policy(MOST) + binding('own', ', paramRef: {name: limits, parameterNotFoundAction: Deny}')
    const others = most('limits', 9, 'other')
    expect((await judge(bound, deployment(3), [most('limits', 2), others])).said).toEqual(['fail'])
    expect((await judge(bound, deployment(3), [others])).said).toEqual(['error'])
  })

  test.each(['Deny', 'Allow'])('a parameter that is not known is an error with %s', async (action) => {
    const bound = policy(MOST) + binding('own', `, paramRef: {name: limits, parameterNotFoundAction: ${action}}`)
    const { results } = await judge(bound, deployment(3))
    expect(results).toMatchObject([{ status: 'error' }])
    expect(results[0]?.message).toContain('the parameter limits (ConfigMap) of the binding own is not known here')
  })

  test('an update and a removal are judged as such, with the object as it was', async () => {
    const requested = async (operation: string, validation: string, before: number, after?: number) => {
      const text = policy(`validations: [{expression: "${validation}", message: refused}]`, operation)
      await engine.load([{ path: 'policy.yaml', text }])
      const { documents: old } = await engine.read({ path: 'm.yaml@base', text: deployment(before) })
      const now = after === undefined ? '' : deployment(after)
      const { documents } = await engine.read({ path: 'm.yaml', text: now })
      const requests = admissionRequests(documents, old)
      const { results } = await engine.judge(requests.documents, requests.admissions)
      return results.map(({ status }) => status)
    }
    const grows = 'object.spec.replicas >= oldObject.spec.replicas'
    expect(await requested('UPDATE', grows, 3, 2)).toEqual(['fail'])
    expect(await requested('UPDATE', grows, 2, 3)).toEqual(['pass'])
    expect(await requested('CREATE', grows, 3, 2)).toEqual([])
    expect(await requested('DELETE', 'oldObject.spec.replicas < 3', 3)).toEqual(['fail'])
    expect(await requested('DELETE', 'oldObject.spec.replicas < 3', 2)).toEqual(['pass'])
  })
})

test('what policies may look up is told by name, by kind where the name is computed, and is everything where nothing is known', async () => {
  const asking = (context: string) =>
    classic('').replace('validate:', `context: [{name: found, ${context}}]\n      validate:`)
  const library = (expression: string) => cel('').replace('has(object.metadata.labels.team)', expression)
  const asksOf = async (policy: string) => (await judge(policy, map('team: a'), [])).asks
  const words = (...of: string[]) => ({ everything: false, words: of })
  expect(await asksOf(classic(''))).toEqual(words())
  for (const [policy, asks] of [
    [asking('configMap: {name: allowed, namespace: default}'), words('allowed')],
    [asking('configMap: {name: "{{ request.namespace }}", namespace: default}'), { everything: true, words: [] }],
    [asking('apiCall: {urlPath: "/api/v1/namespaces/{{ request.namespace }}"}'), words('Namespace')],
    [asking('apiCall: {urlPath: "/apis/apps/v1/namespaces/a/deployments/web"}'), words('web')],
    [library("resource.Get('v1', 'configmaps', 'a', 'allowed').data.size() > 0"), words('allowed')],
    [library("resource.Get('v1', 'configmaps', 'a', object.metadata.name).data.size() > 0"), words('ConfigMap')],
    [
      library("resource.Get('v1', object.kind, 'a', object.metadata.name).data.size() > 0"),
      { everything: true, words: [] },
    ],
  ] as const)
    expect((await engine.load([{ path: 'p.yaml', text: policy }])).asks).toEqual(asks)
})
