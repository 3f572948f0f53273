import { candidatesIn } from '../../src/engines/kyverno/candidates.ts'

const pod = {
  metadata: { labels: { 'app.kubernetes.io/name': 'web' } },
  spec: { containers: [{ name: 'a', image: 'x' }, { name: 'b' }], hostPID: true },
}

test.each([
  ['a field', ['spec', 'hostPID'], [{ path: ['spec', 'hostPID'], missing: [] }]],
  [
    'a field of every item, where one lacks it',
    ['spec', 'containers', '*', 'image'],
    [
      { path: ['spec', 'containers', 0, 'image'], missing: [] },
      { path: ['spec', 'containers', 1], missing: ['image'] },
    ],
  ],
  ['an item by its index', ['spec', 'containers', '1'], [{ path: ['spec', 'containers', 1], missing: [] }]],
  [
    'a missing tree',
    ['spec', 'securityContext', 'runAsUser'],
    [{ path: ['spec'], missing: ['securityContext', 'runAsUser'] }],
  ],
  ['a missing list', ['spec', 'volumes', '*', 'hostPath'], [{ path: ['spec'], missing: ['volumes'] }]],
  [
    'a key with dots',
    ['metadata', 'labels', 'app.kubernetes.io/name'],
    [{ path: ['metadata', 'labels', 'app.kubernetes.io/name'], missing: [] }],
  ],
  ['nothing that the document shares', ['status', 'phase'], []],
])('finds %s', (_, named, expected) => {
  expect(candidatesIn(pod, [named])).toEqual(expected)
})

test('keys of a prototype are not fields', () => {
  expect(candidatesIn({ spec: {} }, [['spec', 'constructor', 'name']])).toEqual([
    { path: ['spec'], missing: ['constructor', 'name'] },
  ])
})
