import fc from 'fast-check'
import { ConfigError } from '../../src/errors.ts'
import { pathFilter } from '../../src/inputs/globs.ts'
import { nearest } from '../../src/inputs/nearest.ts'
import { OPTION_KEYS, parseOptions, policyEntries, type Source } from '../../src/inputs/options.ts'

const SOURCE: Source = {
  noun: 'option',
  name: (key) => `--${key}`,
  where: ([key]) => ({ input: String(key) }),
  allowed: OPTION_KEYS.map((key) => `--${key}`),
}

function fault(raw: Record<string, unknown>) {
  try {
    parseOptions(raw, SOURCE)
  } catch (error) {
    if (error instanceof ConfigError) return error.detail
    throw error
  }
  throw new Error(`${JSON.stringify(raw)} was accepted`)
}

test('nothing given is every default', () => {
  expect(parseOptions({}, SOURCE)).toEqual({
    agents: {
      logins: [],
      apps: [],
      trailers: [],
      branches: [],
      labels: [],
      'max-attempts': 3,
      escalation: { label: 'policy-gate: needs a person', reviewers: [], teams: [], assignees: [] },
    },
    builtin: [],
    charts: {},
    exceptions: [],
    'exception-rules': { 'min-justification': 20, 'max-days': 365, 'allow-broad': false },
    owners: [],
    'require-approval-for-policy-changes': false,
    paths: ['**'],
    'fail-on': 'enforce',
    'fail-on-severity': 'info',
    scope: 'changed-resources',
    severity: {},
    set: [],
    params: {},
    plans: [],
    'render-engine': 'embedded',
    'rego-paths': [],
    parsers: [],
    namespaces: [],
    data: [],
    combine: false,
    'allow-builtins': [],
    engine: 'embedded',
    timeout: 20,
    'max-file-size': 10_485_760,
    'all-results': false,
  })
})

test.each([
  ['17', 17],
  ['2KB', 2000],
  ['2 KiB', 2048],
  ['1MB', 1_000_000],
  ['512MiB', 536_870_912],
])('max-file-size %j is %d bytes', (text, bytes) => {
  expect(parseOptions({ 'max-file-size': text }, SOURCE)['max-file-size']).toBe(bytes)
})

test.each([
  [{ 'fail-on': 'enforced' }, 'config.bad-value', '--fail-on cannot be "enforced"', 'did you mean enforce?'],
  [{ 'fail-on': 'audti' }, 'config.bad-value', '--fail-on cannot be "audti"', 'did you mean audit?'],
  [{ 'fail-on': true }, 'config.bad-value', '--fail-on cannot be true', 'enforce, audit or none'],
  [{ timeout: '0' }, 'config.bad-value', '--timeout cannot be "0"', 'whole seconds'],
  [{ timeout: '1e9' }, 'config.bad-value', '--timeout cannot be "1e9"', 'whole seconds'],
  [{ timeout: '' }, 'config.bad-value', '--timeout cannot be ""', 'whole seconds'],
  [{ timeout: true }, 'config.bad-value', '--timeout cannot be true', 'whole seconds'],
  [{ timeout: 1.5 }, 'config.bad-value', '--timeout cannot be 1.5', 'whole seconds'],
  [{ 'max-file-size': '1GB' }, 'config.bad-value', '--max-file-size cannot be "1GB"', 'MiB'],
  [{ 'max-file-size': '513MiB' }, 'config.bad-value', '--max-file-size cannot be "513MiB"', 'up to 512MiB'],
  [{ policies: [] }, 'config.bad-value', '--policies cannot be []', 'at least one'],
  [{ policies: 'p' }, 'config.bad-value', '--policies cannot be "p"', 'a list'],
  [{ polices: ['p'] }, 'config.unknown-key', '--polices is not known', 'did you mean --policies?'],
  [{ paths: ['a/[b'] }, 'config.bad-glob', 'a/[b', 'bracket'],
  [{ paths: ['!{a,b'] }, 'config.bad-glob', '!{a,b', 'bracket'],
  [{ paths: ['!'] }, 'config.bad-glob', '"!"', ''],
  [{ policies: ['p/[z-a].yaml'] }, 'config.bad-glob', 'p/[z-a].yaml', ''],
])('%j is refused', (raw, code, what, remedy) => {
  const detail = fault(raw)
  expect(detail.code).toBe(code)
  expect(detail.what).toContain(what)
  expect(detail.remedy).toContain(remedy)
})

test('whatever is given is either options of the right type or a ConfigError', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...OPTION_KEYS, 'other'), fc.jsonValue()), (raw) => {
      try {
        const options = parseOptions(raw, SOURCE)
        expect(options.timeout).toBeGreaterThanOrEqual(1)
        expect(['enforce', 'audit', 'none']).toContain(options['fail-on'])
        expect(policyEntries(options).length).toBeGreaterThan(0)
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error
      }
    }),
  )
})

test('a word is taken for another only when it is near', () => {
  expect(nearest('polices', ['paths', 'policies'])).toBe('policies')
  expect(nearest('FAIL_ON', ['fail-on'])).toBe('fail-on')
  expect(nearest('colour', ['paths', 'policies'])).toBeUndefined()
})

describe('path globs', () => {
  test.each([
    [['**'], '.github/x.yaml', true],
    [['k8s/**'], 'k8s/a/b.yaml', true],
    [['k8s/**'], 'other/a.yaml', false],
    [['./k8s/*.yaml'], 'k8s/a.yaml', true],
    [['!docs/**'], 'docs/a.yaml', false],
    [['!docs/**'], 'k8s/a.yaml', true],
    [['**', '!docs/**', 'docs/keep.yaml'], 'docs/keep.yaml', true],
    [['**', '!docs/**', 'docs/keep.yaml'], 'docs/a.yaml', false],
    [['*.{yaml,yml}'], 'a.yml', true],
    [['*.yaml'], 'a\nb.yaml', true],
    [['**'], 'x/a\nb.yaml', true],
    [['x/**', '!x/*c.yaml'], 'x/b\nc.yaml', false],
  ])('%j on %j: %p', (globs, path, wanted) => {
    expect(pathFilter(globs)(path)).toBe(wanted)
  })
})
