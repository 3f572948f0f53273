import { KyvernoEngine } from '../../src/engines/kyverno/kyverno.ts'

// Signatures cannot be verified here. Whatever a policy of images would look at in the cluster has to be an error.

let engine: KyvernoEngine
beforeAll(() => {
  engine = new KyvernoEngine()
})
afterAll(() => engine.close())

const images = (spec: string) => `
apiVersion: policies.kyverno.io/v1
kind: ImageValidatingPolicy
metadata: {name: signed}
spec:
  ${spec}
  matchImageReferences: [{glob: "*"}]
  attestors: [{name: notary, notary: {certs: {value: x}}}]
  validations: [{expression: "images.containers.all(i, verifyImageSignatures(i, [attestors.notary]) > 0)", message: refused}]
`
const PODS =
  'matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}'
const CONTAINERS = '{containers: [{name: a, image: x}]}'
const POD = `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: ${CONTAINERS}\n`
const TEMPLATE = `{metadata: {labels: {a: b}}, spec: ${CONTAINERS}}`
const DEPLOYMENT = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {selector: {matchLabels: {a: b}}, template: ${TEMPLATE}}\n`
const CRON = `apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec: {schedule: "* * * * *", jobTemplate: {spec: {template: ${TEMPLATE}}}}\n`
const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n'

async function said(policy: string, manifest: string) {
  const { diagnostics } = await engine.load([{ path: 'policy.yaml', text: policy }])
  expect(diagnostics).toEqual([])
  const { documents } = await engine.readPayload({ path: 'm.yaml', text: manifest })
  const judged = await engine.judge(documents)
  expect(judged.diagnostics).toEqual([])
  return judged.results.map(({ status }) => status)
}

test.each([
  ['Pod', POD, ['error']],
  ['Deployment that makes them', DEPLOYMENT, ['error']],
  ['CronJob that makes them', CRON, ['error']],
  ['ConfigMap', MAP, []],
])('a policy for the images of Pods at a %s', async (_, manifest, status) => {
  expect(await said(images(PODS), manifest)).toEqual(status)
})

test('copies for controllers can be left out', async () => {
  const alone = images(`${PODS}\n  autogen: {podControllers: {controllers: [cronjobs]}}`)
  expect(await said(alone, DEPLOYMENT)).toEqual([])
  expect(await said(alone, CRON)).toEqual(['error'])
})

test('a policy in JSON mode matches every document', async () => {
  const json = images('evaluation: {mode: JSON}')
  expect(await said(json, MAP)).toEqual(['error'])
  expect(await said(json, 'image: x\n')).toEqual(['error'])
})
