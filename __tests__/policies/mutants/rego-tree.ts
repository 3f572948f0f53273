import { type Token, tokensOf } from './rego-tokens.ts'

/**
 * `body`: statements that all have to hold; `comprehension`: what is collected, and statements; `items`: a literal; `inputs`: of a call;
 * `key`: what is looked up in something.
 */
type GroupKind = 'body' | 'comprehension' | 'items' | 'inputs' | 'key'

/** What stands in brackets. */
export interface Group {
  readonly kind: GroupKind
  readonly open: Token
  readonly close: Token
  readonly nodes: readonly Node[]
}

export type Node = Token | Group

/** A rule or another statement of a module: what stands at its top until the line ends. */
export interface Clause {
  readonly name: string
  readonly nodes: readonly Node[]
}

export const isGroup = (node: Node | undefined): node is Group => node !== undefined && 'nodes' in node
export const startOf = (node: Node): number => (isGroup(node) ? node.open.start : node.start)
export const endOf = (node: Node): number => (isGroup(node) ? node.close.end : node.end)
export const isText = (node: Node | undefined, ...texts: readonly string[]): boolean =>
  node !== undefined && !isGroup(node) && texts.includes(node.text)

/** The rules of a module, without its package and imports. */
export function clausesOf(text: string): readonly Clause[] {
  const tokens = [...tokensOf(text)]
  const lines = split(nodesUntil(tokens, undefined), (node) => !isGroup(node) && node.kind === 'newline')
  return lines
    .filter(([first]) => first !== undefined && !isText(first, 'package', 'import'))
    .map((nodes) => ({ name: nameOf(nodes), nodes }))
}

const nameOf = ([first, second]: readonly Node[]): string => {
  const named = isText(first, 'default') ? second : first
  return named === undefined || isGroup(named) ? '' : named.text
}

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' }

/** Takes tokens until the bracket that closes, which stays. */
function nodesUntil(tokens: Token[], closing: string | undefined): readonly Node[] {
  const nodes: Node[] = []
  for (let token = tokens[0]; token !== undefined && token.text !== closing; token = tokens[0]) {
    tokens.shift()
    nodes.push(token.kind === 'sign' && token.text in CLOSING ? groupOf(token, tokens, nodes) : token)
  }
  return nodes
}

function groupOf(open: Token, tokens: Token[], before: readonly Node[]): Group {
  const nodes = nodesUntil(tokens, CLOSING[open.text])
  const close = tokens.shift()
  if (close === undefined) throw new Error(`the bracket at ${open.start} is not closed`)
  return { kind: kindOf(open, nodes, before), open, close, nodes }
}

function kindOf(open: Token, nodes: readonly Node[], before: readonly Node[]): GroupKind {
  const previous = before.at(-1)
  const touches = previous !== undefined && endOf(previous) === open.start && !isSeparator(previous)
  if (open.text === '(') return 'inputs'
  if (open.text === '[' && touches) return 'key'
  if (open.text === '{' && (isText(previous, 'if') || isEvery(before))) return 'body'
  return nodes.some((node) => isText(node, '|')) ? 'comprehension' : 'items'
}

const isSeparator = (node: Node): boolean => !isGroup(node) && (node.kind === 'sign' || node.kind === 'newline')

/** `every x in xs`, and nothing but its body is missing. */
function isEvery(before: readonly Node[]): boolean {
  const start = before.findLastIndex((node) => isText(node, 'every'))
  const header = before.slice(start)
  return (
    start >= 0 && !header.some(isBreak) && header.some((node) => isText(node, 'in')) && !isText(before.at(-1), 'in')
  )
}

const isBreak = (node: Node): boolean => !isGroup(node) && (node.kind === 'newline' || node.text === ';')

/** The statements of a body or a comprehension. */
export function statementsOf({ kind, nodes }: Group): readonly (readonly Node[])[] {
  const bar = kind === 'comprehension' ? nodes.findIndex((node) => isText(node, '|')) + 1 : 0
  return split(nodes.slice(bar), isBreak)
}

/** The items of a literal. */
export const itemsOf = ({ nodes }: Group): readonly (readonly Node[])[] =>
  split(
    nodes.filter((node) => isGroup(node) || node.kind !== 'newline'),
    (node) => isText(node, ','),
  )

function split(nodes: readonly Node[], isCut: (node: Node) => boolean): readonly (readonly Node[])[] {
  const parts: Node[][] = [[]]
  for (const node of nodes) {
    if (isCut(node)) parts.push([])
    else parts.at(-1)?.push(node)
  }
  return parts.filter((part) => part.length > 0)
}
