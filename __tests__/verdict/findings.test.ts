import { Locator } from '../../src/documents/locate.ts'
import type { ChangeSource } from '../../src/model/change.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { Location } from '../../src/model/position.ts'
import { findingsOf } from '../../src/verdict/findings.ts'
import { isOpen, isViolation, levelOf } from '../../src/verdict/level.ts'
import { markScope } from '../../src/verdict/scope.ts'
import { document, finding, result, touched } from './evidence.ts'

const TEXT = 'kind: Pod\nmetadata:\n  name: web\nspec:\n  hostPID: true\n  containers:\n  - image: a\n'
const locator = () => new Locator(new Map([['k8s/pod.yaml', TEXT]]))

const placed = (over: Parameters<typeof result>[0]) => {
  const [found] = findingsOf([result(over)], locator())
  return (
    found &&
    `${found.location.line}:${found.location.column} ${found.location.precision} ${found.path?.join('.') ?? '-'}`
  )
}

describe('findings', () => {
  test('are what fails, warns or errs, in order', () => {
    const results = (['pass', 'fail', 'skip', 'warn', 'error'] as const).map((status) => result({ status }))
    expect(findingsOf(results, locator()).map((one) => one.result.status)).toEqual(['fail', 'warn', 'error'])
  })

  test.each([
    ["the engine's path", { paths: [['spec', 'hostPID']] }, '5:12 exact spec.hostPID'],
    [
      'the path in its message',
      { message: 'no. rule x failed at path /spec/containers/0/image/' },
      '7:12 exact spec.containers.0.image',
    ],
    ['a field its message mentions', { message: 'spec.hostPID must be unset' }, '5:12 exact spec.hostPID'],
    ['the document', { message: 'not allowed' }, '1:1 document -'],
    [
      'a proven path that is missing, whatever the message mentions',
      { paths: [['spec', 'containers', 0, 'resources'], ['kind']], pathProven: true, message: 'spec.hostPID' },
      '7:5 nearest spec.containers.0.resources',
    ],
    [
      'a path that exists before one that is only mentioned and does not',
      { paths: [['spec', 'hostIPC']], message: 'spec.hostPID' },
      '5:12 exact spec.hostPID',
    ],
  ])('stand at %s', (_name, over, place) => {
    expect(placed(over)).toBe(place)
  })

  test('count until something says otherwise', () => {
    expect(findingsOf([result()], locator()).map(({ marks }) => marks)).toEqual([{ inScope: true }])
  })

  test.each(['skip', 'pass'] as const)('are what an exception let through, too, where the engine says %s', (status) => {
    const marks = findingsOf([result({ status, exception: 'ns/e' })], locator()).map((found) => found.marks)
    expect(marks).toEqual([{ inScope: true, exception: 'ns/e' }])
  })
})

describe('scope', () => {
  const findings = [finding(), finding({ document: document({ file: 'other.yaml' }) })]
  const files = [{ path: 'k8s/pod.yaml', status: 'modified' as const }]

  test.each([
    ['git', [true, false]],
    ['pull-request-api', [true, false]],
    ['all-files', [true, true]],
    ['arguments', [true, true]],
    ['stdin', [true, true]],
  ] as [ChangeSource, boolean[]][])('with files from %s', (source, expected) => {
    expect(markScope(findings, touched({ changes: { source, files } })).map(({ marks }) => marks.inScope)).toEqual(
      expected,
    )
  })

  const place = (line: number, precision: Location['precision'] = 'exact') =>
    finding({}, {}, { line, endLine: line, precision })
  const lines = new Map([['k8s/pod.yaml', [[4, 5]] as const]])
  test.each([
    ['a line that changed', place(4), true],
    ['the last line that changed', place(5), true],
    ['the line before', place(3), false],
    ['the line after', place(6), false],
    ['no line of its own in a document that changed', place(1, 'nearest'), true],
    ['a file whose lines are not known', finding({ document: document({ file: 'other.yaml' }) }), false],
    ['a removal', finding({ document: document({ removed: true }) }, {}, { line: 9 }), true],
    ['what is rendered', { ...place(9), occurrences: ['values.yaml'] }, true],
  ])('changed-lines, for %s', (_, one, expected) => {
    const [marked] = markScope([one], touched({ scope: 'changed-lines', lines }))
    expect(marked?.marks.inScope).toBe(expected)
  })

  test('one range of several is enough', () => {
    const parts = new Map([
      [
        'k8s/pod.yaml',
        [
          [1, 1],
          [4, 5],
          [8, 9],
        ] as const,
      ],
    ])
    const marked = markScope([place(4), place(6)], touched({ scope: 'changed-lines', lines: parts }))
    expect(marked.map(({ marks }) => marks.inScope)).toEqual([true, false])
  })

  test.each(['changed-files', 'changed-lines', 'changed-resources'] as const)(
    '%s: a finding stands in the file that decides it, or in that of its document',
    (scope) => {
      const plan = finding({ document: document({ file: 'k8s/pod.yaml' }) }, {}, { file: 'main.tf' })
      const source = finding({ document: document({ file: 'plan.json' }) }, {}, { file: 'k8s/pod.yaml' })
      const neither = finding({ document: document({ file: 'plan.json' }) }, {}, { file: 'main.tf' })
      const marked = markScope([plan, source, neither], touched({ scope }))
      expect(marked.map(({ marks }) => marks.inScope)).toEqual([true, true, false])
    },
  )

  test.each(['arguments', 'stdin', 'all-files'] as const)(
    '%s without a base: lines and files do not matter',
    (source) => {
      const changes = { source, files: [], ...(source === 'all-files' ? {} : { base: 'b' }) }
      for (const scope of ['changed-lines', 'changed-files'] as const)
        expect(markScope([finding()], touched({ changes, scope, lines }))[0]?.marks.inScope).toBe(true)
    },
  )

  test('a file that is listed as it was is touched by what is compared otherwise', () => {
    const changes = { source: 'git', files: [{ path: 'k8s/pod.yaml', status: 'present' }] } as const
    expect(markScope([finding()], touched({ changes }))[0]?.marks.inScope).toBe(true)
  })

  test('a document that ends before the lines that changed is not touched', () => {
    const one = finding({ document: document({ line: 6, endLine: 9 }) }, {}, { line: 6, precision: 'document' })
    expect(markScope([one], touched({ scope: 'changed-lines', lines }))[0]?.marks.inScope).toBe(false)
  })

  test.each([
    ['all', 'git', [true, true]],
    ['changed-files', 'git', [true, false]],
    ['changed-files', 'all-files', [true, false]],
    ['changed-lines', 'all-files', [true, false]],
    ['changed-resources', 'all-files', [true, true]],
    ['all', 'all-files', [true, true]],
  ] as const)('%s, with files from %s of which one was left alone', (scope, source, expected) => {
    const left = [...files, { path: 'other.yaml', status: 'present' as const }]
    const changes = { source, base: 'b', files: source === 'git' ? files : left }
    expect(markScope(findings, touched({ changes, scope })).map(({ marks }) => marks.inScope)).toEqual(expected)
  })

  test('without a base everything that was asked for counts', () => {
    const changes = { source: 'all-files', files: [{ path: 'other.yaml', status: 'present' }] } as const
    expect(markScope(findings, touched({ changes, scope: 'changed-files' })).every(({ marks }) => marks.inScope)).toBe(
      true,
    )
  })

  test('what the base has as it is now is marked, and nothing else', () => {
    const [one, other] = findings as [Finding, Finding]
    const marked = markScope(findings, touched({ unchanged: new Set([other.result.document]) }))
    expect(marked.map(({ marks }) => marks.existing)).toEqual([undefined, true])
    expect(marked.map(isOpen)).toEqual([true, false])
    expect(one.marks).not.toHaveProperty('existing')
  })

  test('marks and removes nothing, and keeps other marks', () => {
    const marked = markScope([finding({}, { exception: 'a/b' })], touched({ changes: { source: 'git', files: [] } }))
    expect(marked.map(({ marks }) => marks)).toEqual([{ inScope: false, exception: 'a/b' }])
  })
})

describe('how loudly a finding is shown', () => {
  test.each([
    [{ status: 'fail', enforcement: 'enforce' }, {}, 'enforce', 'error'],
    [{ status: 'fail', enforcement: 'audit' }, {}, 'enforce', 'warning'],
    [{ status: 'fail', enforcement: 'audit' }, {}, 'audit', 'error'],
    [{ status: 'fail', enforcement: 'enforce' }, {}, 'none', 'warning'],
    [{ status: 'warn', enforcement: 'enforce' }, {}, 'audit', 'warning'],
    [{ status: 'error', enforcement: 'audit' }, { inScope: false }, 'none', 'error'],
    [{ status: 'fail', enforcement: 'enforce' }, { inScope: false }, 'enforce', 'note'],
    [{ status: 'fail', enforcement: 'enforce' }, { exception: 'a/b' }, 'enforce', 'note'],
    [{ status: 'warn', enforcement: 'enforce' }, { baselined: true }, 'enforce', 'note'],
    [{ status: 'fail', enforcement: 'enforce' }, { existing: true }, 'enforce', 'note'],
    [{ status: 'fail', enforcement: 'enforce' }, { mild: true }, 'enforce', 'warning'],
    [{ status: 'pass', enforcement: 'enforce' }, {}, 'enforce', 'note'],
    [{ status: 'skip', enforcement: 'enforce' }, {}, 'enforce', 'note'],
  ] as const)('%j %j with fail-on %s: %s', (over, marks, failOn, level) => {
    expect(levelOf(finding(over, marks), failOn)).toBe(level)
  })
})

describe('a finding decides', () => {
  test.each([
    [{}, true],
    [{ existing: false, baselined: false, mild: false }, true],
    [{ inScope: false }, false],
    [{ existing: true }, false],
    [{ baselined: true }, false],
    [{ exception: '' }, false],
    [{ claimed: 'a/b' }, true],
    [{ mild: true }, false],
  ])('with the marks %j: %p', (marks, expected) => {
    expect(isViolation(finding({}, marks), 'enforce')).toBe(expected)
  })

  test.each(['warn', 'error', 'pass', 'skip'] as const)('never by %s', (status) => {
    expect(isViolation(finding({ status }), 'audit')).toBe(false)
  })

  test.each(['enforce', 'audit'] as const)('never where nothing fails, by a policy that says %s', (enforcement) => {
    expect(isViolation(finding({ enforcement }), 'none')).toBe(false)
  })
})
