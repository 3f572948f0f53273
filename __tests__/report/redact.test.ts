import { Locator } from '../../src/documents/locate.ts'
import type { NodePath } from '../../src/model/position.ts'
import { json, jsonReport } from '../../src/report/json.ts'
import { markdown } from '../../src/report/markdown.ts'
import { redact } from '../../src/report/redact.ts'
import type { Shown } from '../../src/report/shown.ts'
import { text } from '../../src/report/text.ts'
import { decide } from '../../src/verdict/decide.ts'
import { findingsOf } from '../../src/verdict/findings.ts'
import { diagnostic, document, evidence, result } from '../verdict/evidence.ts'

function shownOf(source: string, path: NodePath, message = 'no'): Shown {
  const locator = new Locator(new Map([['k8s/pod.yaml', source]]))
  const results = [result({ message, paths: [path], pathProven: true, document: document({ endLine: 99 }) })]
  return redact(decide(evidence({ findings: findingsOf(results, locator), results }), { failOn: 'enforce' }), locator)
}

const ENV = 'spec:\n  env:\n  - name: DB_PASSWORD\n    value: correct horse\n  - {name: X, value: plain}\n'

describe('an excerpt', () => {
  test.each([
    ['a password under its name', ENV, ['spec', 'env', 0, 'value'], '    value: cor**********'],
    ['another variable', ENV, ['spec', 'env', 1, 'value'], '  - {name: X, value: plain}'],
    [
      'the data of a Secret',
      'kind: Secret\nstringData:\n  note: say friend\n',
      ['stringData', 'note'],
      '  note: sa********',
    ],
    ['a line of a private key', 'd:\n  - -----BEGIN PRIVATE KEY-----\n', ['d', 0], '  - -----BEGIN PRIVATE KEY-----'],
  ])('of %s', (_name, source, path, expected) => {
    const shown = shownOf(source, path as NodePath)
    expect(shown.excerpt(shown.verdict.findings[0]?.location as never)?.text).toBe(expected)
  })

  test('of a long line hides a secret that it shows in part', () => {
    const token = `ghp_${'16C7e42F292c6912E7710c838347Ae178B4a'}`
    const source = `{"a": 1, "b": "${'x '.repeat(70)}", "c": "${token}", "z": "${'z'.repeat(9000)}"}`
    expect(
      shownOf(source, ['a']).excerpt(shownOf(source, ['a']).verdict.findings[0]?.location as never)?.text,
    ).not.toContain(token.slice(0, 9))
  })
})

describe('a message', () => {
  test.each([
    ['repeats a password', ENV, 'the value correct horse is not allowed', 'the value cor********** is not allowed'],
    ['repeats it twice', ENV, 'correct horse correct horse', 'cor********** cor**********'],
    [
      'repeats what a Secret encodes',
      'kind: Secret\ndata: {a: Y29ycmVjdCBob3JzZQ==}\n',
      'decoded: correct horse',
      'decoded: cor**********',
    ],
    ['says a short secret, which is a common word', 'password: root\n', 'running as root', 'running as root'],
    ['says nothing secret', ENV, 'plain words', 'plain words'],
  ])('that %s', (_name, source, message, expected) => {
    expect(shownOf(source, [], message).verdict.findings[0]?.result.message).toBe(expected)
  })

  test('is masked in every format alike', () => {
    const shown = shownOf(ENV, ['spec', 'env', 0, 'value'], 'the value correct horse is not allowed')
    for (const written of [text(shown), json(shown), markdown(shown)]) expect(written).not.toContain('correct horse')
  })
})

test('a diagnostic that quotes a credential is masked', () => {
  const verdict = decide(evidence({ diagnostics: [diagnostic({ message: 'near password: hunter2' })] }), {
    failOn: 'none',
  })
  expect(redact(verdict, new Locator(new Map())).verdict.diagnostics[0]?.message).toBe('near password: h******')
})

test('a resource and a path that hold a credential are masked', () => {
  const token = `ghp_${'16C7e42F292c6912E7710c838347Ae178B4a'}`
  const locator = new Locator(new Map())
  const resource = { apiVersion: 'v1', kind: 'Pod', namespace: 'a', name: token }
  const results = [result({ document: document({ resource }), paths: [['metadata', token]] })]
  const verdict = decide(evidence({ findings: findingsOf(results, locator), results }), {
    failOn: 'enforce',
    allResults: true,
  })
  expect(JSON.stringify(jsonReport(redact(verdict, locator)))).not.toContain(token)
})

describe('the JSON report', () => {
  test('lists every result when the verdict kept them, with the findings at their places', () => {
    const locator = new Locator(new Map([['k8s/pod.yaml', 'kind: Pod\nspec: {a: 1}\n']]))
    const results = [
      result({ status: 'pass', document: document({ line: 1, endLine: 2 }) }),
      result({ paths: [['spec', 'a']], document: document({ endLine: 2 }) }),
      result({ status: 'skip', exception: 'ns/e' }),
    ]
    const all = decide(evidence({ findings: findingsOf(results, locator), results }), {
      failOn: 'enforce',
      allResults: true,
    })
    const report = jsonReport(redact(all, locator))
    expect(report.results.map(({ status }) => status)).toEqual(['pass', 'fail', 'skip'])
    expect(report.results[1]).toMatchObject({
      location: { line: 2, column: 11, precision: 'exact' },
      path: ['spec', 'a'],
    })
    expect(report.results[0]).toMatchObject({ location: { line: 1, precision: 'document' }, path: null })
    expect(report.results[2]?.exception).toBe('ns/e')
    expect(report.truncated).toBe(false)
    const some = decide(evidence({ findings: findingsOf(results, locator), results }), { failOn: 'enforce' })
    expect(jsonReport(redact(some, locator)).results.map(({ status }) => status)).toEqual(['fail', 'skip'])
  })

  test('is JSON that says what the report says, and is inert in a terminal', () => {
    const shown = shownOf('a: 1\n', ['a'], '\u001b[31m \u202e \u2028 \u009b é')
    expect(JSON.parse(json(shown))).toEqual(JSON.parse(JSON.stringify(jsonReport(shown))))
    expect(json(shown)).not.toMatch(/(?!\n)[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e]/u)
  })
})
