import type { Edit } from '../model/advice.ts'
import type { NodePath } from '../model/position.ts'

/** The resource after some edits, one after the other; undefined when one does not apply. The resource stays as it is. */
export function applyEdits(resource: unknown, edits: readonly Edit[]): unknown {
  const changed = structuredClone(resource)
  for (const edit of edits) {
    const parent = valueAt(changed, edit.path.slice(0, -1))
    const key = edit.path.at(-1)
    if (key === undefined || !applyTo(parent, key, edit)) return undefined
  }
  return changed
}

/** What stands at a path; undefined when nothing does. */
export function valueAt(value: unknown, path: NodePath): unknown {
  let node = value
  for (const step of path) {
    if (Array.isArray(node)) node = typeof step === 'number' ? node[step] : undefined
    else node = isRecord(node) && Object.hasOwn(node, step) ? node[step] : undefined
  }
  return node
}

/** How much of a path is there; nothing is below a key without a value. */
export function existing(value: unknown, path: NodePath): number {
  let length = 0
  while (length < path.length && valueAt(value, path.slice(0, length + 1)) != null) length++
  return length
}

/** An edit that puts a value at a path, making what is missing on the way. */
export function put(resource: unknown, path: NodePath, value: unknown): Edit {
  const known = existing(resource, path)
  if (known === path.length) return { op: 'replace', path, value }
  const missing = path.slice(known + 1)
  const nested = missing.reduceRight<unknown>((inner, step) => wrap(step, inner), value)
  const at = path.slice(0, known + 1)
  return { op: valueAt(resource, at) === undefined ? 'add' : 'replace', path: at, value: nested }
}

function wrap(step: string | number, inner: unknown): unknown {
  return typeof step === 'number' ? [inner] : { [step]: inner }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether two values are the same as JSON, in whatever order their keys stand. */
export function isSame(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other)
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isRecord(inner) ? ['\0map', ...Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))] : inner,
  )
}

function applyTo(parent: unknown, key: string | number, edit: Edit): boolean {
  if (Array.isArray(parent)) return typeof key === 'number' && applyToList(parent, key, edit)
  if (!isRecord(parent)) return false
  const map = parent as Record<string, unknown>
  const name = String(key)
  if (edit.op !== 'add' && !Object.hasOwn(map, name)) return false
  if (edit.op === 'remove') delete map[name]
  else Object.defineProperty(map, name, { value: edit.value, enumerable: true, configurable: true, writable: true })
  return true
}

function applyToList(list: unknown[], index: number, edit: Edit): boolean {
  if (index > list.length || (edit.op !== 'add' && index === list.length)) return false
  if (edit.op === 'add') list.splice(index, 0, edit.value)
  else if (edit.op === 'remove') list.splice(index, 1)
  else list[index] = edit.value
  return true
}
