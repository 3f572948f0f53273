import { isRecord, isSame, valueAt } from './edits.ts'
import { fill, fillBeside, fillDeeper, isWord, wordsFor } from './fillings.ts'
import type { Clue, Guess, Idea, Place } from './idea.ts'
import type { Literal } from './literals.ts'
import { addKey, dropKeys, isFreeMap } from './map-keys.ts'
import { asksForPresence, withoutCall } from './mentions.ts'
import type { Draft } from './pattern.ts'
import { prefixImage } from './registries.ts'

const IDEAS: readonly Idea[] = [
  flip,
  prefixImage,
  takeOut,
  addTo,
  setNumber,
  setString,
  clear,
  dropKeys,
  addKey,
  fillBeside,
  fill,
  fillDeeper,
]

/** More are not tried for one finding. */
const MOST = 24

/**
 * Drafts for a condition that is an expression, which only the engine can read: each idea is tried at every cause at
 * once. Most of them are wrong, and the engine says so.
 */
export function guesses(clue: Clue): readonly Draft[] {
  const drafts = IDEAS.flatMap((idea) => {
    const each = clue.causes.map((cause) => idea(placeAt(clue, withoutCall(clue.text, cause))))
    const most = Math.max(0, ...each.map((found) => found.length))
    return Array.from({ length: most }, (_, index) =>
      together(each.map((found) => found[Math.min(index, found.length - 1)])),
    )
  })
  return drafts.filter((draft) => draft !== undefined).slice(0, MOST)
}

const placeAt = (clue: Clue, path: Place['path']): Place => ({ ...clue, path, value: valueAt(clue.object, path) })

/** Several causes may lead to the same edit: it is made once. */
function together(each: readonly (Guess | undefined)[]): Draft | undefined {
  const found = each.filter((guess) => guess !== undefined)
  if (found.length === 0) return undefined
  const edits = found.flatMap((guess) => guess.edits)
  return {
    edits: edits.filter((edit, index) => edits.findIndex((other) => isSame(other, edit)) === index),
    choices: found.flatMap(({ choices = [] }) => choices),
  }
}

/** A truth value has one other. */
function flip({ path, value }: Place): readonly Guess[] {
  return typeof value === 'boolean' ? [{ edits: [{ op: 'replace', path, value: !value }] }] : []
}

/**
 * Of a list of plain values, those that the condition names are what it refuses, or else all it takes. Nothing is left only where
 * the list may be missing as well: a rule without verbs is no answer to a rule with the wrong ones.
 */
function takeOut({ path, value, literals, text }: Place): readonly Guess[] {
  if (!Array.isArray(value) || value.some((item) => typeof item === 'object')) return []
  const named = value.filter((item) => literals.includes(item as Literal))
  const others = value.filter((item) => !literals.includes(item as Literal))
  const mayBeEmpty = speaksOfAbsence(text, String(path.at(-1)))
  return [others, named]
    .filter((left) => left.length < value.length && (left.length > 0 || mayBeEmpty))
    .map((left) => ({ edits: [{ op: 'replace', path, value: left }] }))
}

function addTo({ path, value, literals }: Place): readonly Guess[] {
  if (!Array.isArray(value) || value.some((item) => typeof item === 'object')) return []
  const words = literals.filter((literal) => isWord(literal) && !value.includes(literal))
  return words.map((word) => ({ edits: [{ op: 'replace', path, value: [...value, word] }] }))
}

function setNumber({ path, value, literals }: Place): readonly Guess[] {
  const numeric = typeof value === 'number'
  if (!numeric) return []
  const numbers = literals.filter((literal) => typeof literal === 'number')
  return numbers
    .flatMap((number) => [number, number + 1, number - 1])
    .filter((number) => number !== value)
    .map((number) => ({ edits: [{ op: 'replace', path, value: number }], choices: [path] }))
}

/** What an image is called is nobody's to choose but its author's. */
function setString(place: Place): readonly Guess[] {
  const { path, value } = place
  if (typeof value !== 'string' || path.at(-1) === 'image') return []
  return wordsFor(place, path)
    .filter((word) => word.value !== value)
    .map((word) => ({
      edits: [{ op: 'replace', path, value: word.value }],
      choices: word.open ? [path] : [],
    }))
}

/**
 * A field is taken away only where the condition itself speaks of its absence. Where it compares the value as well, another value may be
 * the better answer. A word in an item of a list says what the item is about: without it a toleration tolerates everything.
 */
function clear({ path, value, text }: Place): readonly Guess[] {
  const key = path.at(-1)
  if (value === undefined || typeof key !== 'string' || isRecord(value) || Array.isArray(value)) return []
  if (typeof path.at(-2) === 'number' && typeof value === 'string') return []
  if (!speaksOfAbsence(text, key)) return []
  const isOnlyAnswer = isFreeMap(path.slice(0, -1)) || asksForPresence(text, key)
  return [{ edits: [{ op: 'remove', path }], choices: isOnlyAnswer ? [] : [path] }]
}

function speaksOfAbsence(text: string, key: string): boolean {
  return (
    text
      .split(/!\s*has\(/)
      .slice(1)
      .some((rest) => new RegExp(`^[\\w.?\\[\\]]{0,200}\\.${escaped(key)}\\)`).test(rest)) ||
    text.includes(`.?${key}`) ||
    text.includes(`[?'${key}']`) ||
    text.includes(`[?"${key}"]`) ||
    text
      .split(`${key}`)
      .slice(1)
      .some((rest) => /^"?\s*\|\|/.test(rest))
  )
}

const escaped = (key: string): string => key.replace(/[^\w]/g, '\\$&')
