import type { Edit } from '../model/advice.ts'
import type { NodePath } from '../model/position.ts'
import { example } from './choose.ts'
import { existing, isRecord, isSame, put, valueAt } from './edits.ts'
import type { Guess, Place } from './idea.ts'
import type { Literal } from './literals.ts'
import { asksForPresence, below, isKeyName, isKindName, isPart, placesIn } from './mentions.ts'

/** A value for a field that is missing; `open` where the condition would take others. */
interface Filling {
  readonly value: unknown
  readonly open: boolean
}

/** More kinds of values are not tried for several fields together. */
const MOST_ROUNDS = 6

/** A field that is missing or empty: the truth values, words and numbers that the condition compares with, else an example. */
export function fill(place: Place): readonly Guess[] {
  const { path, value, object } = place
  if (value !== undefined && value !== '') return []
  return valuesFor(path, place).map((filling) => ({
    edits: [put(object, path, filling.value)],
    choices: filling.open ? [path] : [],
  }))
}

/** The condition asks for fields below the cause: `c.resources.limits.memory` where `resources` is missing. */
export function fillDeeper(place: Place): readonly Guess[] {
  const { path, value, text, object } = place
  if (value !== undefined && !isRecord(value)) return []
  const deeper = below(text, path).map((rest) => [...path, ...rest])
  return fillAll(
    deeper.filter((full) => existing(object, full) < full.length),
    place,
  )
}

/** The condition asks for several fields of one map, such as labels, and more than one is missing or empty. */
export function fillBeside(place: Place): readonly Guess[] {
  const { path, text, object } = place
  const parent = path.slice(0, -1)
  const beside = placesIn(text, [[]]).filter((other) => other.length > 1 && endsWith(parent, other.slice(0, -1)))
  const places = beside.map((other) => [...parent, other.at(-1) as string])
  const lacking = places.filter((other) => [undefined, ''].includes(valueAt(object, other) as undefined))
  return lacking.length > 1 && lacking.some((other) => isSame(other, path)) ? fillAll(lacking, place) : []
}

const endsWith = (path: NodePath, end: NodePath): boolean => isSame(path.slice(-end.length), end)

function fillAll(places: readonly NodePath[], place: Place): readonly Guess[] {
  const known = places
    .map((path) => ({ path, values: valuesFor(path, place) }))
    .filter(({ values }) => values.length > 0)
  const rounds = Math.min(Math.max(0, ...known.map(({ values }) => values.length)), MOST_ROUNDS)
  return Array.from({ length: rounds }, (_, round) => {
    const chosen = known.map(({ path, values }) => ({ path, ...pick(values, round) }))
    return {
      edits: grown(
        place.object,
        chosen.map(({ path, value }) => [path, value]),
      ),
      choices: chosen.filter(({ open }) => open).map(({ path }) => path),
    }
  })
}

const pick = (values: readonly Filling[], round: number): Filling =>
  values[Math.min(round, values.length - 1)] as Filling

/** Fields of pods that are truth values: a condition may read them without comparing. */
const SWITCH = /^(?:runAsNonRoot|readOnly|allow|privileged|host[A-Z]|automount|share|immutable|suspend)/

function valuesFor(path: NodePath, place: Place): readonly Filling[] {
  const { literals, object, resource, text } = place
  const own = example({ path, current: undefined, object, resource })
  if (asksForPresence(text, String(path.at(-1)))) return own === undefined ? [] : [{ value: own.value, open: true }]
  const spoken = literals.filter((literal) => typeof literal === 'boolean')
  const truths = [...new Set([...spoken, ...(SWITCH.test(String(path.at(-1))) ? [true, false] : [])])]
  const words = wordsFor(place, path)
  const numbers = literals.filter((literal) => typeof literal === 'number')
  return [
    ...(own === undefined ? [] : [{ value: own.value, open: true }]),
    ...words,
    ...truths.map((value) => ({ value, open: false })),
    ...numbers.flatMap((number) => [number, number + 1].map((value) => ({ value, open: true }))),
  ]
}

/** Words that the condition compares with; what it only looks for in a value has to be completed by the author. */
export function wordsFor({ literals, text, resource }: Place, path: NodePath): readonly Filling[] {
  const words = literals
    .filter(isWord)
    .filter((word) => !path.includes(word) && !isKeyName(text, word) && !isKindName(text, word))
  return words.map((word) => ({
    value: /\w$/.test(word) ? word : word + resource.name,
    open: words.length > 1 || isPart(text, word),
  }))
}

export const isWord = (literal: Literal): literal is string =>
  typeof literal === 'string' && /^[A-Za-z0-9][\w./:-]{1,100}$/.test(literal)

/** Several fields below one that is missing are one edit: the first makes what the others need. */
function grown(object: unknown, wanted: readonly (readonly [path: NodePath, value: unknown])[]): readonly Edit[] {
  const roots = new Map<string, Exclude<Edit, { op: 'remove' }>>()
  for (const [path, value] of wanted) {
    const edit = put(object, path, value)
    if (edit.op === 'remove') continue
    const key = JSON.stringify(edit.path)
    const known = roots.get(key)
    roots.set(key, known === undefined ? edit : { ...edit, value: joined(known.value, edit.value) })
  }
  return [...roots.values()]
}

function joined(one: unknown, other: unknown): unknown {
  if (!isRecord(one) || !isRecord(other)) return one
  const keys = new Set([...Object.keys(one), ...Object.keys(other)])
  return Object.fromEntries(
    [...keys].map((key) => [
      key,
      Object.hasOwn(one, key) && Object.hasOwn(other, key) ? joined(one[key], other[key]) : (one[key] ?? other[key]),
    ]),
  )
}
