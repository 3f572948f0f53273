import { pathsInMessage } from '../../src/documents/engine-paths.ts'
import { at } from './document-ref.ts'

describe('where a pattern stopped', () => {
  test.each([
    [
      'validation error: CPU and memory limits are required. rule autogen-check failed at path /spec/template/spec/containers/0/resources/limits/',
      [['spec', 'template', 'spec', 'containers', '0', 'resources', 'limits']],
    ],
    [
      'validation error: never both. rule chart[0] failed at path /spec/source/chart/ rule chart[1] failed at path /spec/source/path/',
      [
        ['spec', 'source', 'chart'],
        ['spec', 'source', 'path'],
      ],
    ],
    [
      'validation error: set `linkerd.io/inject`. rule x failed at path /metadata/annotations/linkerd.io/inject/',
      [['metadata', 'annotations', 'linkerd.io', 'inject']],
    ],
    ['validation error: rule x failed at path /data/a b/ (judged after mutation by p)', [['data', 'a b']]],
    ['rule x failed at path /spec/a~1b/', [['spec', 'a~1b']]],
    ['rule x failed at path /reclaimPolicy/', [['reclaimPolicy']]],
    ['existence anchor validation failed at path /spec/containers/', [['spec', 'containers']]],
    ['rule x failed at path ', []],
    ['rule x failed at path /', []],
    ['failed at path nowhere', []],
  ])('%s', (message, expected) => {
    expect(pathsInMessage(message, 'Pod')).toEqual(expected)
  })

  test('what the message mentions does not compete with it', () => {
    const message = 'The field spec.hostNetwork must be unset. rule x failed at path /spec/hostPID/'
    expect(pathsInMessage(message, 'Pod')).toEqual([['spec', 'hostPID']])
  })
})

describe('what a message mentions', () => {
  test.each([
    [
      'It violates PodSecurity "baseline:latest": (Forbidden reason: host namespaces, field error list: [spec.hostIPC is forbidden, forbidden values found: true])',
      [['spec', 'hostIPC']],
    ],
    [
      'field error list: [spec.containers[0].securityContext.capabilities.drop: Required value]',
      [['spec', 'containers', 0, 'securityContext', 'capabilities', 'drop']],
    ],
    [
      'Fields spec.containers[*].securityContext and spec.volumes[1].hostPath, please',
      [
        ['spec', 'volumes', 1, 'hostPath'],
        ['spec', 'containers', '*', 'securityContext'],
      ],
    ],
    ['spec.rules[].http is wrong', [['spec', 'rules', '*', 'http']]],
    [
      'object.spec.replicas, request.object.spec.x',
      [
        ['spec', 'replicas'],
        ['spec', 'x'],
      ],
    ],
    ['.spec.url must be ours', [['spec', 'url']]],
    [
      `metadata.annotations["a.b/c"] and metadata.labels['d']`,
      [
        ['metadata', 'annotations', 'a.b/c'],
        ['metadata', 'labels', 'd'],
      ],
    ],
    ['no place at all, only docker.', []],
    ['', []],
  ])('%s', (message, expected) => {
    expect(pathsInMessage(message, 'Pod')).toEqual(expected)
  })

  test.each([
    ['Deployment', ['spec', 'template', 'spec', 'hostPID']],
    ['CronJob', ['spec', 'jobTemplate', 'spec', 'template', 'spec', 'hostPID']],
    ['PodTemplate', ['template', 'spec', 'hostPID']],
    ['Pod', ['spec', 'hostPID']],
    ['Whatever', ['spec', 'hostPID']],
  ])('a field of pods stands in the template of a %s', (kind, expected) => {
    expect(pathsInMessage('spec.hostPID must be unset', kind)[0]).toEqual(expected)
  })

  test('a field of the object itself stays where it is', () => {
    expect(pathsInMessage('spec.replicas is too low', 'Deployment')).toEqual([['spec', 'replicas']])
  })
})

test('a long hostile message costs no more than its length, and few places are followed', () => {
  const hostile = [
    'failed at path /'.repeat(50_000),
    'failed at path /a rule '.repeat(50_000),
    'spec.a[b '.repeat(50_000),
    `spec${'.a'.repeat(200_000)}[`,
    `spec.a${'[a'.repeat(200_000)}`,
    `failed at path ${'/ ;'.repeat(200_000)}`,
  ]
  for (const message of hostile) expect(pathsInMessage(message, 'Pod').length).toBeLessThanOrEqual(41)
})

test('a path from a message leads to the value in a real document', () => {
  const text = 'metadata:\n  annotations:\n    sidecar.istio.io/inject: "false"\n'
  const message = 'Pods may not. rule x failed at path /metadata/annotations/sidecar.istio.io/inject/'
  expect(at(text, pathsInMessage(message, 'Pod')[0] ?? [])).toBe('3:30 exact "false"')
})
