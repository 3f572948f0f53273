import fc from 'fast-check'
import { parse, stringify } from 'yaml'
import type { Edit } from '../../src/model/advice.ts'
import { applyEdits } from '../../src/remedies/edits.ts'
import { editText } from '../../src/remedies/yaml-edit.ts'

const TEXT = `# first
apiVersion: v1
kind: Pod # what
metadata:
  name: "a"   # quoted
  labels: {a: b}
spec:
    hostNetwork: yes   # why
    containers:
    # the web
    - image: nginx # hm
      name: c
      resources: {}
      ports:
      - containerPort: 80
        hostPort: 80
    - {name: d, image: x}

# end
`

test('writes what edits say, and leaves every other character', async () => {
  const edits: readonly Edit[] = [
    { op: 'add', path: ['metadata', 'labels', 'team'], value: 'yes' },
    { op: 'replace', path: ['spec', 'hostNetwork'], value: false },
    {
      op: 'replace',
      path: ['spec', 'containers', 0, 'resources'],
      value: { limits: { cpu: '500m', memory: '256Mi' } },
    },
    { op: 'add', path: ['spec', 'containers', 1, 'resources'], value: { limits: { cpu: 1 } } },
    { op: 'add', path: ['spec', 'containers', 0, 'securityContext'], value: { capabilities: { drop: ['ALL'] } } },
    { op: 'remove', path: ['spec', 'containers', 0, 'ports', 0, 'hostPort'] },
    { op: 'add', path: ['metadata', 'annotations'], value: { on: 'y' } },
  ]
  expect(await editText(TEXT, edits)).toBe(`# first
apiVersion: v1
kind: Pod # what
metadata:
  name: "a"   # quoted
  labels: {a: b, team: "yes"}
  annotations:
    "on": "y"
spec:
    hostNetwork: false   # why
    containers:
    # the web
    - image: nginx # hm
      name: c
      resources:
        limits:
          cpu: 500m
          memory: 256Mi
      ports:
      - containerPort: 80
      securityContext:
        capabilities:
          drop:
            - ALL
    - {name: d, image: x, resources: { limits: { cpu: 1 } }}

# end
`)
})

test('keeps CRLF, and JSON stays JSON with its own indentation', async () => {
  const edit: readonly Edit[] = [{ op: 'add', path: ['a', 'c'], value: { d: 1 } }]
  expect(await editText('a:\r\n  b: 1\r\nz: 2\r\n', edit)).toBe('a:\r\n  b: 1\r\n  c:\r\n    d: 1\r\nz: 2\r\n')
  expect(await editText('{\n    "a": {\n        "b": 1\n    }\n}\n', edit)).toBe(
    '{\n    "a": {\n        "b": 1,\n        "c": {\n            "d": 1\n        }\n    }\n}\n',
  )
})

test('refuses what cannot be written where it stands', async () => {
  const edit: readonly Edit[] = [{ op: 'replace', path: ['b', 'c'], value: 2 }]
  expect(await editText('a: &a {c: 1}\nb: *a\n', edit)).toBeUndefined()
  expect(await editText('a: &a {c: 1}\nb:\n  <<: *a\n', [{ op: 'remove', path: ['b', 'c'] }])).toBeUndefined()
  expect(await editText(`a: ${'['.repeat(50_000)}${']'.repeat(50_000)}\n`, edit)).toBeUndefined()
})

const key = fc.constantFrom('a', 'b', 'c', 'app.kubernetes.io/name', 'on', '0')
const scalar = fc.oneof(
  fc.constantFrom('yes', '', 'x: y', '- z', '# c', 'multi\nline', '1', '0x1f'),
  fc.integer(),
  fc.boolean(),
)
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
    fc.array(tie('tree'), { maxLength: 3 }),
  ),
}))
const mapping = fc.dictionary(key, tree, { minKeys: 1, maxKeys: 5, noNullPrototype: true })

test('whatever is written means what the edits mean, or nothing is written', async () => {
  let written = 0
  await fc.assert(
    fc.asyncProperty(mapping, tree, fc.boolean(), fc.nat(), fc.boolean(), async (value, put, flow, pick, remove) => {
      const text = stringify(value, { version: '1.1', collectionStyle: flow ? 'flow' : 'any' })
      const paths = pathsOf(value)
      const path = paths[pick % paths.length] as (string | number)[]
      const edit: Edit = remove ? { op: 'remove', path } : { op: 'replace', path, value: put }
      const edited = await editText(text, [edit])
      if (edited === undefined) return
      written++
      expect(parse(edited, { version: '1.1' })).toEqual(applyEdits(value, [edit]))
    }),
    { numRuns: 400 },
  )
  expect(written).toBeGreaterThan(200)
})

function pathsOf(value: unknown, at: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : typeof value === 'object' && value !== null
      ? Object.entries(value)
      : []
  return entries.flatMap(([step, inner]) => [[...at, step], ...pathsOf(inner, [...at, step])])
}
