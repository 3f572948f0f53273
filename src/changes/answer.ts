import type { SkippedFile } from '../model/document.ts'
import { looksLikeResource } from './detect.ts'

/**
 * What a text that was given holds, such as a model's answer. Each text has as many lines as the given one, so that every
 * place in it is a place in what was given: what does not belong to it is blank.
 */
export interface Answer {
  /** Manifests, as one text of several documents. */
  readonly manifests?: string
  /** Sources of Terraform. */
  readonly terraform?: string
  /** Blocks that nobody judges. */
  readonly skipped: readonly Pick<SkippedFile, 'reason' | 'detail'>[]
}

/** A fenced block: its lines, from the one after its fence up to the closing one, which may be missing. */
interface Block {
  readonly language: string
  /** Index of its first line. */
  readonly start: number
  /** Index behind its last line. */
  readonly end: number
}

type Use = 'manifests' | 'terraform' | 'nested' | 'unknown'

const USES: Readonly<Record<string, Use>> = {
  yaml: 'manifests',
  yml: 'manifests',
  json: 'manifests',
  json5: 'manifests',
  jsonc: 'manifests',
  k8s: 'manifests',
  kubernetes: 'manifests',
  hcl: 'terraform',
  tf: 'terraform',
  terraform: 'terraform',
  markdown: 'nested',
  md: 'nested',
}

/**
 * Takes fenced blocks out of Markdown, as models answer. Undefined when the text is to be read as it is: it has no block, or
 * it is a manifest itself, of which a block is a part. Otherwise somebody who applies all of it would apply what was not judged.
 */
export function answerIn(text: string): Answer | undefined {
  const lines = text.split('\n')
  const blocks = blocksIn(lines, 0, lines.length)
  if (blocks.length === 0 || isManifest(outside(lines, blocks))) return undefined
  const used = blocks.map((block) => ({ block, use: useOf(block, lines) }))
  const of = (wanted: Use) => used.filter(({ use }) => use === wanted).map(({ block }) => block)
  const [manifests, terraform] = [of('manifests'), of('terraform')]
  return {
    ...(manifests.length === 0 ? {} : { manifests: masked(lines, manifests, '---') }),
    ...(terraform.length === 0 ? {} : { terraform: masked(lines, terraform, '') }),
    skipped: of('unknown').map(asSkipped),
  }
}

/** Blocks whose language says nothing are judged where they look like manifests: nothing hides behind a wrong word. */
function useOf({ language, start, end }: Block, lines: readonly string[]): Use {
  const use = Object.hasOwn(USES, language) ? (USES[language] as Use) : 'unknown'
  if (use !== 'unknown') return use
  return looksLikeResource(dedented(lines.slice(start, end)).join('\n')) ? 'manifests' : 'unknown'
}

const FENCE = /^[ \t]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)?(?<marks>`{3,}|~{3,})(?<info>.*)$/

function blocksIn(lines: readonly string[], from: number, to: number): readonly Block[] {
  const blocks: Block[] = []
  for (let at = from; at < to; at++) {
    const { marks, info = '' } = FENCE.exec(bare(lines[at]))?.groups ?? {}
    if (marks === undefined || (marks[0] === '`' && info.includes('`'))) continue
    const end = closing(lines, marks, at + 1, to)
    const block = { language: languageOf(info), start: at + 1, end }
    blocks.push(...(USES[block.language] === 'nested' ? blocksIn(lines, block.start, end) : [block]))
    at = end
  }
  return blocks
}

/** A fence that is never closed holds all that follows: an answer that was cut off is judged, too. */
function closing(lines: readonly string[], marks: string, from: number, to: number): number {
  const isClosing = (line: string | undefined) => {
    const words = bare(line).trim()
    return words.length >= marks.length && words === (marks[0] as string).repeat(words.length)
  }
  for (let at = from; at < to; at++) if (isClosing(lines[at])) return at
  return to
}

/** `yaml title="a"`, `{.yaml}` and `yaml:deploy.yaml` are all YAML. */
function languageOf(info: string): string {
  return (/[A-Za-z][\w+#-]*/.exec(info)?.[0] ?? '').toLowerCase()
}

/** The lines of some blocks where they stand; `separator` parts them. */
function masked(lines: readonly string[], blocks: readonly Block[], separator: string): string {
  const kept = lines.map(() => '')
  for (const [index, { start, end }] of blocks.entries()) {
    if (index > 0) kept[start - 1] = separator
    for (let at = start; at < end; at++) kept[at] = withSeparator(lines[at] as string)
  }
  return kept.join('\n')
}

/** In a block that is indented, documents are parted by lines that are indented, too. */
function withSeparator(line: string): string {
  return /^[ \t]+---(?:[ \t\r]|$)/.test(line) ? line.trimStart() : line
}

function outside(lines: readonly string[], blocks: readonly Block[]): string {
  const inside = new Set(blocks.flatMap(({ start, end }) => range(start - 1, end + 1)))
  return lines.filter((_, at) => !inside.has(at)).join('\n')
}

const WRITTEN_OTHERWISE = /\\[xuU]|![^\s!]*(?:binary|%)|^%TAG/m

/** Whether what stands around the blocks is a manifest, in whatever way its keys are written. */
function isManifest(text: string): boolean {
  const hasKey = (key: string) => new RegExp(`^(?:---)?[\\s{,"'?]*${key}["']?\\s*:`, 'm').test(text)
  return (hasKey('apiVersion') && hasKey('kind')) || looksLikeResource(text) || WRITTEN_OTHERWISE.test(text)
}

function asSkipped({ language, start }: Block): Answer['skipped'][number] {
  const name = language === '' ? 'without a language' : `of the language ${language}`
  return { reason: 'not-configuration', detail: `the block ${name} at line ${start}` }
}

function dedented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.trimStart())
}

const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, at) => from + at)

const bare = (line = ''): string => (line.endsWith('\r') ? line.slice(0, -1) : line)
