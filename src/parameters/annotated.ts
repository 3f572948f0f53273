import type { SourceFile } from '../model/source.ts'

/** What a policy says of its parameters, not yet checked, and where it says so. */
export interface Annotated {
  readonly value: unknown
  readonly policy: string
  readonly file: string
  readonly line: number
}

export const ANNOTATION = 'policy-gate.dev/params'

/** Read for its annotation alone: what the policy means is for the engine to say, and so is whether it can be read. */
export async function annotationsOf({ path, text }: SourceFile): Promise<readonly Annotated[]> {
  if (!text.includes(ANNOTATION)) return []
  const { isNode, LineCounter, parse, parseAllDocuments } = await import('yaml')
  const lines = new LineCounter()
  return [...parseAllDocuments(text, { lineCounter: lines, logLevel: 'silent' })].flatMap((document) => {
    if (!('contents' in document)) return []
    const node: unknown = document.getIn(['metadata', 'annotations', ANNOTATION], true)
    if (!isNode(node)) return []
    const written: unknown = node.toJSON()
    const value: unknown = typeof written === 'string' ? parsed(written, parse) : written
    const line = lines.linePos(node.range?.[0] ?? 0).line
    return [{ value, policy: String(document.getIn(['metadata', 'name'])), file: path, line }]
  })
}

/** `custom.params` of each METADATA block: of a package or of a rule. */
export async function metadataOf({ path, text }: SourceFile): Promise<readonly Annotated[]> {
  if (!/^#\s*params:/m.test(text.replaceAll(/^(#)[ \t]+/gm, '$1 '))) return []
  const { parse } = await import('yaml')
  const policy = /^package[ \t]+(\S+)/m.exec(text)?.[1] ?? path
  const lines = text.split(/\r?\n/)
  return lines.flatMap((line, at) => {
    if (!/^#\s*METADATA\s*$/.test(line)) return []
    const end = lines.findIndex((other, index) => index > at && !other.startsWith('#'))
    const block = lines.slice(at + 1, end === -1 ? undefined : end).map((comment) => comment.slice(1))
    const value = (parsed(block.join('\n'), parse) as { custom?: { params?: unknown } } | null)?.custom?.params
    return value === undefined ? [] : [{ value, policy, file: path, line: at + 1 }]
  })
}

/** What is no YAML is no list either, and told as such. */
function parsed(text: string, parse: (text: string) => unknown): unknown {
  try {
    return parse(text)
  } catch {
    return null
  }
}
