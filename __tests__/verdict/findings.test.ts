import { Locator } from '../../src/documents/locate.ts'
import type { ChangeSource } from '../../src/model/change.ts'
import { findingsOf } from '../../src/verdict/findings.ts'
import { levelOf } from '../../src/verdict/level.ts'
import { markScope } from '../../src/verdict/scope.ts'
import { document, finding, result } from './evidence.ts'

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

  test('keep the exception that was named', () => {
    expect(findingsOf([result({ exception: 'ns/e' })], locator())[0]?.marks.exception).toBe('ns/e')
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
    expect(markScope(findings, { source, files }).map(({ marks }) => marks.inScope)).toEqual(expected)
  })

  test('marks and removes nothing, and keeps other marks', () => {
    const marked = markScope([finding({}, { exception: 'a/b' })], { source: 'git', files: [] })
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
  ] as const)('%j %j with fail-on %s: %s', (over, marks, failOn, level) => {
    expect(levelOf(finding(over, marks), failOn)).toBe(level)
  })
})
