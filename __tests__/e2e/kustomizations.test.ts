import { cli } from '../support/built.ts'
import { type Files, Repository, removeTemporaryFolders } from '../support/repository.ts'

// What a transformer of a kustomization sets is found in the kustomization, or in the file that configures it.

afterAll(removeTemporaryFolders)

const rule = (name: string, pattern: string) =>
  `    - name: ${name}\n      match: {any: [{resources: {kinds: [Deployment]}}]}\n      validate: {message: refused, pattern: ${pattern}}\n`
const POLICY = `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: p}
spec:
  validationFailureAction: Enforce
  background: false
  rules:
${rule('image', '{spec: {template: {spec: {containers: [{image: "!*:latest"}]}}}}')}${rule('replicas', '{spec: {replicas: "<10"}}')}${rule('namespace', '{metadata: {namespace: "!default"}}')}${rule('label', '{metadata: {labels: {tier: "!none"}}}')}${rule('note', '{metadata: {annotations: {owner: "!nobody"}}}')}${rule('policy', '{spec: {template: {spec: {=(dnsPolicy): "!Default"}}}}')}`
const BASE = {
  'policies/p.yaml': POLICY,
  'k/base/kustomization.yaml': 'resources: [deployment.yaml]\nimages: [{name: app, newName: registry.example/app}]\n',
  'k/base/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {tier: web}, annotations: {owner: team}}
spec:
  replicas: 2
  template:
    metadata: {annotations: {dns: Default}}
    spec:
      dnsPolicy: ClusterFirst
      containers: [{name: app, image: "app:1"}]
`,
}
const OVERLAY = `resources: [../base]
images:
  - {name: other, newTag: latest}
  - name: registry.example/app
    newTag: latest
replicas: [{name: web, count: 12}]
namespace: default
labels:
  - pairs:
      tier: none
transformers: [notes.yaml]
replacements:
  - source: {kind: Deployment, fieldPath: spec.template.metadata.annotations.dns}
    targets:
      - select: {kind: Deployment}
        fieldPaths: [spec.template.spec.dnsPolicy]
`
const NOTES = `apiVersion: builtin
kind: AnnotationsTransformer
metadata: {name: notes}
annotations:
  owner: nobody
fieldSpecs: [{path: metadata/annotations, create: true}]
`

async function places(after: Files): Promise<Record<string, string>> {
  const repository = Repository.create()
  repository.commit({ ...BASE, 'k/prod/kustomization.yaml': 'resources: [../base]\n' })
  repository.commit(after)
  const { stdout } = await cli(repository.folder, ['check', '--changed', 'HEAD~1..HEAD', '--format', 'json'])
  const { results } = JSON.parse(stdout)
  return Object.fromEntries(
    results.map(({ rule, location: { file, line, precision } }: never) => [rule, `${file}:${line} ${precision}`]),
  )
}

test('each transformer is found where it is configured', async () => {
  const found = await places({ 'k/prod/kustomization.yaml': OVERLAY, 'k/prod/notes.yaml': NOTES })
  expect(found).toEqual({
    image: 'k/prod/kustomization.yaml:4 template',
    replicas: 'k/prod/kustomization.yaml:6 template',
    namespace: 'k/prod/kustomization.yaml:7 template',
    label: 'k/prod/kustomization.yaml:10 template',
    note: 'k/prod/notes.yaml:5 template',
    policy: 'k/prod/kustomization.yaml:13 template',
  })
})

test('of two that set a value the one that comes last is named, and the base where none does', async () => {
  const found = await places({
    'k/base/kustomization.yaml':
      'resources: [deployment.yaml]\nimages: [{name: app, newTag: latest}]\nnamespace: default\n',
    'k/base/deployment.yaml': BASE['k/base/deployment.yaml'].replace('ClusterFirst', 'Default'),
    'k/prod/kustomization.yaml': 'resources: [../base]\nreplicas: [{name: web, count: 3}]\nnamespace: default\n',
  })
  expect(found).toEqual({
    image: 'k/base/kustomization.yaml:2 template',
    namespace: 'k/prod/kustomization.yaml:3 template',
    policy: 'k/base/deployment.yaml:9 exact',
  })
})
