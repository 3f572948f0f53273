import { Locator } from '../../src/documents/locate.ts'
import { at, covered, documentRef, FILE, locate } from './document-ref.ts'

/** For what is large on purpose, on a machine that does other things as well. */
const SLOW = 120_000

const POD = `# a pod
apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: {app: web, "team": 'a b'}
spec:
  containers:
    - name: nginx
      image: "nginx:latest"
      ports: [{containerPort: 80}, {containerPort: 443}]
      resources: {}
    - name: side # car
      command:
        - sh
        - -c
        - |
          echo one
          echo two
      securityContext:
  hostNetwork:   true   # dangerous
`

describe('a path that exists', () => {
  test.each([
    [['spec', 'hostNetwork'], '21:18 exact true'],
    [['spec', 'containers', 0, 'image'], '10:14 exact "nginx:latest"'],
    [['spec', 'containers', '0', 'image'], '10:14 exact "nginx:latest"'],
    [['spec', 'containers'], '8:3 exact containers'],
    [['spec', 'containers', 1], '13:7 exact name: side'],
    [['spec', 'containers', 0, 'resources'], '12:7 exact resources'],
    [['spec', 'containers', 1, 'securityContext'], '20:7 exact securityContext'],
    [['spec', 'containers', 1, 'command', 1], '16:11 exact -c'],
    [['spec', 'containers', 1, 'command', 2], '17:11 exact |\n          echo one\n          echo two'],
    [['spec', 'containers', 0, 'ports', 1], '11:36 exact {containerPort: 443}'],
    [['spec', 'containers', 0, 'ports', 1, 'containerPort'], '11:52 exact 443'],
    [['metadata', 'labels', 'app'], '6:17 exact web'],
    [['metadata', 'labels', 'team'], "6:30 exact 'a b'"],
    [['metadata'], '4:1 exact metadata'],
  ])('%j', (path, expected) => {
    expect(at(POD, path)).toBe(expected)
  })
})

describe('a path that does not exist', () => {
  test.each([
    [['spec', 'containers', 0, 'resources', 'limits', 'cpu'], '12:7 nearest resources'],
    [['spec', 'containers', 1, 'securityContext', 'runAsNonRoot'], '20:7 nearest securityContext'],
    [['spec', 'containers', 1, 'image'], '13:7 nearest name: side'],
    [['spec', 'containers', 5, 'image'], '8:3 nearest containers'],
    [['spec', 'containers', 'first'], '8:3 nearest containers'],
    [['spec', 'containers', -1], '8:3 nearest containers'],
    [['spec', 'hostNetwork', 'deeper'], '21:3 nearest hostNetwork'],
    [['status'], '2:1 document apiVersion: v1'],
    [[], '2:1 document apiVersion: v1'],
    [['__proto__'], '2:1 document apiVersion: v1'],
    [['constructor', 'name'], '2:1 document apiVersion: v1'],
  ])('%j', (path, expected) => {
    expect(at(POD, path)).toBe(expected)
  })

  test('`*` is followed where it can mean one member only', () => {
    expect(at('spec:\n  containers:\n  - image: a\n', ['spec', 'containers', '*', 'image'])).toBe('3:12 exact a')
    expect(at(POD, ['spec', 'containers', '*', 'image'])).toBe('8:3 nearest containers')
  })

  test('the first path that exists counts before the ancestors of better ones', () => {
    const locator = new Locator(new Map([[FILE, POD]]))
    const paths = [
      ['spec', 'containers', 0, 'resources', 'limits'],
      ['metadata', 'name'],
    ]
    const { location, path } = locator.locate(documentRef(POD), paths)
    expect(covered(POD, location)).toBe('web')
    expect(path).toEqual(['metadata', 'name'])
  })
})

describe('where a value is written', () => {
  const shared = `base: &base
  image: nginx
  limits: &limits
    cpu: 1
one:
  <<: *base
  name: one
two:
  <<: [*more, *base]
  limits: *limits
three:
  image: own
  <<: *base
more: &more
  image: redis
four: *base
five:
  <<: *base
  image: mine
six:
  <<: *nowhere
`
  test.each([
    [['one', 'image'], '2:10 exact nginx'],
    [['one', 'limits', 'cpu'], '4:10 exact 1'],
    [['one', 'missing'], '5:1 nearest one'],
    [['two', 'limits'], '10:11 exact *limits'],
    [['two', 'limits', 'cpu'], '4:10 exact 1'],
    [['three', 'image'], '2:10 exact nginx'],
    [['four'], '16:7 exact *base'],
    [['four', 'image'], '2:10 exact nginx'],
    [['five', 'image'], '19:10 exact mine'],
    [['six', 'image'], '20:1 nearest six'],
    [['one', '<<'], '6:7 exact *base'],
  ])('anchors, aliases and merge keys: %j', (path, expected) => {
    expect(at(shared, path)).toBe(expected)
  })

  test('an alias stands for the last anchor of its name before it', () => {
    const text = 'a: &x {v: 1}\nb: *x\nc: &x {v: 2}\nd: *x\n'
    expect(at(text, ['b', 'v'])).toBe('1:11 exact 1')
    expect(at(text, ['d', 'v'])).toBe('3:11 exact 2')
  })

  test('of a list of maps to merge, the earlier wins', () => {
    const text = 'a: &a {v: 1, w: 1}\nb: &b {v: 2, x: 2}\nc: {<<: [*a, *b]}\n'
    expect(at(text, ['c', 'v'])).toBe('1:11 exact 1')
    expect(at(text, ['c', 'x'])).toBe('2:17 exact 2')
  })

  test.each([
    ['a map that merges itself', 'a: &a\n  <<: *a\n  b: 1\n'],
    ['a map that is its own alias', 'a: &a\n  c: *a\n  b: 1\n'],
  ])('%s ends', (_name, text) => {
    expect(at(text, ['a', 'b'])).toBe('3:6 exact 1')
    expect(locate(text, ['a', 'x', 'y']).precision).toBe('nearest')
  })

  test('of a duplicate key the last one', () => {
    expect(at('a: 1\nb: 2\na: 3\n', ['a'])).toBe('3:4 exact 3')
    expect(at('{"a": 1, "a": 2}', ['a'])).toBe('1:15 exact 2')
  })
})

describe('keys', () => {
  const text = `yes: a
0x10: b
010: c
9007199254740993: d
1.50: e
"yes": f
? complex
: g
'it''s': h
a b: i
"\\u0061nd": j
~: k
`
  test.each([
    ['true', 'a'],
    ['16', 'b'],
    ['8', 'c'],
    ['9007199254740993', 'd'],
    ['1.5', 'e'],
    ['yes', 'f'],
    ['complex', 'g'],
    ["it's", 'h'],
    ['a b', 'i'],
    ['and', 'j'],
  ])('%s', (key, value) => {
    expect(covered(text, locate(text, [key]))).toBe(value)
  })

  test('a number in a path is a name in a map', () => {
    expect(at('data:\n  8080: web\n', ['data', 8080])).toBe('2:9 exact web')
  })

  const labelled = `metadata:
  labels:
    app: plain
    app/x: slashed
    app.kubernetes.io/name/deep: two
    app~1y: tilde
`
  test.each([
    [['metadata', 'labels', 'app.kubernetes.io', 'name', 'deep'], 'exact two'],
    [['metadata', 'labels', 'app', 'x'], 'exact slashed'],
    [['metadata', 'labels', 'app~1x'], 'exact slashed'],
    [['metadata', 'labels', 'app~1y'], 'exact tilde'],
    [['metadata', 'labels', 'app'], 'exact plain'],
    [['metadata', 'labels', 'app/x'], 'exact slashed'],
    [['metadata', 'labels', 'other.io', 'name'], 'nearest labels'],
  ])('slashes in names: %j', (path, expected) => {
    expect(at(labelled, path).replace(/^\S+ /, '')).toBe(expected)
  })
})

describe('line ends, marks and white space', () => {
  test('CRLF', () => {
    const text = 'a: 1\r\nb:\r\n  c: "x"\r\n'
    expect(at(text, ['b', 'c'])).toBe('3:6 exact "x"')
    expect(at(text, ['b'])).toBe('2:1 exact b')
    expect(at(text, ['z'])).toBe('1:1 document a: 1')
  })

  test('a byte order mark has no column', () => {
    expect(at('\ufeffa: 1\n', ['a'])).toBe('1:4 exact 1')
    expect(at('\ufeffa: 1\nb: 2\n', ['b'])).toBe('2:4 exact 2')
    expect(at('\ufeffa: 1\n', [])).toBe('1:1 document a: 1')
  })

  test('tabs and wide characters count as one code unit each, a character beyond the plane as two', () => {
    expect(at('a:\t1\n', ['a'])).toBe('1:4 exact 1')
    expect(at('"日本": 1\n', ['日本'])).toBe('1:7 exact 1')
    expect(at('"😀": 1\n', ['😀'])).toBe('1:7 exact 1')
  })

  test.each(['\u2028', '\u2029', '\u0085', '\r'])('%j ends a line for YAML and not for git', (end) => {
    expect(at(`a: 1${end}b: 2\nc: 3\n`, ['b'])).toBe('1:9 exact 2')
    expect(at(`a: 1${end}b: 2\nc: 3\n`, ['c'])).toBe('2:4 exact 3')
  })

  test('no line end at the end', () => {
    expect(at('a: 1\nb: 22', ['b'])).toBe('2:4 exact 22')
  })

  test('values over several lines', () => {
    expect(at('a: "one\n  two"\nb: x\n', ['a'])).toBe('1:4 exact "one\n  two"')
    expect(at('a: one\n  two\nb: x\n', ['a'])).toBe('1:4 exact one\n  two')
    expect(at('a: >-\n\n  one\n\n\nb: x\n', ['a'])).toBe('1:4 exact >-\n\n  one')
    expect(at('a: |+\n\nb: x\n', ['a'])).toBe('1:4 exact |')
  })
})

describe('JSON', () => {
  const text = '{\n\t"kind": "Pod",\n\t"spec": {"containers": [{"image": "a\\"b", "n": 9007199254740993}]}\n}\n'
  test.each([
    [['spec', 'containers', 0, 'image'], '3:36 exact "a\\"b"'],
    [['spec', 'containers', 0, 'n'], '3:49 exact 9007199254740993'],
    [['spec', 'containers', 0], '3:26 exact {"image": "a\\"b", "n": 9007199254740993}'],
    [['spec', 'containers', 0, 'x'], '3:26 nearest {"image": "a\\"b", "n": 9007199254740993}'],
    [['kind', 'x'], '2:2 nearest "kind"'],
    [[], '1:1 document {'],
  ])('%j', (path, expected) => {
    expect(at(text, path)).toBe(expected)
  })
})

describe('several documents in a file', () => {
  const text = `# head
---
kind: A
---# x
kind: B
spec: {x: 1}
--- # comment

# about C

kind: C
`
  test.each([
    ['A', { index: 0, line: 3, endLine: 3 }, ['kind'], '3:7 exact A'],
    ['B', { index: 1, line: 5, endLine: 6 }, ['spec', 'x'], '6:11 exact 1'],
    ['C', { index: 2, line: 8, endLine: 11 }, ['kind'], '11:7 exact C'],
    ['C without a path', { index: 2, line: 8, endLine: 11 }, [], '11:1 document kind: C'],
    ['a range that is not there', { index: 3, line: 80, endLine: 90 }, ['kind'], '12:1 document '],
  ])('%s', (_name, over, path, expected) => {
    expect(at(text, path, over)).toBe(expected)
  })

  test('an anchor of another document is not seen', () => {
    const two = 'a: &x {v: 1}\n---\nb: *x\n'
    expect(at(two, ['b', 'v'], { index: 1, line: 3, endLine: 3 })).toBe('3:1 nearest b')
  })
})

describe('members of a List', () => {
  const text = `apiVersion: v1
kind: List
items:
- kind: A
  spec: {x: 1}
-
  kind: B
`
  test.each([
    [['items', 0], ['spec', 'x'], '5:13 exact 1'],
    [['items', 1], ['kind'], '7:9 exact B'],
    [['items', 1], [], '7:3 document kind: B'],
    [['items', 1], ['spec'], '7:3 document kind: B'],
    [['items', 0], ['spec', 'y'], '5:3 nearest spec'],
    [['items', 7], ['kind'], '1:1 document apiVersion: v1'],
  ])('%j %j', (root, path, expected) => {
    expect(at(text, path, { root })).toBe(expected)
  })
})

describe('what cannot be followed', () => {
  test.each([
    ['nothing', '', '1:1 document '],
    ['comments only', '# a\n# b\n', '1:1 document '],
    ['a scalar', 'just text\n', '1:1 document just text'],
    ['broken YAML', '\n  key: [a, b\nother: }\n', '2:3 document key'],
    ['a sequence', '- a\n- b\n', '1:1 document - a'],
    ['HCL', 'resource "x" "y" {\n  a = 1\n}\n', '1:1 document resource "x" "y" {'],
  ])('%s', (_name, text, expected) => {
    expect(at(text, ['zzz'])).toBe(expected)
  })

  test('a file that was not given is located by its document alone', () => {
    const { location } = new Locator(new Map()).locate(documentRef('', { line: 7, endLine: 9 }), [['a']])
    expect(location).toMatchObject({ file: FILE, line: 7, precision: 'document' })
  })

  test.each([
    ['brackets', '['.repeat(100_000)],
    ['braces', '{"a":'.repeat(100_000)],
    ['dashes', `${'- '.repeat(100_000)}x\n- y\n`],
    ['closed brackets', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['question marks', '? '.repeat(100_000)],
  ])(
    '100,000 levels of %s do not crash',
    (_name, deep) => {
      const text = `kind: Pod\nspec: ${deep}\n`
      expect(locate(text, ['spec', 0, 0]).file).toBe(FILE)
      expect(locate(deep, ['a', 'a']).line).toBe(1)
    },
    SLOW,
  )

  test(
    '10,000 levels are followed to the end',
    () => {
      const text = `${'{"a":'.repeat(10_000)}"here"${'}'.repeat(10_000)}`
      expect(covered(text, locate(text, Array(10_000).fill('a')))).toBe('"here"')
    },
    SLOW,
  )

  test(
    'a bomb of aliases and a long chain of merges are cheap to ask',
    () => {
      const bomb = ['a0: &a0 {x: 1}']
      for (let n = 1; n < 10_000; n++) bomb.push(`a${n}: &a${n} {<<: [*a${n - 1}, *a${n - 1}], k${n}: [*a${n - 1}]}`)
      expect(covered(bomb.join('\n'), locate(bomb.join('\n'), ['a150', 'x']))).toBe('1')
      expect(locate(bomb.join('\n'), ['a9999', 'x'])).toMatchObject({ line: 10_000, precision: 'nearest' })
      expect(locate(bomb.join('\n'), ['a9999', 'nothing']).line).toBe(10_000)
    },
    SLOW,
  )
})

test(
  'a document is read once, whatever number of findings it has',
  () => {
    const members = Array.from({ length: 10_000 }, (_, n) => `- name: c${n}\n  image: i${n}\n`).join('')
    const text = `items:\n${members}`
    const locator = new Locator(new Map([[FILE, text]]))
    const document = documentRef(text)
    const lines = Array.from(
      { length: 10_000 },
      (_, n) => locator.locate(document, [['items', n, 'image']]).location.line,
    )
    expect(lines).toEqual(Array.from({ length: 10_000 }, (_, n) => 2 * n + 3))
  },
  SLOW,
)
