import type { NodePath } from '../model/position.ts'

/** A place that an expression reads: the name that it begins with, and the steps from there. */
export interface Mention {
  /** `object`, a variable, or nothing where the steps follow a call. */
  readonly root: string
  readonly path: readonly string[]
}

// `.name`, `.?name`, `['key']`, `[?'key']` of CEL, `."key"` of JMESPath; what is called is no field.
const STEP = /\.\??[A-Za-z_]\w*(?![\w(])|\."[^"\n]{1,300}"|\[\??(?:'[^'\n]{1,300}'|"[^"\n]{1,300}")\]/
const MENTION = new RegExp(`(?:(?<![\\w.])([A-Za-z_]\\w*)|(?<=[)\\]]))((?:${STEP.source})+)`, 'g')

/** Fields that the expressions of a condition read, in CEL or JMESPath. */
export function mentionsIn(text: string): readonly Mention[] {
  return [...text.matchAll(MENTION)].map(([, root = '', steps = '']) => fromObject(root, stepsOf(steps)))
}

/** In JMESPath the resource is a part of the admission request. */
function fromObject(root: string, path: readonly string[]): Mention {
  return root === 'request' && path[0] === 'object' ? { root: 'object', path: path.slice(1) } : { root, path }
}

function stepsOf(steps: string): readonly string[] {
  return [...steps.matchAll(new RegExp(STEP.source, 'g'))].map(([step]) => step.replace(/^[.[]\??['"]?|['"]?\]?$/g, ''))
}

/** Places of the resource itself that a condition reads by their full paths. */
export function placesIn(text: string, roots: readonly NodePath[]): readonly NodePath[] {
  const named = mentionsIn(text).filter(({ root }) => root === 'object')
  return unique(roots.flatMap((root) => named.map(({ path }) => [...root, ...path])))
}

/** What the condition reads below a place: fields that follow its name, or, for an item of a list, a variable for items. */
export function below(text: string, place: NodePath): readonly NodePath[] {
  const last = place.at(-1)
  const items = typeof last === 'number' ? itemNames(text) : undefined
  const paths = mentionsIn(text).flatMap(({ root, path }) =>
    items === undefined ? after([root, ...path], String(last)) : items.has(root) ? [path] : [],
  )
  const all = unique(paths)
  return all.filter((path) => !all.some((other) => other !== path && isPrefix(path, other)))
}

function after(steps: readonly string[], name: string): readonly NodePath[] {
  const at = steps.lastIndexOf(name)
  return at < 0 || at === steps.length - 1 ? [] : [steps.slice(at + 1)]
}

const MACRO = /\.(?:all|exists|exists_one|filter|map)\(\s*([A-Za-z_]\w*)\s*,/g

/** Names of items: what the macros of CEL bind, and `element` of a `foreach`. */
function itemNames(text: string): ReadonlySet<string> {
  return new Set(['element', ...[...text.matchAll(MACRO)].map(([, name]) => name as string)])
}

/** Whether the condition goes over the keys or the values of a map: it may refuse some of them. */
export function rangesOver(text: string, map: string): boolean {
  return text
    .split(map)
    .slice(1)
    .some((rest) => RANGE.test(rest))
}

const RANGE = /^(?:\.orValue\([^()\n]{0,20}\))?\.(?:all|exists|exists_one|filter|keys|values)\(/

/** A function of JMESPath that stands at the end of a path is no field: `annotations.keys(@)`. */
export function withoutCall(text: string, path: NodePath): NodePath {
  const [parent, name] = path.slice(-2)
  return typeof name === 'string' && text.includes(`${parent}.${name}(`) ? path.slice(0, -1) : path
}

/** Whether a condition asks for a key by its name: such a name is no value. A list of values stands after a blank. */
export function isKeyName(text: string, name: string): boolean {
  return [`'${name}'`, `"${name}"`].some(
    (key) =>
      text.includes(`[?${key}]`) ||
      text.includes(`.${key}`) ||
      text.includes(`${key} in `) ||
      text
        .split(`[${key}]`)
        .slice(0, -1)
        .some((before) => /[\w)\]]$/.test(before)),
  )
}

/** Whether a condition tells kinds of resources apart by a word: it is no value for a field. */
export function isKindName(text: string, word: string): boolean {
  return [...text.matchAll(/\bkind\s*(?:==|!=)\s*(['"])(\w{1,100})\1/g)].some(([, , kind]) => kind === word)
}

/** Whether a condition asks of a field only that it is there, and so says nothing of its value. */
export function asksForPresence(text: string, name: string): boolean {
  if (!/^\w+$/.test(name)) return false
  const [all, asked] = [new RegExp(`\\.\\??${name}\\b`, 'g'), new RegExp(`\\bhas\\([^()\n]*\\.${name}\\)`, 'g')]
  const times = [...text.matchAll(asked)].length
  return times > 0 && times === [...text.matchAll(all)].length
}

const PART =
  /\b(?:startsWith|endsWith|contains|matches|starts_with|ends_with)\((?:[^()'"\n]{0,200},)?\s*r?(['"])([^\n]{0,300}?)\1/g

/** Whether a condition compares only a part of a value with a text. */
export function isPart(text: string, part: string): boolean {
  return [...text.matchAll(PART)].some(([, , found]) => found === part)
}

const unique = (paths: readonly NodePath[]): readonly NodePath[] => [
  ...new Map(paths.map((path) => [JSON.stringify(path), path])).values(),
]

const isPrefix = (path: NodePath, longer: NodePath): boolean =>
  path.length < longer.length && path.every((step, index) => step === longer[index])
