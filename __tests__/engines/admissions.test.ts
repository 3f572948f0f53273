import { admissionRequests } from '../../src/engines/admissions.ts'
import type { DocumentRef } from '../../src/model/document.ts'

let handles = 0
const document = (apiVersion: string, kind: string, name: string, file = 'a.yaml'): DocumentRef => ({
  engine: 'kyverno',
  handle: ++handles,
  file,
  index: 0,
  root: [],
  line: 1,
  endLine: 5,
  resource: { apiVersion, kind, namespace: 'shop', name },
})

test('an object that the base has is updated, wherever it stood, and whatever its version was', () => {
  const old = document('apps/v1beta1', 'Deployment', 'web', 'old.yaml@1234567')
  const now = document('apps/v1', 'Deployment', 'web', 'new.yaml')
  const { documents, admissions } = admissionRequests([now], [old])
  expect(documents).toEqual([now])
  expect(admissions.get(now)).toEqual({ operation: 'UPDATE', old })
})

test('an object that the base does not have is created', () => {
  const now = document('v1', 'Pod', 'a')
  expect(admissionRequests([now], [document('v1', 'Service', 'a')]).admissions.get(now)).toEqual({
    operation: 'CREATE',
  })
})

test('an object that is gone is deleted, and says that it stood at the base', () => {
  const { documents, admissions } = admissionRequests([], [document('v1', 'Pod', 'a')])
  expect(documents).toMatchObject([{ removed: true }])
  expect([...admissions.values()]).toEqual([{ operation: 'DELETE' }])
})

test('objects without a name are always new, and never removed', () => {
  const now = document('batch/v1', 'Job', '')
  const { documents, admissions } = admissionRequests([now], [document('batch/v1', 'Job', '')])
  expect(documents).toEqual([now])
  expect(admissions.get(now)).toEqual({ operation: 'CREATE' })
})

test('objects of one name in several files replace their own, and what stood once is replaced once', () => {
  const [dev, prod] = [document('v1', 'Pod', 'a', 'dev.yaml@1234567'), document('v1', 'Pod', 'a', 'prod.yaml@1234567')]
  const now = ['copy.yaml', 'prod.yaml', 'dev.yaml'].map((file) => document('v1', 'Pod', 'a', file))
  const { admissions } = admissionRequests(now, [dev, prod])
  expect(now.map((one) => admissions.get(one))).toEqual([
    { operation: 'CREATE' },
    { operation: 'UPDATE', old: prod },
    { operation: 'UPDATE', old: dev },
  ])
})
