import type { DocumentRef } from '../../src/model/document.ts'
import type { Finding } from '../../src/model/finding.ts'
import { baselineState, markBaseline } from '../../src/verdict/baseline.ts'
import { fingerprint, fingerprints } from '../../src/verdict/fingerprint.ts'
import { document, finding, policy } from './evidence.ts'

const at = (...path: (string | number)[]): Finding => ({ ...finding(), path })
const named = (over: Partial<DocumentRef['resource']>) =>
  finding({ document: document({ resource: { ...document().resource, ...over } }) })

describe('the fingerprint of a finding', () => {
  const print = fingerprint(finding())

  test('is short and of hexadecimal digits', () => {
    expect(print).toMatch(/^[0-9a-f]{16}$/)
  })

  test.each([
    ['its line', finding({}, {}, { line: 7 })],
    ['its file', finding({ document: document({ file: 'moved.yaml', index: 3 }) })],
    ['its message', finding({ message: 'other words' })],
    ['its severity', finding({ policy: policy({ severity: 'low', file: 'other.yaml' }) })],
    ['its marks', finding({}, { mild: true })],
  ])('does not change with %s', (_, other) => {
    expect(fingerprint(other)).toBe(print)
  })

  test('changes with what it is about', () => {
    const others = [
      finding({ policy: policy({ engine: 'rego' }) }),
      finding({ policy: policy({ namespace: 'shop' }) }),
      finding({ policy: policy({ name: 'other' }) }),
      finding({ rule: 'other' }),
      named({ apiVersion: 'v2' }),
      named({ kind: 'Job' }),
      named({ namespace: 'shop' }),
      named({ name: 'api' }),
      named({ name: '' }),
      named({ name: '', generateName: 'web-' }),
      at('spec'),
      at('spec', 'containers', 0),
      at('spec', 'containers', '0'),
    ]
    const prints = [print, ...others.map(fingerprint)]
    expect(new Set(prints).size).toBe(prints.length)
  })

  test('no place is the top of the resource, and no generateName is an empty one', () => {
    expect(fingerprint(at())).toBe(print)
    expect(fingerprint(named({ generateName: '' }))).toBe(print)
  })

  test('is numbered where several are alike', () => {
    const [one, two, other] = [finding(), finding(), finding({ rule: 'other' })]
    const found = fingerprints([one, two, other])
    expect([...found.keys()]).toEqual([one, two, other])
    expect([...found.values()]).toEqual([`${print}:1`, `${print}:2`, `${fingerprint(other)}:1`])
  })
})

describe('the baseline', () => {
  const id = `${fingerprint(finding())}:1`
  const marksOf = (findings: readonly Finding[], ...ids: string[]) =>
    markBaseline(findings, new Set(ids)).map(({ marks }) => marks)

  test('marks what it knows, once for each entry, and keeps other marks', () => {
    expect(marksOf([finding({}, { mild: true }), finding(), finding({ rule: 'other' })], id)).toEqual([
      { inScope: true, mild: true, baselined: true },
      { inScope: true },
      { inScope: true },
    ])
  })

  test.each(['warn', 'error', 'pass', 'skip'] as const)('knows failures only, not %s', (status) => {
    expect(marksOf([finding({ status })], id)).toEqual([{ inScope: true }])
    expect(marksOf([finding({ status }), finding()], id)).toEqual([
      { inScope: true },
      { inScope: true, baselined: true },
    ])
  })

  test('knows nothing by an empty name', () => {
    expect(marksOf([finding({ status: 'warn' })], 'undefined', ' ')).toEqual([{ inScope: true }])
  })

  const findings = [finding({}, { baselined: true }), finding({}, { baselined: false }), finding()]
  test.each([
    ['all-files', { stale: 1 }],
    ['git', {}],
  ] as const)('with files from %s, tells what of it is used and what is out of date', (source, more) => {
    const state = baselineState('b.json', new Set(['a', 'b']), findings, { source, files: [] })
    expect(state).toEqual({ file: 'b.json', entries: 2, used: 1, ...more })
  })
})
