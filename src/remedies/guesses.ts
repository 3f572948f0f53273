import type { Edit } from '../model/advice.ts'
import type { ResourceId } from '../model/document.ts'
import type { NodePath } from '../model/position.ts'
import { example, imageName } from './choose.ts'
import { existing, isRecord, put, valueAt } from './edits.ts'
import type { Literal } from './literals.ts'
import type { Draft } from './pattern.ts'

/** What is known of a condition that is an expression: its text, what it compares with, and where the failure comes from. */
export interface Clue {
  readonly text: string
  readonly literals: readonly Literal[]
  readonly causes: readonly NodePath[]
  readonly object: unknown
  readonly resource: ResourceId
}

/** A place, what stands there, and what the condition says. */
interface Place extends Clue {
  readonly path: NodePath
  readonly value: unknown
}

interface Guess {
  readonly edits: readonly Edit[]
  readonly choices?: readonly NodePath[]
}

/** What one idea makes of one place; several, best first. None where it does not fit. */
type Idea = (place: Place) => readonly Guess[]

const IDEAS: readonly Idea[] = [
  flip,
  prefixImage,
  takeOut,
  addTo,
  setNumber,
  setString,
  clear,
  addKey,
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
    const each = clue.causes.map((path) => idea({ ...clue, path, value: valueAt(clue.object, path) }))
    const most = Math.max(0, ...each.map((found) => found.length))
    return Array.from({ length: most }, (_, index) =>
      together(each.map((found) => found[Math.min(index, found.length - 1)])),
    )
  })
  return drafts.filter((draft) => draft !== undefined).slice(0, MOST)
}

/** Items of a list are taken out from its end, so that the places of the others stay. */
function together(each: readonly (Guess | undefined)[]): Draft | undefined {
  const found = each.filter((guess) => guess !== undefined)
  if (found.length === 0) return undefined
  return {
    edits: found.flatMap(({ edits }) => edits),
    choices: found.flatMap(({ choices = [] }) => choices),
  }
}

/** A truth value has one other. */
function flip({ path, value }: Place): readonly Guess[] {
  return typeof value === 'boolean' ? [{ edits: [{ op: 'replace', path, value: !value }] }] : []
}

function prefixImage({ path, value, literals }: Place): readonly Guess[] {
  if (typeof value !== 'string' || path.at(-1) !== 'image') return []
  const prefixes = literals.flatMap((literal) => (typeof literal === 'string' ? (registry(literal) ?? []) : []))
  return prefixes.map((prefix) => ({
    edits: [{ op: 'replace', path, value: prefix + imageName(value, prefix) }],
    choices: prefixes.length > 1 ? [path] : [],
  }))
}

/** `registry.example/`, `registry.example/*`, `^registry\.example/.*` → `registry.example/`. */
function registry(literal: string): string | undefined {
  const plain = literal
    .replace(/^\^/, '')
    .replace(/\\\./g, '.')
    .replace(/\.?[*+]\$?$/, '')
  return /^[a-z0-9][a-z0-9.:/_-]*\/$/i.test(plain) ? plain : undefined
}

/** Of a list of plain values, those that the condition names are what it refuses, or else all it takes. */
function takeOut({ path, value, literals }: Place): readonly Guess[] {
  if (!Array.isArray(value) || value.some((item) => typeof item === 'object')) return []
  const named = value.filter((item) => literals.includes(item as Literal))
  const others = value.filter((item) => !literals.includes(item as Literal))
  return [others, named]
    .filter((left) => left.length < value.length)
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
function setString({ path, value, literals }: Place): readonly Guess[] {
  if (typeof value !== 'string' || path.at(-1) === 'image') return []
  const words = literals.filter((literal) => isWord(literal) && literal !== value && !path.includes(literal as string))
  return words.map((word) => ({
    edits: [{ op: 'replace', path, value: word }],
    choices: words.length > 1 ? [path] : [],
  }))
}

/** A field is taken away only where the condition itself speaks of its absence. */
function clear({ path, value, text }: Place): readonly Guess[] {
  const key = path.at(-1)
  if (value === undefined || typeof key !== 'string' || isRecord(value) || Array.isArray(value)) return []
  return speaksOfAbsence(text, key) ? [{ edits: [{ op: 'remove', path }] }] : []
}

function speaksOfAbsence(text: string, key: string): boolean {
  return (
    text
      .split(/!\s*has\(/)
      .slice(1)
      .some((rest) => new RegExp(`^[\\w.?\\[\\]]{0,200}\\.${escaped(key)}\\)`).test(rest)) ||
    text.includes(`.?${key}`) ||
    text
      .split(`${key}`)
      .slice(1)
      .some((rest) => /^"?\s*\|\|/.test(rest))
  )
}

const escaped = (key: string): string => key.replace(/[^\w]/g, '\\$&')

/** A map that lacks a key which the condition names: labels, annotations, selectors. */
function addKey({ path, value, literals, object, resource }: Place): readonly Guess[] {
  const isMap = path.at(-1) === 'labels' || path.at(-1) === 'annotations' || path.at(-1) === 'matchLabels'
  if (!isMap || (value !== undefined && !isRecord(value))) return []
  const names = literals.filter((literal) => isKey(literal) && !Object.hasOwn(value ?? {}, literal as string))
  const all = names.map((name) => added(object, resource, [...path, name as string], value === undefined))
  return all.length === 0 ? [] : [merged(all, object, path, value), ...all]
}

function added(object: unknown, resource: ResourceId, path: NodePath, _isNew: boolean): Guess {
  const value = example({ path, current: undefined, object, resource })?.value ?? 'example'
  return { edits: [put(object, path, value)], choices: [path] }
}

/** Several keys into a map that is not there yet have to go in together. */
function merged(all: readonly Guess[], object: unknown, path: NodePath, value: unknown): Guess {
  const choices = all.flatMap(({ choices = [] }) => choices)
  if (value !== undefined) return { edits: all.flatMap(({ edits }) => edits), choices }
  const entries = choices.map((choice) => [choice.at(-1) as string, 'example'] as const)
  return { edits: [put(object, path, Object.fromEntries(entries))], choices }
}

/** A field that is missing: the truth values, words and numbers that the condition compares with, else an example. */
function fill({ path, value, literals, object, resource }: Place): readonly Guess[] {
  if (value !== undefined) return []
  return valuesFor(path, literals, object, resource).map(({ value: chosen, open }) => ({
    edits: [put(object, path, chosen)],
    choices: open ? [path] : [],
  }))
}

/** Fields of pods that are truth values: a condition may read them without comparing. */
const SWITCH = /^(?:runAsNonRoot|readOnly|allow|privileged|host[A-Z]|automount|share|immutable|suspend)/

interface Filling {
  readonly value: unknown
  readonly open: boolean
}

function valuesFor(
  path: NodePath,
  literals: readonly Literal[],
  object: unknown,
  resource: ResourceId,
): readonly Filling[] {
  const own = example({ path, current: undefined, object, resource })
  const spoken = literals.filter((literal) => typeof literal === 'boolean')
  const truths = [...new Set([...spoken, ...(SWITCH.test(String(path.at(-1))) ? [true, false] : [])])]
  const words = literals.filter((literal) => isWord(literal) && !path.includes(literal as string))
  const numbers = literals.filter((literal) => typeof literal === 'number')
  return [
    ...(own === undefined ? [] : [{ value: own.value, open: true }]),
    ...words.map((value) => ({ value, open: words.length > 1 })),
    ...truths.map((value) => ({ value, open: false })),
    ...numbers.flatMap((number) => [number, number + 1].map((value) => ({ value, open: true }))),
  ]
}

/** The condition asks for fields below the cause: `c.resources.limits.memory` where `resources` is missing. */
function fillDeeper(place: Place): readonly Guess[] {
  const { path, value, text, object, literals, resource } = place
  if (value !== undefined && !isRecord(value)) return []
  const deeper = continuations(text, String(path.at(-1)))
    .map((rest) => [...path, ...rest])
    .filter((full) => existing(object, full) < full.length)
  if (deeper.length === 0) return []
  const rounds = Math.max(...deeper.map((full) => valuesFor(full, literals, object, resource).length))
  return Array.from({ length: Math.min(rounds, 6) }, (_, round) => ({
    edits: grown(
      object,
      deeper.map((full) => [full, pick(valuesFor(full, literals, object, resource), round)?.value]),
    ),
    choices: deeper.filter((full) => pick(valuesFor(full, literals, object, resource), round)?.open === true),
  }))
}

const pick = (values: readonly Filling[], round: number): Filling | undefined =>
  values[Math.min(round, values.length - 1)]

/** Several fields below one that is missing are one edit: the first makes what the others need. */
function grown(object: unknown, wanted: readonly (readonly [path: NodePath, value: unknown])[]): readonly Edit[] {
  const roots = new Map<string, { path: NodePath; value: unknown }>()
  for (const [path, value] of wanted) {
    const edit = put(object, path, value)
    if (edit.op === 'remove') continue
    const key = JSON.stringify(edit.path)
    const known = roots.get(key)
    roots.set(key, { path: edit.path, value: known === undefined ? edit.value : joined(known.value, edit.value) })
  }
  return [...roots.values()].map(({ path, value }) => ({
    op: existing(object, path) < path.length ? 'add' : 'replace',
    path,
    value,
  }))
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

/** What follows a field's name in an expression: `.limits.?memory`. The longest only. */
function continuations(text: string, key: string): readonly NodePath[] {
  if (!/^\w+$/.test(key)) return []
  const found = [...text.matchAll(new RegExp(`\\b${key}((?:\\.\\??[A-Za-z]\\w*(?!\\w*\\())+)`, 'g'))]
  const paths = found.map(([, rest]) => (rest as string).split(/\.\??/).slice(1))
  const unique = [...new Map(paths.map((path) => [path.join('.'), path])).values()]
  return unique.filter(
    (path) => !unique.some((other) => other !== path && other.join('.').startsWith(`${path.join('.')}.`)),
  )
}

const isWord = (literal: Literal): boolean =>
  typeof literal === 'string' && /^[A-Za-z0-9][\w./:-]{1,100}$/.test(literal)

const isKey = (literal: Literal): boolean => typeof literal === 'string' && /^[A-Za-z0-9][\w./-]{1,200}$/.test(literal)
