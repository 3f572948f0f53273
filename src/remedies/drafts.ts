import type { ResourceId } from '../model/document.ts'
import type { NodePath } from '../model/position.ts'
import { isRecord, isSame, valueAt } from './edits.ts'
import { guesses } from './guesses.ts'
import { literalsIn } from './literals.ts'
import { placesIn } from './mentions.ts'
import { type Draft, draftForPattern } from './pattern.ts'
import { podSecurityPatterns } from './pod-security.ts'
import type { PolicyRule } from './policy-rules.ts'

/** What a draft is made from: the rule as it is written, the resource, and where its failure comes from. */
export interface Case {
  readonly rule: PolicyRule
  readonly object: unknown
  readonly resource: ResourceId
  readonly causes: readonly NodePath[]
  readonly message: string
}

/** Ways to satisfy a rule, the most fitting first. None is right before the engine said so. */
export function draftsFor(given: Case): readonly Draft[] {
  return byKind(given).filter((draft) => draft !== undefined && draft.edits.length > 0) as readonly Draft[]
}

/** The draft of a patch that the policy itself brings. */
export function draftOfPolicy({ rule, object, resource }: Case): Draft | undefined {
  return rule.patch === undefined ? undefined : draftForPattern(rule.patch, object, rule.root, resource)
}

function byKind(given: Case): readonly (Draft | undefined)[] {
  const { rule, object, resource } = given
  switch (rule.kind) {
    case 'pattern':
      return [draftForPattern(rule.condition, object, rule.root, resource), ...guessed(given)]
    case 'any-pattern':
      return anyOf(rule.condition, (pattern) => draftForPattern(pattern, object, rule.root, resource))
    case 'pod-security':
      return anyOf(podSecurityPatterns(rule.condition), (pattern) =>
        draftForPattern(pattern, object, rule.root, resource),
      )
    case 'for-each':
      return [...forEach(given), ...guessed(given)]
    case 'deny':
    case 'cel':
      return guessed(given)
    case 'other':
      return []
  }
}

/** Of several ways the one that changes least comes first. */
function anyOf(patterns: unknown, draft: (pattern: unknown) => Draft | undefined): readonly Draft[] {
  if (!Array.isArray(patterns)) return []
  const drafts = patterns.map(draft).filter((one) => one !== undefined)
  return drafts.toSorted((a, b) => a.edits.length - b.edits.length)
}

/** The causes of each shape, then all at once; then what the condition mentions, one after the other. */
function guessed({ rule, object, resource, causes, message }: Case): readonly Draft[] {
  const clue = { text: rule.text, literals: literalsIn(rule.condition), message, object, resource }
  const others = mentioned(rule, object).filter((path) => !causes.some((cause) => isSame(cause, path)))
  const groups = [...shapesOf(causes), ...others.map((path) => [path])]
  return groups.flatMap((places) => guesses({ ...clue, causes: places }))
}

/** The same field in every item of a list is mended together; a field elsewhere may be another way, or no way at all. */
function shapesOf(causes: readonly NodePath[]): readonly (readonly NodePath[])[] {
  const shapes = [...new Set(causes.map(shapeOf))]
  if (shapes.length < 2) return [causes]
  return [...shapes.map((shape) => causes.filter((path) => shapeOf(path) === shape)), causes]
}

const shapeOf = (path: NodePath): string => JSON.stringify(path.filter((step) => typeof step === 'string'))

/** Plain values of the resource that a condition reads by their full paths. */
function mentioned({ text, roots }: PolicyRule, object: unknown): readonly NodePath[] {
  return placesIn(text, roots).filter((path) => {
    const value = valueAt(object, path)
    return value !== undefined && value !== null && typeof value !== 'object'
  })
}

/** `request.object.spec.containers`, whose items each have to follow a pattern. */
const LIST = /^request\.object\.([A-Za-z][\w.]*)(?:\[\])?$/

function forEach({ rule, object, resource }: Case): readonly (Draft | undefined)[] {
  if (!Array.isArray(rule.condition)) return []
  const loops = rule.condition.filter(isRecord)
  const drafts = loops.map((loop) => {
    const path = LIST.exec(String(loop['list']))?.[1]?.split('.')
    const items = path === undefined ? undefined : valueAt(object, [...rule.root, ...path])
    if (path === undefined || loop['pattern'] === undefined || !Array.isArray(items)) return undefined
    const each = items.map((_, index) =>
      draftForPattern(loop['pattern'], object, [...rule.root, ...path, index], resource),
    )
    return each.includes(undefined) ? undefined : joined(each as Draft[])
  })
  return [drafts.length > 1 && !drafts.includes(undefined) ? joined(drafts as Draft[]) : undefined, ...drafts]
}

function joined(drafts: readonly Draft[]): Draft {
  return { edits: drafts.flatMap(({ edits }) => edits), choices: drafts.flatMap(({ choices }) => choices) }
}
