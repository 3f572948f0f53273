import type { NodePath } from '../../model/position.ts'

/** A place that a rule looks at, as far as the document has it: what exists, and what is missing beyond. */
export interface Candidate {
  readonly path: NodePath
  readonly missing: NodePath
}

const MAX_CANDIDATES = 200

/** Applies paths with `*` for every item to a document. Places that share no step with it are left out. */
export function candidatesIn(object: unknown, named: readonly (readonly string[])[]): readonly Candidate[] {
  const found = new Map<string, Candidate>()
  for (const steps of named) {
    for (const candidate of walk(object, steps, [])) {
      if (candidate.path.length === 0 || found.size >= MAX_CANDIDATES) continue
      const key = JSON.stringify(candidate.path)
      const known = found.get(key)
      if (known === undefined || candidate.missing.length < known.missing.length) found.set(key, candidate)
    }
  }
  return [...found.values()]
}

function walk(node: unknown, steps: readonly string[], path: NodePath): readonly Candidate[] {
  const [step, ...rest] = steps
  if (step === undefined) return [{ path, missing: [] }]
  if (Array.isArray(node)) return walkItems(node, step, rest, path)
  if (!isRecord(node)) return [{ path, missing: withoutStars(steps) }]
  if (step === '*') return Object.keys(node).flatMap((key) => walk(node[key], rest, [...path, key]))
  return Object.hasOwn(node, step) ? walk(node[step], rest, [...path, step]) : [{ path, missing: withoutStars(steps) }]
}

function walkItems(
  items: readonly unknown[],
  step: string,
  rest: readonly string[],
  path: NodePath,
): readonly Candidate[] {
  if (step === '*') return items.flatMap((item, index) => walk(item, rest, [...path, index]))
  const index = Number(step)
  return Number.isInteger(index) && index >= 0 && index < items.length
    ? walk(items[index], rest, [...path, index])
    : [{ path, missing: [] }]
}

function withoutStars(steps: readonly string[]): NodePath {
  const star = steps.indexOf('*')
  return star < 0 ? steps : steps.slice(0, star)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
