import type { Edit } from '../model/advice.ts'
import type { ResourceId } from '../model/document.ts'
import type { NodePath } from '../model/position.ts'
import { choose } from './choose.ts'
import { isRecord, valueAt } from './edits.ts'
import { matchesScalar, wildcard } from './pattern-terms.ts'

/** Edits that should make a resource what is asked of it, and the places whose value was chosen freely. */
export interface Draft {
  readonly edits: readonly Edit[]
  readonly choices: readonly NodePath[]
}

/** A key of a pattern in its anchor: `(k)`, `=(k)`, `^(k)`, `X(k)`, `<(k)`, `+(k)`. */
interface Key {
  readonly anchor: '' | '(' | '=' | '^' | 'X' | '<' | '+'
  readonly name: string
}

const ANCHORED = /^([=^X<+]?)\((.+)\)$/

function keyOf(text: string): Key {
  const match = ANCHORED.exec(text)
  if (match === null) return { anchor: '', name: text }
  return { anchor: (match[1] || '(') as Key['anchor'], name: match[2] as string }
}

/** Nothing that a person wrote is nested deeper; a pattern that is would end the stack. */
const DEEPEST = 60

/** Edits by which a resource follows a pattern; undefined where the pattern leaves too much open. */
export function draftForPattern(
  pattern: unknown,
  object: unknown,
  at: NodePath,
  resource: ResourceId,
): Draft | undefined {
  const drafter = new Drafter(object, resource)
  if (!drafter.follow(pattern, valueAt(object, at), at, 0)) return undefined
  return { edits: drafter.edits, choices: drafter.choices }
}

class Drafter {
  readonly edits: Edit[] = []
  readonly choices: NodePath[] = []
  private readonly object: unknown
  private readonly resource: ResourceId

  constructor(object: unknown, resource: ResourceId) {
    this.object = object
    this.resource = resource
  }

  /** Adds the edits for one place; false when there is no telling what should stand there. */
  follow(pattern: unknown, value: unknown, path: NodePath, depth: number): boolean {
    if (depth > DEEPEST) return false
    if (isRecord(pattern)) return this.followMap(pattern, value, path, depth)
    if (Array.isArray(pattern)) return this.followList(pattern, value, path, depth)
    if (matchesScalar(pattern, value)) return true
    const choice = choose(pattern, { path, current: value, object: this.object, resource: this.resource })
    if (choice === undefined) return false
    this.edits.push({ op: value === undefined ? 'add' : 'replace', path, value: choice.value })
    if (choice.open) this.choices.push(path)
    return true
  }

  private followMap(
    pattern: Readonly<Record<string, unknown>>,
    value: unknown,
    path: NodePath,
    depth: number,
  ): boolean {
    if (!isRecord(value)) return this.create(pattern, value, path, depth)
    const keys = Object.keys(pattern).map((text) => ({ text, ...keyOf(text) }))
    const asked = keys.filter(({ anchor }) => anchor === '(' || anchor === '<')
    if (asked.some(({ text, name }) => !applies(pattern[text], value[name]))) return true
    return keys.every(({ text, anchor, name }) => {
      if (anchor === '(' || anchor === '<') return true
      return expand(name, value).every((key) => this.followKey(anchor, pattern[text], value, [...path, key], depth + 1))
    })
  }

  private followKey(
    anchor: Key['anchor'],
    pattern: unknown,
    parent: Readonly<Record<string, unknown>>,
    path: NodePath,
    depth: number,
  ): boolean {
    const key = String(path.at(-1))
    const value = Object.hasOwn(parent, key) ? parent[key] : undefined
    switch (anchor) {
      case 'X':
        if (value !== undefined) this.edits.push({ op: 'remove', path })
        return true
      case '=':
        return value === undefined || this.orRemove(pattern, value, path, depth)
      case '^':
        return this.followExisting(pattern, value, path, depth)
      case '+':
        return value !== undefined || this.follow(pattern, value, path, depth)
      default:
        return this.follow(pattern, value, path, depth)
    }
  }

  /** A field that may be absent is taken away where nothing can be said about its value. */
  private orRemove(pattern: unknown, value: unknown, path: NodePath, depth: number): boolean {
    const [edits, choices] = [this.edits.length, this.choices.length]
    if (this.follow(pattern, value, path, depth)) return true
    this.edits.splice(edits)
    this.choices.splice(choices)
    if (isRecord(value) || Array.isArray(value)) return false
    this.edits.push({ op: 'remove', path })
    return true
  }

  /** One item at least has to be as the pattern says. */
  private followExisting(pattern: unknown, value: unknown, path: NodePath, depth: number): boolean {
    const wanted = Array.isArray(pattern) ? pattern[0] : pattern
    if (!Array.isArray(value) || value.length === 0) return this.follow([wanted], undefined, path, depth)
    return this.follow(wanted, value[0], [...path, 0], depth)
  }

  private followList(pattern: readonly unknown[], value: unknown, path: NodePath, depth: number): boolean {
    if (!Array.isArray(value)) return this.create(pattern, value, path, depth)
    const [wanted] = pattern
    if (!isRecord(wanted)) return this.followScalars(pattern, value, path)
    return value.every((item, index) => this.follow(wanted, item, [...path, index], depth + 1))
  }

  /** A list of plain values: all of those that stand there have to be among those of the pattern. */
  private followScalars(pattern: readonly unknown[], value: readonly unknown[], path: NodePath): boolean {
    if (value.length === 0) return this.replaceAll(pattern, value, path)
    const wrong = value.filter((item) => !pattern.some((wanted) => matchesScalar(wanted, item)))
    return wrong.length === 0 || this.replaceAll(pattern, value, path)
  }

  private replaceAll(pattern: readonly unknown[], value: readonly unknown[], path: NodePath): boolean {
    const kept = value.filter((item) => pattern.some((wanted) => matchesScalar(wanted, item)))
    const missing = pattern.filter((wanted) => !kept.some((item) => matchesScalar(wanted, item)))
    if (missing.some((wanted) => typeof wanted === 'string' && /[*?!<>|]/.test(wanted))) return false
    this.edits.push({ op: 'replace', path, value: [...kept, ...missing] })
    return true
  }

  /** Builds what is missing, and puts it there as a whole. */
  private create(pattern: unknown, value: unknown, path: NodePath, depth: number): boolean {
    if (value !== undefined && value !== null) return false
    const builder = new Drafter(this.object, this.resource)
    const built = builder.build(pattern, path, depth)
    if (built === undefined) return false
    if (isEmpty(built)) return true
    this.edits.push({ op: value === undefined ? 'add' : 'replace', path, value: built })
    this.choices.push(...builder.choices)
    return true
  }

  private build(pattern: unknown, path: NodePath, depth: number): unknown {
    if (depth > DEEPEST) return undefined
    if (isRecord(pattern)) return this.buildMap(pattern, path, depth)
    if (Array.isArray(pattern)) return this.buildList(pattern, path, depth)
    const choice = choose(pattern, { path, current: undefined, object: this.object, resource: this.resource })
    if (choice?.open) this.choices.push(path)
    return choice?.value
  }

  private buildMap(pattern: Readonly<Record<string, unknown>>, path: NodePath, depth: number): unknown {
    const built: Record<string, unknown> = {}
    for (const [text, wanted] of Object.entries(pattern)) {
      const { anchor, name } = keyOf(text)
      if (anchor === 'X' || anchor === '=') continue
      if (/[*?]/.test(name)) return undefined
      const value = this.build(wanted, [...path, name], depth + 1)
      if (value === undefined) return undefined
      built[name] = value
    }
    return built
  }

  private buildList(pattern: readonly unknown[], path: NodePath, depth: number): unknown {
    const items = pattern.map((wanted, index) => this.build(wanted, [...path, index], depth + 1))
    return items.includes(undefined) ? undefined : items
  }
}

/** Whether the condition of an anchor holds, so that the rest is asked for. */
function applies(pattern: unknown, value: unknown): boolean {
  if (isRecord(pattern)) {
    if (!isRecord(value)) return false
    return Object.entries(pattern).every(([text, wanted]) => applies(wanted, value[keyOf(text).name]))
  }
  if (Array.isArray(pattern)) return Array.isArray(value) && value.some((item) => applies(pattern[0], item))
  return matchesScalar(pattern, value)
}

/** A name with wildcards stands for the keys that are there. */
function expand(name: string, value: Readonly<Record<string, unknown>>): readonly string[] {
  return /[*?]/.test(name) ? Object.keys(value).filter((key) => wildcard(name, key)) : [name]
}

const isEmpty = (value: unknown): boolean => isRecord(value) && Object.keys(value).length === 0
