import { ConfigError } from '../../src/errors.ts'
import { parseCheckArguments } from '../../src/inputs/argv.ts'

function fault(...argv: string[]) {
  try {
    parseCheckArguments(argv)
  } catch (error) {
    if (error instanceof ConfigError) return error.detail
    throw error
  }
  throw new Error(`${argv.join(' ')} was accepted`)
}

test('everything that check takes', () => {
  const argv = ['a', 'b', '--policies', 'p', '--policies', 'q', '--paths', '!x', '--config', 'c', '--format', 'json']
  const more = [
    '--output',
    'o',
    '--report',
    'sarif=a=b.sarif',
    '--report',
    'junit=j.xml',
    '--all-results',
    '--fail-on',
    'audit',
    '--timeout',
    '3',
    '--max-file-size',
    '1MB',
  ]
  expect(parseCheckArguments([...argv, ...more])).toEqual({
    help: false,
    target: { kind: 'paths', paths: ['a', 'b'] },
    config: 'c',
    format: 'json',
    output: 'o',
    reports: [
      { format: 'sarif', path: 'a=b.sarif' },
      { format: 'junit', path: 'j.xml' },
    ],
    raw: {
      policies: ['p', 'q'],
      paths: ['!x'],
      'all-results': true,
      'fail-on': 'audit',
      timeout: '3',
      'max-file-size': '1MB',
    },
  })
})

test.each([
  [[], { kind: 'paths', paths: ['.'] }],
  [['-'], { kind: 'stdin' }],
  [['--changed', 'main..HEAD'], { kind: 'changed', range: 'main..HEAD' }],
  [['--', '--odd-name'], { kind: 'paths', paths: ['--odd-name'] }],
])('%j judges %j', (argv, target) => {
  expect(parseCheckArguments(argv).target).toEqual(target)
})

test.each([
  [['--polices', 'p'], 'config.unknown-flag', '--policies'],
  [['--policies'], 'config.bad-flag', '--help'],
  [['--format', 'jsn'], 'config.bad-value', 'did you mean json?'],
  [['--report', 'sarf=x'], 'config.bad-value', 'did you mean sarif?'],
  [['--report', 'sarif'], 'config.bad-value', 'sarif=policy-gate.sarif'],
  [['--changed', 'a..b', 'path'], 'config.contradiction', 'one of them'],
  [['-', 'path'], 'config.contradiction', 'one of them'],
  [['--all-results=yes'], 'config.bad-flag', '--help'],
])('%j is refused', (argv, code, remedy) => {
  const detail = fault(...argv)
  expect(detail.code).toBe(code)
  expect(detail.remedy).toContain(remedy)
})
