import fc from 'fast-check'
import { Locator } from '../../src/documents/locate.ts'
import type { Finding } from '../../src/model/finding.ts'
import { code, fenced, linkTarget, prose } from '../../src/report/escape-markdown.ts'
import { jsonReport } from '../../src/report/json.ts'
import { markdown } from '../../src/report/markdown.ts'
import { redact } from '../../src/report/redact.ts'
import type { Shown } from '../../src/report/shown.ts'
import { summary } from '../../src/report/summary.ts'
import { decide } from '../../src/verdict/decide.ts'
import { diagnostic, document, evidence, finding, policy } from '../verdict/evidence.ts'

const MIB = 1024 * 1024

function shownOf(findings: readonly Finding[], over: Parameters<typeof evidence>[0] = {}): Shown {
  const verdict = decide(evidence({ findings, ...over }), { failOn: 'enforce' })
  return redact(verdict, new Locator(new Map([['k8s/pod.yaml', 'kind: Pod\n']])))
}

const decoded = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, number: string) => String.fromCharCode(Number(number))).replaceAll('\u200b', '')

describe('text of others', () => {
  const pieces = [
    '@x',
    '#1',
    '<b>',
    '`',
    '```',
    '|',
    '\\',
    '[x](y)',
    '![',
    '*',
    '_',
    '~',
    '&amp;',
    '://',
    'www.',
    '$',
    '- ',
    '1. ',
    '\n',
    '{',
    '^',
    ':a:',
    'a',
    'deadbeef00',
  ]
  const untrusted = fc.array(fc.constantFrom(...pieces), { maxLength: 10 }).map((parts) => parts.join(''))

  test('says what it said, and holds no mark that Markdown gives a meaning to', () => {
    fc.assert(
      fc.property(untrusted, (text) => {
        for (const written of [prose(text), code(text).replace(/^<code>|<\/code>$/g, '')]) {
          const rest = written.replace(/&#\d+;/g, '')
          expect(rest).not.toMatch(/[<>`|\\[\]*_~&@#${}^:\n]/)
          expect(written).not.toMatch(/^(?:[-+=]|\d+[.)])/)
        }
        expect(decoded(prose(text))).toBe(text.replace(/\s+/g, ' ').trim())
        expect(decoded(code(text))).toBe(text === '' ? '' : `<code>${text.replaceAll('\n', '␊')}</code>`)
      }),
      { numRuns: 1000 },
    )
  })

  test.each([
    ['a mention', '@everyone', /@[^\u200b]/],
    ['an issue', 'o/r#12', /#[^\u200b]/],
    ['an issue by its number', 'GH-12', /GH-\d/],
    ['a commit', '0123456789abcdef0123456789abcdef01234567', /[0-9a-f]{40}/],
    ['an address', 'https://evil.example', /:\/\//],
    ['an address without a scheme', 'WWW.evil.example', /www\.[^\u200b]/i],
    ['mail', 'a@b.example', /@[^\u200b]/],
  ])('%s is broken for what GitHub does after rendering', (_name, text, link) => {
    const rendered = prose(text).replace(/&#(\d+);/g, (_, number: string) => String.fromCharCode(Number(number)))
    expect(rendered).not.toMatch(link)
    expect(rendered.replaceAll('\u200b', '')).toBe(text)
  })

  test('a fence is longer than any run of backticks inside', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('`', '``', 'a', '\n', ' ', '~~~')), (parts) => {
        const text = parts.join('')
        const [open = ''] = fenced(text).split('\n')
        expect(text).not.toContain(open)
        expect(open).toMatch(/^`{3,}$/)
        expect(fenced(text)).toBe(`${open}\n${text}\n${open}`)
      }),
    )
  })

  test('a link leads to the file and nowhere else', () => {
    const target = linkTarget('https://github.com/o/r/blob/abc/', '../a b/(x)#?\n"\ud800.yaml', 3)
    expect(target).toBe('https://github.com/o/r/blob/abc/../a%20b/%28x%29%23%3F%0A%22%EF%BF%BD.yaml#L3')
  })
})

describe('the summary', () => {
  test('begins with the verdict, and is short when there is nothing to say', () => {
    const written = summary(shownOf([]))
    expect(written.split('\n')[0]).toBe(
      '## ✅ Policy Gate&#58; pass — no violation in 1 document in 1 file, judged by 1 rule of 1 policy',
    )
    expect(written.length).toBeLessThan(1000)
  })

  test('says why more than the change is judged', () => {
    const changes = { source: 'all-files', reason: 'a policy changed', files: [] } as const
    expect(summary(shownOf([], { changes }))).toContain('Judged more than the change: a policy changed.')
  })

  test('10,000 findings stay within 1 MiB: the worst are shown, the rest is counted, the JSON report has all', () => {
    const findings = Array.from({ length: 10_000 }, (_, n) =>
      finding({
        document: document({ file: `f${n % 2_000}.yaml` }),
        message: `@x ${'|<>'.repeat(100)}`,
        policy: policy({ severity: n === 9_999 ? 'critical' : 'low', name: n === 9_999 ? 'the-worst' : 'p' }),
      }),
    )
    const shown = shownOf(findings)
    const written = summary(shown)
    expect(Buffer.byteLength(written)).toBeLessThan(MIB)
    expect(Buffer.byteLength(written)).toBeGreaterThan(MIB / 2)
    expect(written).toContain('the-worst')
    const left = Number(/\*\*(\d+) more findings left out\*\*/.exec(written)?.[1])
    expect(left + written.split('<details>').length - 1).toBe(10_000)
    expect(jsonReport(shown).results).toHaveLength(10_000)
  }, 60_000)

  test('10,000 diagnostics leave room for findings', () => {
    const diagnostics = Array.from({ length: 10_000 }, () => diagnostic({ message: '<'.repeat(5_000) }))
    const written = summary(shownOf([finding()], { diagnostics }))
    expect(Buffer.byteLength(written)).toBeLessThan(MIB)
    expect(written).toMatch(/\*\*\d+ more diagnostics left out\*\*/)
    expect(written).toContain('<details>')
  }, 60_000)

  test.each([2_000, 5_000, 20_000])('a limit of %d bytes is kept', (limit) => {
    const findings = Array.from({ length: 200 }, (_, n) => finding({ document: document({ file: `f${n}.yaml` }) }))
    expect(Buffer.byteLength(markdown(shownOf(findings), { limit }))).toBeLessThanOrEqual(limit)
  })
})
