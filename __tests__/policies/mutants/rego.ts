import { changeOf, type Edit, type Mutant } from './mutant.ts'
import { regexEdits } from './regex.ts'
import type { Token } from './rego-tokens.ts'
import {
  type Clause,
  clausesOf,
  endOf,
  type Group,
  isGroup,
  isText,
  itemsOf,
  type Node,
  startOf,
  statementsOf,
} from './rego-tree.ts'

const TURNED: Readonly<Record<string, string>> = {
  '==': '!=',
  '!=': '==',
  '>': '<=',
  '<': '>=',
  '>=': '<',
  '<=': '>',
  true: 'false',
  false: 'true',
  startswith: 'endswith',
  endswith: 'startswith',
  max: 'min',
}

/** The mutants of a policy in Rego. What people read, the messages, is not changed: the policy judges alike without it. */
export function mutantsOfRego(text: string): readonly Mutant[] {
  const clauses = clausesOf(text)
  return clauses.flatMap((clause) =>
    editsOf(text, clause, clauses).map((edit) => ({
      mutator: edit.mutator,
      change: `${clause.name}: ${changeOf(text, edit)}`,
      text: text.slice(0, edit.start) + edit.replacement + text.slice(edit.end),
    })),
  )
}

function editsOf(text: string, clause: Clause, clauses: readonly Clause[]): readonly Edit[] {
  const others = clauses.filter(({ name }) => name === clause.name)
  const whole = others.length > 1 || clause.name === 'else' ? [replaced('condition dropped', clause.nodes, '')] : []
  const at = clause.nodes.findIndex((node) => isText(node, 'if'))
  const condition = at < 0 || isGroup(clause.nodes[at + 1]) ? [] : clause.nodes.slice(at + 1)
  return [...whole, ...statementEdits(text, condition), ...nodesEdits(text, clause.nodes)]
}

function* nodesEdits(text: string, nodes: readonly Node[], inside?: Group['kind']): Generator<Edit> {
  for (const [at, node] of nodes.entries()) {
    const around = { inside, before: nodes.slice(0, at), after: nodes[at + 1] }
    if (!isGroup(node)) yield* tokenEdits(node, around)
    else if (!isMessage(node, around.before)) yield* groupEdits(text, node)
  }
}

function* groupEdits(text: string, group: Group): Generator<Edit> {
  if (group.kind === 'items') yield* itemEdits(group)
  if (group.kind === 'body' || group.kind === 'comprehension')
    for (const statement of statementsOf(group)) yield* statementEdits(text, statement)
  yield* nodesEdits(text, group.nodes, group.kind)
}

/** `sprintf` of a sentence. */
function isMessage({ nodes: [format] }: Group, before: readonly Node[]): boolean {
  return isText(before.at(-1), 'sprintf') && format !== undefined && !isGroup(format) && format.text.includes(' ')
}

function* itemEdits(group: Group): Generator<Edit> {
  const items = itemsOf(group)
  if (items.length < 2) return
  for (const [at, item] of items.entries()) {
    const start = at === 0 ? startOf(item[0] as Node) : endOf(items[at - 1]?.at(-1) as Node)
    const end = at === 0 ? startOf(items[1]?.[0] as Node) : endOf(item.at(-1) as Node)
    yield { mutator: 'value dropped', start, end, replacement: '' }
  }
}

/** A statement left out, or turned into its opposite. What only gives a name to something is neither. */
function* statementEdits(text: string, statement: readonly Node[]): Generator<Edit> {
  const [first] = statement
  if (first === undefined || isDeclaration(statement)) return
  yield replaced('condition dropped', statement, 'true')
  if (isText(first, 'not'))
    yield { mutator: 'operator turned', start: startOf(first), end: endOf(first), replacement: '' }
  else if (isText(first, 'every')) yield* someInstead(text, statement)
  else if (!statement.some(isComparison))
    yield { mutator: 'operator turned', start: startOf(first), end: startOf(first), replacement: 'not ' }
}

const isDeclaration = (statement: readonly Node[]): boolean =>
  isText(statement[0], 'some', 'walk') || statement.some((node) => isText(node, ':='))

const isComparison = (node: Node): boolean => isText(node, '==', '!=', '<', '>', '<=', '>=')

/** One is enough, where every one has to. */
function* someInstead(text: string, statement: readonly Node[]): Generator<Edit> {
  const [every] = statement
  const body = statement.at(-1)
  if (every === undefined || !isGroup(body)) return
  yield {
    mutator: 'operator turned',
    start: startOf(every),
    end: body.close.end,
    replacement: `some${text.slice(endOf(every), body.open.start)}\n${text.slice(body.open.end, body.close.start)}`,
  }
}

interface Around {
  readonly inside: Group['kind'] | undefined
  readonly before: readonly Node[]
  readonly after: Node | undefined
}

function* tokenEdits(token: Token, around: Around): Generator<Edit> {
  const { start, end, text, kind } = token
  const instead = (mutator: string, replacement: string): Edit => ({ mutator, start, end, replacement })
  const turned = TURNED[text]
  if (kind === 'number') yield instead('value changed', String(Number(text) + 1))
  else if (kind === 'raw') yield* regexEdits(text.slice(1, -1), start + 1)
  else if (kind === 'string') yield* stringEdits(token, around)
  else if (turned !== undefined) yield instead(/true|false/.test(text) ? 'value changed' : 'operator turned', turned)
  else if (text === 'lower' && isCalled(around)) yield instead('operator turned', '')
  else if (isText(around.before.at(-1), '.') && !isCalled(around)) yield instead('field renamed', `${text}X`)
}

const isCalled = ({ after }: Around): boolean => isGroup(after) && after.kind === 'inputs'

/** A sentence is for people, save where it is an item among others. */
function* stringEdits({ text, end }: Token, { inside }: Around): Generator<Edit> {
  if (text.includes(' ') && inside !== 'items') return
  yield { mutator: 'value changed', start: end - 1, end: end - 1, replacement: 'X' }
}

const replaced = (mutator: string, nodes: readonly Node[], replacement: string): Edit => ({
  mutator,
  start: startOf(nodes[0] as Node),
  end: endOf(nodes.at(-1) as Node),
  replacement,
})
