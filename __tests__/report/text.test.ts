import { Locator } from '../../src/documents/locate.ts'
import type { NodePath } from '../../src/model/position.ts'
import { displayWidth, expandTabs } from '../../src/report/display-width.ts'
import { redact } from '../../src/report/redact.ts'
import { text } from '../../src/report/text.ts'
import { visible, visibleLine } from '../../src/report/visible.ts'
import { decide } from '../../src/verdict/decide.ts'
import { findingsOf } from '../../src/verdict/findings.ts'
import { diagnostic, document, evidence, finding, result } from '../verdict/evidence.ts'

const FILE = 'k8s/pod.yaml'

function printed(source: string, paths: readonly NodePath[], colour = false): string[] {
  const locator = new Locator(new Map([[FILE, source]]))
  const results = paths.map((path) => result({ paths: [path], pathProven: true, document: document({ endLine: 999 }) }))
  const verdict = decide(evidence({ findings: findingsOf(results, locator), results }), { failOn: 'enforce' })
  return text(redact(verdict, locator), { colour }).split('\n')
}

/** The source line and the line of carets of the first finding. */
function caret(source: string, path: NodePath): string[] {
  const lines = printed(source, [path])
  const at = lines.findIndex((line) => /^\d+ \|/.test(line))
  return [lines[at] ?? '', lines[at + 1] ?? '']
}

describe('the caret stands below the cause', () => {
  test.each([
    ['plainly', 'a:\n  b: value # c\n', ['a', 'b'], ['2 |   b: value # c', '  |      ^^^^^']],
    ['after a tab', 'a:\tvalue\n', ['a'], ['1 | a:  value', '  |     ^^^^^']],
    ['after tabs that are half full', '{"ab":\t\t1}\n', ['ab'], ['1 | {"ab":      1}', '  |             ^']],
    ['after wide characters', '"日本": 値\n', ['日本'], ['1 | "日本": 値', '  |         ^^']],
    ['after an emoji', '"😀": x\n', ['😀'], ['1 | "😀": x', '  |       ^']],
    ['after combining marks', '"e\u0301": x\n', ['e\u0301'], ['1 | "e\u0301": x', '  |      ^']],
    ['after hidden characters', '"\u202ea": x\n', ['\u202ea'], ['1 | "<U+202E>a": x', '  |              ^']],
    [
      'below all of a value that holds them',
      'a: "\u200b" # x\n',
      ['a'],
      ['1 | a: "<U+200B>" # x', '  |    ^^^^^^^^^^'],
    ],
    ['below the header of a block', 'a: |\n  text\n', ['a'], ['1 | a: |', '  |    ^']],
    ['below the first line of a value over several', 'a: "one\n  two"\n', ['a'], ['1 | a: "one', '  |    ^^^^']],
    ['with a mark at the start of the file', '\ufeffa: 1\n', ['a'], ['1 | a: 1', '  |    ^']],
    ['with CRLF', 'a: 1\r\nb: 2\r\n', ['b'], ['2 | b: 2', '  |    ^']],
  ])('%s', (_name, source, path, expected) => {
    expect(caret(source, path)).toEqual(expected)
  })

  test('in a line of a megabyte, which is cut on both sides', () => {
    const [line = '', carets = ''] = caret(`{"x": "${'x'.repeat(500_000)}", "a": 1, "y": "${'y'.repeat(500_000)}"}`, [
      'a',
    ])
    expect(line.length).toBeLessThan(400)
    expect(line).toMatch(/^1 \| ….*…$/)
    expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('1')
  })

  test('a place that is not exact says so', () => {
    expect(caret('spec:\n  a: 1\n', ['spec', 'b', 'c'])[1]).toBe('  | ^^^^ nearest to the missing spec.b.c')
    expect(caret('kind: Pod\n', ['zzz'])[1]).toBe('  | ^^^^^^^^^ the document as a whole')
  })
})

describe('the report', () => {
  test('has colours only when they are asked for', () => {
    const ESC = String.fromCharCode(27)
    expect(printed('a: 1\n', [['a']]).join('')).not.toContain(ESC)
    const coloured = printed('a: 1\n', [['a']], true).join('\n')
    expect(coloured).toContain(`${ESC}[31merror${ESC}[0m`)
    const plain = coloured
      .split(ESC)
      .map((part, at) => (at === 0 ? part : part.replace(/^\[\d+m/, '')))
      .join('')
    expect(plain).toBe(printed('a: 1\n', [['a']]).join('\n'))
  })

  test('groups by file in order of place, and ends with the verdict', () => {
    const lines = printed('a: 1\nb: 2\n', [['b'], ['a']])
    expect(lines.filter((line) => line.includes('-->')).map((line) => line.trim().split('  ')[0])).toEqual([
      '--> k8s/pod.yaml:1:4',
      '--> k8s/pod.yaml:2:4',
    ])
    expect(lines[0]).toBe('k8s/pod.yaml  2 errors')
    expect(lines.at(-2)).toBe('Policy Gate: fail — 2 violations in 1 document in 1 file, judged by 1 rule of 1 policy')
    expect(lines.at(-1)).toBe('')
  })

  test('prints 10,000 findings', () => {
    const members = Array.from({ length: 10_000 }, (_, n) => n)
    const lines = printed(
      `a:\n${members.map((n) => `- ${n}\n`).join('')}`,
      members.map((n) => ['a', n]),
    )
    expect(lines.filter((line) => line.startsWith('error: '))).toHaveLength(10_000)
  }, 60_000)

  test('shows the line of a diagnostic that has no column', () => {
    const locator = new Locator(new Map([[FILE, 'a: 1\n  b: [\n']]))
    const verdict = decide(evidence({ diagnostics: [diagnostic({ file: FILE, line: 2 })] }), { failOn: 'none' })
    expect(text(redact(verdict, locator))).toContain('  --> k8s/pod.yaml:2\n  |\n2 |   b: [\n  |   ^^^^\n')
  })

  test('tells a rule that could not be judged from one that failed', () => {
    const verdict = decide(evidence({ findings: [finding({ status: 'error', message: 'no such key' })] }), {
      failOn: 'none',
    })
    const written = text(redact(verdict, new Locator(new Map())))
    expect(written).toContain('error[the rule could not be judged]: no such key')
  })
})

test.each([
  ['abc', 3],
  ['日本', 4],
  ['ｱ', 1],
  ['Ａ', 2],
  ['é', 1],
  ['e\u0301', 1],
  ['😀', 2],
  ['', 0],
])('%j is %d columns wide', (words, width) => {
  expect(displayWidth(words)).toBe(width)
})

test('tabs reach the next stop', () => {
  expect(expandTabs('\ta\tbcd\te')).toBe('    a   bcd e')
  expect(expandTabs('日\tx')).toBe('日  x')
})

test('hidden characters are written out, and nothing else is changed', () => {
  expect(visible('\u001b[31m\u0000\u007f\u0085\u200d\u2066\ufeff\u{e0041}\ud800')).toBe(
    '␛[31m␀␡<U+0085><U+200D><U+2066><U+FEFF><U+E0041><U+D800>',
  )
  expect(visible('a\tb\r\nc — é 日本 😀 ⚠️')).toBe('a\tb\nc — é 日本 😀 ⚠️')
  expect(visibleLine('a\nb\tc\r')).toBe('a␊b c␍')
})
