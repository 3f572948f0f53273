import type { WireRow } from '../../src/engines/kyverno/wire.ts'
import { ConfigError } from '../../src/errors.ts'
import { casesOf } from '../../src/suites/cases.ts'
import type { Answered, JudgedSuite } from '../../src/suites/judge-suite.ts'
import { type Expectation, parseSuites } from '../../src/suites/suite-file.ts'
import { document, policy } from '../verdict/evidence.ts'

const LIMITS = policy({ id: 0, name: 'limits', rules: [{ name: 'check', kind: 'validate', judged: true }] })
const TEAM = policy({
  id: 1,
  name: 'limits',
  namespace: 'team',
  rules: [{ name: 'check', kind: 'validate', judged: true }],
})
const MUTATE = policy({ id: 2, name: 'label', rules: [{ name: 'add', kind: 'mutate', judged: true }] })
const GENERATE = policy({ id: 3, name: 'quota', rules: [{ name: 'make', kind: 'generate', judged: false }] })
const CEL = policy({
  id: 4,
  name: 'cel',
  kind: 'ValidatingPolicy',
  rules: [{ name: 'cel', kind: 'validate', judged: true }],
})

const row = (policyId: number, rule: string, status: WireRow['status'], over: Partial<WireRow> = {}): WireRow => ({
  policy: policyId,
  rule,
  type: 'Validation',
  status,
  ...over,
})

function pod(name: string, rows: readonly WireRow[], over: { kind?: string; namespace?: string } = {}): Answered {
  return {
    document: document({ resource: { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name, ...over } }),
    rows,
  }
}

const MANIFEST = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'default', labels: { team: 'a' } },
}
const mutated = (status: WireRow['status'], object: unknown = MANIFEST) =>
  pod('web', [row(2, 'add', status, { type: 'Mutation', patched: object })])

const IMAGES = policy({ id: 5, name: 'signed', rules: [{ name: 'verify', kind: 'verify-images', judged: false }] })
const LOCAL = policy({
  id: 6,
  name: 'local',
  kind: 'Policy',
  rules: [{ name: 'check', kind: 'validate', judged: true }],
})

async function cases(expected: string, answers: readonly Answered[], objects: unknown[] | ConfigError = []) {
  const text = `apiVersion: cli.kyverno.io/v1alpha1\nkind: Test\nresults:\n- ${expected}\n`
  const expectation = parseSuites({ path: 's.yaml', text })[0]?.content.results[0] as Expectation
  const judged: JudgedSuite = {
    policies: [LIMITS, TEAM, MUTATE, GENERATE, CEL, IMAGES, LOCAL],
    diagnostics: [],
    answers: new Map([
      ['', answers],
      ['DELETE', [pod('web', [row(0, 'check', 'skip')])]],
    ]),
  }
  const found = await casesOf(expectation, judged, async () => {
    if (objects instanceof ConfigError) throw objects
    return objects
  })
  return found.map(({ resource, actual, outcome }) => [resource, actual, outcome].join(' | '))
}

const WEB = 'v1/Pod/default/web'

describe('a result that names its resources', () => {
  const answers = [pod('web', [row(0, 'check', 'pass')]), pod('db', [row(0, 'check', 'fail')]), pod('idle', [])]

  test.each([
    ['{policy: limits, rule: check, result: pass, resources: [web]}', `${WEB} | pass | passed`],
    ['{policy: limits, rule: check, result: fail, resources: [web]}', `${WEB} | pass | disagrees`],
    ['{policy: limits, result: pass, resources: [default/web]}', `${WEB} | pass | passed`],
    ['{policy: limits, rule: check, result: pass, resources: [other/web]}', 'other/web | resource not found | missing'],
    ['{policy: limits, rule: check, result: pass, resources: [idle]}', 'v1/Pod/default/idle | no answer | vacuous'],
    ['{policy: limits, rule: check, result: skip, resources: [idle]}', 'v1/Pod/default/idle | no answer | skipped'],
    ['{policy: limits, rule: check, result: skip, resources: [gone]}', 'gone | resource not found | missing'],
    ['{policy: limits, rule: nope, result: skip, resources: [web]}', ' | rule not found | missing'],
    ['{policy: nope, rule: check, result: skip, resources: [web]}', ' | policy not found | missing'],
    ['{policy: other/limits, rule: check, result: pass, resources: [web]}', ' | policy not found | missing'],
    ['{policy: quota, rule: make, result: pass, resources: [web]}', `${WEB} | not judged | unjudged`],
    ['{policy: limits, rule: check, result: skip, operation: DELETE, resources: [web]}', `${WEB} | skip | skipped`],
    [
      '{policy: limits, result: pass, resourceSpecs: [{version: v1, namespace: default, name: web}]}',
      `${WEB} | pass | passed`,
    ],
  ])('%s', async (expected, outcome) => {
    expect(await cases(expected, answers)).toEqual([outcome])
  })

  test('a name that is not there fails beside one that is', async () => {
    expect(await cases('{policy: limits, rule: check, result: pass, resources: [web, gone]}', answers)).toEqual([
      `${WEB} | pass | passed`,
      'gone | resource not found | missing',
    ])
  })

  test('a policy that is named with its namespace is that one only', async () => {
    const both = [pod('web', [row(0, 'check', 'pass'), row(1, 'check', 'fail')])]
    expect(await cases('{policy: team/limits, rule: check, result: fail, resources: [web]}', both)).toEqual([
      `${WEB} | fail | passed`,
    ])
  })
})

test('a name of several resources is about those that a rule answers for', async () => {
  const answers = [pod('web', [row(0, 'check', 'pass')]), pod('web', [], { kind: 'Service' })]
  expect(await cases('{policy: limits, rule: check, result: pass, resources: [web]}', answers)).toEqual([
    `${WEB} | pass | passed`,
  ])
  expect(await cases('{policy: limits, rule: check, result: pass}', [pod('a', []), pod('b', [])])).toEqual([
    'v1/Pod/default/a | no answer | vacuous',
    'v1/Pod/default/b | no answer | vacuous',
  ])
})

test('rules are found as they were generated for controllers', async () => {
  const answers = [pod('web', [row(0, 'autogen-check', 'pass'), row(0, 'autogen-cronjob-check', 'fail')])]
  expect(await cases('{policy: limits, rule: check, result: pass}', answers)).toEqual([
    `${WEB} | pass | passed`,
    `${WEB} | fail | disagrees`,
  ])
  expect(await cases('{policy: limits, rule: autogen-check, result: pass}', answers)).toEqual([
    `${WEB} | pass | passed`,
  ])
})

test('policies without named rules answer under whatever name the suite gives', async () => {
  const answers = [pod('web', [row(4, '', 'fail')])]
  expect(await cases('{policy: cel, rule: anything, result: fail}', answers)).toEqual([`${WEB} | fail | passed`])
})

test('signatures are not judged, and what a rule says without them is', async () => {
  const answered = (...rows: WireRow[]) => [pod('web', rows)]
  const unsupported = row(5, 'autogen-verify', 'error', { message: 'unsupported' })
  expect(await cases('{policy: signed, rule: verify, result: error}', answered(unsupported))).toEqual([
    `${WEB} | not judged | unjudged`,
  ])
  expect(await cases('{policy: signed, rule: verify, result: fail}', answered(row(5, 'verify', 'fail')))).toEqual([
    `${WEB} | fail | passed`,
  ])
  expect(await cases('{policy: signed, rule: verify, result: skip}', answered())).toEqual([
    `${WEB} | no answer | skipped`,
  ])
})

test('a namespaced policy without a namespace is in default', async () => {
  const answered = [pod('web', [row(6, 'check', 'pass')])]
  expect(await cases('{policy: default/local, rule: check, result: pass}', answered)).toEqual([
    `${WEB} | pass | passed`,
  ])
  expect(await cases('{policy: default/limits, rule: check, result: pass}', answered)).toEqual([
    ' | policy not found | missing',
  ])
})

describe('a result with patched resources', () => {
  const expected = (result: string, more = '') =>
    `{policy: label, rule: add, result: ${result}, resources: [web], patchedResources: p.yaml${more}}`
  const unnamed = { ...MANIFEST, metadata: { name: 'web', labels: { team: 'a' } } }
  const other = { ...MANIFEST, metadata: { name: 'other' } }

  test('compares the object', async () => {
    expect(await cases(expected('pass'), [mutated('pass')], [other, unnamed])).toEqual([`${WEB} | pass | passed`])
    const wrong = { ...unnamed, metadata: { name: 'web', labels: { team: 'b' } } }
    expect(await cases(expected('pass'), [mutated('pass')], [wrong])).toEqual([
      `${WEB} | the mutated resource differs from the expected one | disagrees`,
    ])
  })

  test('is missing when the file does not describe the object, unless nothing was to be mutated', async () => {
    expect(await cases(expected('pass'), [mutated('pass')], [other])).toEqual([
      `${WEB} | pass, and p.yaml does not describe the object | missing`,
    ])
    expect(await cases(expected('skip'), [mutated('skip')], [other])).toEqual([`${WEB} | skip | skipped`])
    expect(await cases(expected('fail'), [mutated('pass')], [other])).toEqual([
      `${WEB} | pass, and p.yaml does not describe the object | missing`,
    ])
    expect(await cases(expected('skip', ', failOnMissingResources: true'), [mutated('skip')], [other])).toEqual([
      `${WEB} | skip, and p.yaml does not describe the object | missing`,
    ])
  })

  test('is missing when the file cannot be read', async () => {
    const gone = new ConfigError({ code: 'input.unreadable', what: 'gone', remedy: 'none' })
    expect(await cases(expected('pass'), [mutated('pass')], gone)).toEqual([`${WEB} | p.yaml cannot be read | missing`])
  })

  test('compares the target of a rule that mutates existing objects', async () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's', namespace: 'default' },
      data: { a: 'Yg==' },
    }
    const answered = [pod('web', [row(2, 'add', 'pass', { type: 'Mutation', patched: MANIFEST, target: secret })])]
    expect(await cases(expected('pass'), answered, [secret])).toEqual([`${WEB} | pass | passed`])
    expect(await cases(expected('pass'), answered, [{ ...secret, data: { a: 'Yw==' } }])).toEqual([
      `${WEB} | the mutated resource differs from the expected one | disagrees`,
    ])
  })
})
