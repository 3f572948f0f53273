import { parse, stringify } from 'yaml'
import { expressionEdits } from './expressions.ts'
import { changeOf, type Edit, type Mutant } from './mutant.ts'
import { regexEdits } from './regex.ts'

type Node = unknown
type Path = readonly (string | number)[]

const OPERATORS: Readonly<Record<string, string>> = {
  Equals: 'NotEquals',
  NotEquals: 'Equals',
  AnyIn: 'AnyNotIn',
  AnyNotIn: 'AnyIn',
  GreaterThan: 'LessThanOrEquals',
}

/** Lists each of whose members may be forgotten. */
const LISTS = new Set([
  'any',
  'all',
  'rules',
  'validations',
  'resourceRules',
  'resources',
  'kinds',
  'value',
  'matchConditions',
])

/** What people read, and what says how a failure counts: the suites do not ask for it. */
const UNJUDGED = new Set([
  'apiVersion',
  'kind',
  'metadata',
  'message',
  'messageExpression',
  'name',
  'validationFailureAction',
])
const ALSO_UNJUDGED = new Set([
  'validationActions',
  'background',
  'operations',
  'apiGroups',
  'apiVersions',
  'configMap',
  'operator',
])

/** The mutants of a policy of Kyverno's, in either of its languages. */
export function mutantsOfPolicy(text: string): readonly Mutant[] {
  const policy: Node = parse(text)
  return [...walked(policy, [])].map(({ path, mutator, change, value }) => ({
    mutator,
    change: `${path.slice(1).join('.')}: ${change}`,
    text: stringify(value === undefined ? without(policy, path) : changed(policy, path, value), { lineWidth: 0 }),
  }))
}

interface Fault {
  readonly path: Path
  readonly mutator: string
  readonly change: string
  /** What stands at the path instead; undefined where it is left out. */
  readonly value: Node
}

function* walked(node: Node, path: Path): Generator<Fault> {
  if (typeof node === 'string') yield* textFaults(node, path)
  else if (typeof node === 'boolean') yield fault(path, 'value changed', `${node} turned`, !node)
  else if (Array.isArray(node)) yield* listFaults(node, path)
  else if (typeof node === 'object' && node !== null) yield* objectFaults(node as Record<string, Node>, path)
}

const fault = (path: Path, mutator: string, change: string, value: Node): Fault => ({ path, mutator, change, value })

function* listFaults(list: readonly Node[], path: Path): Generator<Fault> {
  for (const [index, item] of list.entries()) {
    if (LISTS.has(String(path.at(-1))) && (list.length > 1 || path.at(-1) === 'any'))
      yield fault([...path, index], 'condition dropped', `left out ${shown(item)}`, undefined)
    yield* walked(item, [...path, index])
  }
}

function* objectFaults(object: Readonly<Record<string, Node>>, path: Path): Generator<Fault> {
  const inPattern = path.includes('pattern')
  if (typeof object['operator'] === 'string') {
    const turned = OPERATORS[object['operator']] ?? 'Equals'
    yield fault([...path, 'operator'], 'operator turned', `${object['operator']} → ${turned}`, turned)
  }
  for (const [key, value] of Object.entries(object)) {
    if (!inPattern && (UNJUDGED.has(key) || ALSO_UNJUDGED.has(key))) continue
    if (inPattern) yield* patternFaults(object, key, path)
    yield* walked(value, [...path, key])
  }
}

function* patternFaults(object: Readonly<Record<string, Node>>, key: string, path: Path): Generator<Fault> {
  const { [key]: value, ...others } = object
  if (Object.keys(others).length > 0) yield fault([...path, key], 'condition dropped', 'left out', undefined)
  const renamed = key.endsWith(')') ? `${key.slice(0, -1)}X)` : `${key}X`
  yield fault(path, 'field renamed', `${key} → ${renamed}`, { ...others, [renamed]: value })
  if (key.startsWith('=('))
    yield fault(path, 'operator turned', `${key} without anchor`, { ...others, [key.slice(2, -1)]: value })
}

function* textFaults(text: string, path: Path): Generator<Fault> {
  if (path.includes('pattern')) {
    yield fault(path, 'operator turned', `${text} turned`, text.startsWith('<=') ? text.replace('<=', '>') : '*')
    return
  }
  if (path.at(-1) === 'default') return yield* itemFaults(text, path)
  if (path.at(-2) === 'variable' && path.at(-1) === 'value') return yield* editFaults(text, path, regexEdits(text, 0))
  if (!isExpression(text, path)) return yield fault(path, 'value changed', text, `${text}X`)
  yield* editFaults(text, path, expressionEdits(text))
}

function* editFaults(text: string, path: Path, edits: readonly Edit[]): Generator<Fault> {
  for (const edit of edits) {
    const value = text.slice(0, edit.start) + edit.replacement + text.slice(edit.end)
    yield fault(path, edit.mutator, changeOf(text, edit), value)
  }
}

/** A default in a policy's context: text or a list as JSON. */
function* itemFaults(text: string, path: Path): Generator<Fault> {
  if (!text.startsWith('[')) return yield fault(path, 'value changed', text, `1${text}`)
  const items = JSON.parse(text) as readonly unknown[]
  for (const item of items)
    yield fault(
      path,
      'value dropped',
      `left out ${shown(item)}`,
      JSON.stringify(items.filter((other) => other !== item)),
    )
  if (items.length > 0) yield fault(path, 'value changed', `${text} with another`, JSON.stringify([...items, 'x']))
}

const isExpression = (text: string, path: Path): boolean =>
  text.includes('{{') || ['expression', 'jmesPath'].includes(String(path.at(-1)))

const shown = (value: Node): string => JSON.stringify(value).slice(0, 80)

function changed(node: Node, [step, ...rest]: Path, value: Node): Node {
  if (step === undefined) return value
  if (Array.isArray(node)) return node.map((item, index) => (index === step ? changed(item, rest, value) : item))
  const object = node as Readonly<Record<string, Node>>
  return { ...object, [step]: changed(object[step], rest, value) }
}

function without(node: Node, path: Path): Node {
  const [step = '', ...rest] = path
  if (rest.length > 0) {
    if (Array.isArray(node)) return node.map((item, index) => (index === step ? without(item, rest) : item))
    const object = node as Readonly<Record<string, Node>>
    return { ...object, [step]: without(object[step], rest) }
  }
  if (Array.isArray(node)) return node.filter((_, index) => index !== step)
  const { [step]: _left, ...others } = node as Readonly<Record<string, Node>>
  return others
}
