import fc from 'fast-check'
import { answerIn } from '../../src/changes/answer.ts'

const POD = 'apiVersion: v1\nkind: Pod'
const fenced = (language: string, content: string) => `\`\`\`${language}\n${content}\n\`\`\``

/** What is left of each line that is not blank: its number from 1, and its text. */
const kept = (text: string | undefined) =>
  (text ?? '').split('\n').flatMap((line, at) => (line === '' ? [] : [`${at + 1} ${line}`]))

test.each([
  ['a manifest', POD],
  ['prose', 'I cannot do that.'],
  [
    'a manifest that quotes Markdown',
    `${POD}\ndata:\n  README: |\n    ${fenced('yaml', '    a: b').replaceAll('\n', '\n    ')}\n`,
  ],
  ['a manifest that hides behind a block', `${POD}\nmetadata: {name: a}\nx: y\n  ${fenced('yaml', '  a: b')}`],
  [
    'a manifest whose keys are written with escapes',
    `"\\x61piVersion": v1\nkind: Pod\nx: y\n ${fenced('yaml', ' a: b')}`,
  ],
])('%s is read as it is', (_, text) => {
  expect(answerIn(text)).toBeUndefined()
})

test('blocks keep their lines, and are documents of one text', () => {
  const text = `Here:\n\n${fenced('yaml', POD)}\n\nand\n\n${fenced('json', '{"apiVersion": "v1",\n "kind": "Pod"}')}\nDone.`
  expect(kept(answerIn(text)?.manifests)).toEqual([
    '4 apiVersion: v1',
    '5 kind: Pod',
    '10 ---',
    '11 {"apiVersion": "v1",',
    '12  "kind": "Pod"}',
  ])
})

test.each([
  ['a block that is never closed', `\`\`\`yaml\n${POD}`],
  ['tildes', `~~~yml\n${POD}\n~~~`],
  ['words behind the language', fenced('yaml title="pod.yaml"', POD)],
  ['a name of a file behind the language', fenced('yaml:pod.yaml', POD)],
  ['CRLF', fenced('YAML', POD).replaceAll('\n', '\r\n')],
  ['no language', fenced('', POD)],
  ['a language that says something else', fenced('text', POD)],
  ['a shorter fence inside', `\`\`\`\`yaml\n${POD}\n# \`\`\`\n\`\`\`\``],
  ['a whole answer in a block of Markdown', fenced('markdown', `Here:\n${fenced('yaml', POD)}`)],
  ['an item of a list', `1. \`\`\`yaml\n${POD}\n\`\`\``],
])('%s', (_, text) => {
  expect(answerIn(text)?.manifests).toContain('kind: Pod')
  expect(answerIn(text)?.manifests).not.toMatch(/Here|^[`~]{3}/m)
})

test('documents in a block that is indented stay documents, at their columns', () => {
  const text = `1. so:\n\n   \`\`\`yaml\n   a: 1\n   ---\n   b: 2\n   \`\`\``
  expect(kept(answerIn(text)?.manifests)).toEqual(['4    a: 1', '5 ---', '6    b: 2'])
})

test('Terraform is a text of its own, and other blocks are listed', () => {
  const answer = answerIn(`${fenced('hcl', 'resource "a" "b" {}')}\n${fenced('bash', 'rm -rf x')}\n${fenced('', 'hm')}`)
  expect(kept(answer?.terraform)).toEqual(['2 resource "a" "b" {}'])
  expect(answer?.manifests).toBeUndefined()
  expect(answer?.skipped.map(({ detail }) => detail)).toEqual([
    'the block of the language bash at line 4',
    'the block without a language at line 7',
  ])
})

test('a command that holds a manifest is no way around', () => {
  expect(answerIn(fenced('bash', `kubectl apply -f - <<E\n${POD}\nE`))?.manifests).toContain('kind: Pod')
})

test('whatever stands around and in blocks, no line moves and none is made up', () => {
  const piece = fc.constantFrom(
    '```',
    '```yaml',
    '~~~',
    '````md',
    'a: 1',
    '  - b',
    '---',
    'apiVersion: v1',
    'kind: Pod',
    '',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (lines) => {
      const text = lines.join('\n')
      for (const part of [answerIn(text)?.manifests, answerIn(text)?.terraform]) {
        if (part === undefined) continue
        const now = part.split('\n')
        expect(now).toHaveLength(lines.length)
        for (const [at, line] of now.entries()) expect(['', '---', lines[at]]).toContain(line)
      }
    }),
  )
})
