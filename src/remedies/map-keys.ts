import type { NodePath } from '../model/position.ts'
import { example } from './choose.ts'
import { isRecord, put } from './edits.ts'
import type { Guess, Place } from './idea.ts'
import type { Literal } from './literals.ts'
import { rangesOver } from './mentions.ts'

/** Maps whose keys are anybody's: what they hold may be asked for or refused by its name. */
export const isFreeMap = (path: NodePath): boolean =>
  ['labels', 'annotations', 'matchLabels'].includes(String(path.at(-1)))

/** A map that lacks a key which the condition names. */
export function addKey({ path, value, literals, object, resource }: Place): readonly Guess[] {
  if (!isFreeMap(path) || (value !== undefined && !isRecord(value))) return []
  const names = literals.filter((literal) => isKey(literal) && !Object.hasOwn(value ?? {}, literal as string))
  const all = names.map((name) => {
    const place = [...path, name as string]
    const chosen = example({ path: place, current: undefined, object, resource })?.value ?? 'example'
    return { edits: [put(object, place, chosen)], choices: [place] }
  })
  return all.length === 0 ? [] : [merged(all, object, path, value), ...all]
}

/** Several keys into a map that is not there yet have to go in together. */
function merged(all: readonly Guess[], object: unknown, path: NodePath, value: unknown): Guess {
  const choices = all.flatMap(({ choices = [] }) => choices)
  if (value !== undefined) return { edits: all.flatMap(({ edits }) => edits), choices }
  const entries = choices.map((choice) => [choice.at(-1) as string, 'example'] as const)
  return { edits: [put(object, path, Object.fromEntries(entries))], choices }
}

/** More keys are not tried one by one. */
const MOST_SINGLES = 8

/** A condition that goes over the keys of a map refuses some of them: they are taken out, and the others stay. */
export function dropKeys({ path, value, literals, text }: Place): readonly Guess[] {
  if (isFreeMap(path.slice(0, -1)) && value !== undefined)
    return rangesOver(text, String(path.at(-2))) ? [{ edits: [{ op: 'remove', path }] }] : []
  if (!isFreeMap(path) || !isRecord(value) || !rangesOver(text, String(path.at(-1)))) return []
  const keys = Object.keys(value)
  const parts = literals.filter((literal) => typeof literal === 'string' && literal.length > 2)
  const named = keys.filter((key) => literals.includes(key))
  const alike = keys.filter((key) => !named.includes(key) && parts.some((part) => key.includes(part as string)))
  const holding = keys.filter((key) => parts.some((part) => String(value[key]).includes(part as string)))
  const sets = [alike, named, holding, ...keys.slice(0, MOST_SINGLES).map((key) => [key])]
  return sets.filter((set) => set.length > 0).map((set) => without(path, set))
}

const without = (path: NodePath, keys: readonly string[]): Guess => ({
  edits: keys.map((key) => ({ op: 'remove', path: [...path, key] })),
})

const isKey = (literal: Literal): boolean => typeof literal === 'string' && /^[A-Za-z0-9][\w./-]{1,200}$/.test(literal)
