import { yamlValues } from '../../src/documents/cluster-yaml.ts'
import { type KubernetesObject, sameIdentity, sameObject } from '../../src/suites/compare-objects.ts'

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n'

const object = (text: string) => yamlValues(text)[0] as KubernetesObject

describe('an object after mutation', () => {
  test.each([
    ['empty maps, empty lists and nulls', 'spec: {a: {}, b: [], c: null, d: [{}]}', ''],
    ['a namespace that was filled in', 'metadata: {name: a, namespace: default}', ''],
    ['numbers written in two ways', 'spec: {n: 1}', 'spec: {n: 1.0}'],
    [
      'labels of generated objects',
      'metadata: {name: a, labels: {generate.kyverno.io/rule-name: x, app.kubernetes.io/managed-by: kyverno}}',
      '',
    ],
    ['the order of keys', 'spec: {a: 1, b: 2}', 'spec: {b: 2, a: 1}'],
  ])('is the same but for %s', (_what, one, other) => {
    expect(sameObject(object(merged(one)), object(merged(other)))).toBe(true)
  })

  test.each([
    ['a value', 'spec: {a: 1}', 'spec: {a: 2}'],
    ['a type', 'spec: {a: "1"}', 'spec: {a: 1}'],
    ['the order of a list', 'spec: {a: [1, 2]}', 'spec: {a: [2, 1]}'],
    ['an item more', 'spec: {a: [1]}', 'spec: {a: [1, 2]}'],
    ['a key more', 'spec: {a: 1}', 'spec: {a: 1, b: false}'],
    ['who manages it', 'metadata: {name: a, labels: {app.kubernetes.io/managed-by: helm}}', ''],
    ['any other label', 'metadata: {name: a, labels: {team: x}}', ''],
  ])('differs by %s', (_what, one, other) => {
    expect(sameObject(object(merged(one)), object(merged(other)))).toBe(false)
  })
})

test('identity is type, name and namespace', () => {
  const a = object(POD)
  expect(sameIdentity(a, object('apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: default}'))).toBe(true)
  expect(sameIdentity(a, object('apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: b}'))).toBe(false)
  expect(sameIdentity(a, object('apiVersion: v1\nkind: Service\nmetadata: {name: a}'))).toBe(false)
  expect(sameIdentity(a, object('apiVersion: v2\nkind: Pod\nmetadata: {name: a}'))).toBe(false)
})

function merged(part: string): string {
  return part.startsWith('metadata') ? `apiVersion: v1\nkind: Pod\n${part}\n` : `${POD}${part}\n`
}
