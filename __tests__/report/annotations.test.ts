import fc from 'fast-check'
import { Locator } from '../../src/documents/locate.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { FailOn } from '../../src/model/verdict.ts'
import { annotations } from '../../src/report/annotations.ts'
import { inertInLog, workflowCommand } from '../../src/report/escape-command.ts'
import { redact } from '../../src/report/redact.ts'
import { decide } from '../../src/verdict/decide.ts'
import { diagnostic, document, evidence, finding, policy } from '../verdict/evidence.ts'

interface Command {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly message: string
}

/** What GitHub's runner makes of a log: lines end at CR or LF, `::command k=v,k=v::data` at the start of one. */
function obeyed(log: string): Command[] {
  return log.split(/\r\n|\r|\n/).flatMap((line) => {
    const match = /^\s*::([^ :]+)(?: (.*?))?::(.*)$/s.exec(line)
    if (match === null) return []
    const pairs = (match[2] ?? '').split(',').filter((pair) => pair.includes('='))
    const properties = pairs.map((pair) => [
      pair.slice(0, pair.indexOf('=')),
      unescaped(pair.slice(pair.indexOf('=') + 1)),
    ])
    return [{ name: match[1] ?? '', properties: Object.fromEntries(properties), message: unescaped(match[3] ?? '') }]
  })
}

function unescaped(text: string): string {
  const codes: Readonly<Record<string, string>> = { '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',', '%25': '%' }
  return text.replace(/%(?:0D|0A|3A|2C|25)/g, (code) => codes[code] as string)
}

function commands(
  findings: readonly Finding[],
  over: Parameters<typeof evidence>[0] = {},
  failOn: FailOn = 'enforce',
): Command[] {
  const verdict = decide(evidence({ findings, ...over }), { failOn })
  return obeyed(annotations(redact(verdict, new Locator(new Map()))).join('\n'))
}

const NAMES = [
  'a\nb.yaml',
  'a\r\n::error::b.yaml',
  '%0A::error::x.yaml',
  '100%.yaml',
  '::error::x.yaml',
  'a,b=c:d.yaml',
  'a|b.yaml',
  '`a`.yaml',
  '\u202eabc.yaml',
  '-rf.yaml',
  'a::b::c.yaml',
  ' lead.yaml',
  '##[error]x.yaml',
]

describe('exactly one annotation', () => {
  test.each(NAMES)('for a file named %j, and GitHub reads its name', (file) => {
    const found = commands([finding({ document: document({ file }) })])
    expect(found).toHaveLength(1)
    expect(found[0]?.properties['file']).toBe(file)
  })

  test('whatever the names and messages are', () => {
    const piece = fc.constantFrom(
      '::',
      'error',
      '\n',
      '\r',
      '%',
      '0A',
      '%25',
      ',',
      ':',
      '=',
      ' ',
      'a',
      '\u2028',
      '##[',
      ']',
    )
    const words = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(words, words, words, words, (file, message, rule, name) => {
        const made = finding({
          document: document({ file: `f${file}` }),
          message,
          rule,
          policy: policy({ name: `p${name}` }),
        })
        const found = commands([made])
        expect(found.map((one) => [one.name, one.properties['file']])).toEqual([['error', `f${file}`]])
      }),
      { numRuns: 500 },
    )
  })
})

test('commands are escaped as the toolkit does', () => {
  const escaped = workflowCommand('error', { title: 'a:b,c%d\r\n', file: '' }, 'x:y,z%\r\n')
  expect(escaped).toBe('::error title=a%3Ab%2Cc%25d%0D%0A::x:y,z%25%0D%0A')
  expect(workflowCommand('notice', {}, '')).toBe('::notice::')
})

test('text for the log holds no command, of either kind', () => {
  const log = inertInLog(
    '::error::a\n  ::stop-commands::x\n\u00a0::set-output name=a::b\nsay ##[add-mask]x\nfine: a::b\n12 | ::c::',
  )
  expect(obeyed(log)).toEqual([])
  expect(log).not.toContain('##[')
  expect(log).toContain('fine: a::b\n12 | ::c::')
})

describe("within GitHub's limits", () => {
  const many = (n: number, over: Parameters<typeof finding>[0] = {}) =>
    Array.from({ length: n }, (_, at) => finding({ document: document({ file: `f${at}.yaml` }), ...over }))

  test('ten of a kind are all shown', () => {
    expect(commands(many(10)).map(({ properties }) => properties['file'])).toEqual(
      many(10).map((one) => one.location.file),
    )
  })

  test('of eleven the last counts the rest', () => {
    const found = commands(many(11))
    expect(found).toHaveLength(10)
    expect(found[9]?.properties).toEqual({ title: '2 more findings of this kind' })
    expect(found[9]?.message).toContain('2 × require-limits/check')
  })

  test('10,000 findings of every kind', () => {
    const findings = [
      ...many(10_000),
      ...many(10_000, { enforcement: 'audit', policy: policy({ name: 'audited' }) }),
      ...many(10_000).map((one) => ({ ...one, marks: { inScope: false } })),
    ]
    const found = commands(findings)
    const tally = ['error', 'warning', 'notice'].map((name) => found.filter((one) => one.name === name).length)
    expect(tally).toEqual([10, 10, 10])
    expect(found.filter((one) => one.properties['title'] === '9991 more findings of this kind')).toHaveLength(3)
  }, 60_000)

  test('worst first: what could not be judged, then by severity, then by place', () => {
    const found = commands([
      finding({ document: document({ file: 'b.yaml' }), policy: policy({ severity: 'low' }) }),
      finding({ document: document({ file: 'c.yaml' }), policy: policy({ severity: 'critical' }) }),
      finding({ document: document({ file: 'a.yaml' }), policy: policy({ severity: 'low' }) }),
      finding({ document: document({ file: 'd.yaml' }), policy: policy({ severity: 'info' }), status: 'error' }),
    ])
    expect(found.map(({ properties }) => properties['file'])).toEqual(['d.yaml', 'c.yaml', 'a.yaml', 'b.yaml'])
  })

  test('a long title and a long message are cut, and say so', () => {
    const [one] = commands([finding({ rule: 'r'.repeat(500), message: '%'.repeat(100_000) })])
    expect(one?.properties['title']?.length).toBeLessThanOrEqual(255)
    expect(one?.message.length).toBeLessThan(65_536 / 3)
    expect(one?.message).toContain('(cut)')
  })
})

describe('what an annotation says', () => {
  test('what, of which resource, why, the remedy and the policy', () => {
    const told = policy({ description: 'Because.', remedy: 'Do it.', severity: 'high', line: 4 })
    const [one] = commands([
      finding({ policy: told, message: 'validation error: no limits. rule check failed at path /spec/a/' }),
    ])
    expect(one?.message.split('\n')).toEqual([
      'no limits.',
      'Pod default/web',
      'Why: Because.',
      'Remedy: Do it.',
      'Policy: policies/limits.yaml:4 (enforce, high)',
    ])
    expect(one?.properties['title']).toBe('require-limits/check')
  })

  test.each([
    ['enforce', 'enforce', 'error'],
    ['audit', 'enforce', 'warning'],
    ['audit', 'audit', 'error'],
    ['enforce', 'none', 'warning'],
  ] as const)('a failure of a policy to %s with fail-on %s is shown as %s', (enforcement, failOn, name) => {
    expect(commands([finding({ enforcement })], {}, failOn)[0]?.name).toBe(name)
  })

  test('columns only on one line, and the line it begins on', () => {
    const place = { line: 3, column: 5, endLine: 3, endColumn: 9 }
    expect(commands([finding({}, {}, place)])[0]?.properties).toMatchObject({
      line: '3',
      endLine: '3',
      col: '5',
      endColumn: '9',
    })
    const [block] = commands([finding({}, {}, { ...place, endLine: 30 })])
    expect(block?.properties).toMatchObject({ line: '3', endLine: '3', col: '5' })
    expect(block?.properties).not.toHaveProperty('endColumn')
  })

  test('a diagnostic is shown with its code and remedy, at its place where it has one', () => {
    const diagnostics = [
      diagnostic({ file: 'p.yaml', line: 2, remedy: 'mend it' }),
      diagnostic({ level: 'note', code: 'x.y' }),
    ]
    expect(commands([], { diagnostics })).toEqual([
      {
        name: 'error',
        properties: { title: 'policy.unparsable', file: 'p.yaml', line: '2', endLine: '2' },
        message: 'it does not parse\nRemedy: mend it',
      },
      { name: 'notice', properties: { title: 'x.y' }, message: 'it does not parse' },
    ])
  })
})
