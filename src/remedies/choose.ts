import type { ResourceId } from '../model/document.ts'
import type { NodePath } from '../model/position.ts'
import { isRecord, valueAt } from './edits.ts'
import { amountOf, type Term, termsOf } from './pattern-terms.ts'

/** A value that should satisfy a pattern; `open` when the policy would take others as well. */
export interface Choice {
  readonly value: unknown
  readonly open: boolean
}

/** Where a value is wanted, and what is known there. */
export interface Spot {
  readonly path: NodePath
  readonly current: unknown
  readonly object: unknown
  readonly resource: ResourceId
}

/** A value for a scalar of a pattern. None where the policy says too little to choose: an image's tag, a password. */
export function choose(pattern: unknown, spot: Spot): Choice | undefined {
  if (typeof pattern !== 'string') return pattern === undefined ? undefined : { value: pattern, open: false }
  if (pattern.includes('{{')) return undefined
  const alternatives = termsOf(pattern)
  const chosen = alternatives.map((terms) => chooseTerms(terms, spot)).find((choice) => choice !== undefined)
  if (chosen === undefined) return undefined
  return { value: chosen.value, open: chosen.open || alternatives.length > 1 }
}

function chooseTerms(terms: readonly Term[], spot: Spot): Choice | undefined {
  const positive = terms.filter(({ kind }) => kind !== 'not')
  if (positive.length === 0) return terms.length === 1 ? opposite((terms[0] as { text: string }).text) : undefined
  const [first] = [...positive].sort((a, b) => PREFERENCE[a.kind] - PREFERENCE[b.kind])
  return first === undefined ? undefined : chooseTerm(first, spot)
}

const PREFERENCE: Readonly<Record<Term['kind'], number>> = {
  literal: 0,
  range: 1,
  bound: 2,
  wildcard: 3,
  any: 4,
  not: 5,
}

function chooseTerm(term: Term, spot: Spot): Choice | undefined {
  switch (term.kind) {
    case 'literal':
      return { value: typed(term.text, spot), open: false }
    case 'any':
      return example(spot)
    case 'wildcard':
      return filled(term.text, spot)
    case 'bound':
      return bounded(term.operator, term.text, spot)
    case 'range':
      return { value: typed(nearer(term.from, term.to, spot.current), spot), open: true }
    case 'not':
      return undefined
  }
}

/** Only a truth value has one opposite. */
function opposite(text: string): Choice | undefined {
  return text === 'true' || text === 'false' ? { value: text !== 'true', open: false } : undefined
}

/** Labels and annotations are strings whatever they look like; elsewhere a word such as `true` is what it says. */
export function typed(text: string, { path, current }: Pick<Spot, 'path' | 'current'>): unknown {
  if (path.includes('labels') || path.includes('annotations') || path.includes('matchLabels')) return text
  if (typeof current === 'string') return text
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?\d{1,15}$/.test(text) ? Number(text) : text
}

function nearer(from: string, to: string, current: unknown): string {
  const amount = amountOf(String(current))
  return amount !== undefined && amount > (amountOf(to) ?? 0) ? to : from
}

function bounded(operator: '>=' | '<=' | '>' | '<', text: string, spot: Spot): Choice | undefined {
  if (operator === '>=' || operator === '<=') return { value: typed(text, spot), open: true }
  if (!/^-?\d{1,15}$/.test(text)) return undefined
  const next = Number(text) + (operator === '>' ? 1 : -1)
  return { value: typed(String(next), spot), open: true }
}

/** `registry.example/*` takes the image's own name; `*.example` keeps what stands before. */
function filled(pattern: string, { path, current }: Spot): Choice | undefined {
  if (typeof current !== 'string' || current === '') return undefined
  const open = /^([^*?]+)\*$/.exec(pattern)?.[1]
  if (open !== undefined)
    return { value: open + (path.at(-1) === 'image' ? imageName(current, open) : current), open: false }
  const end = /^\*([^*?]+)$/.exec(pattern)?.[1]
  return end === undefined || path.at(-1) === 'image' ? undefined : { value: current + end, open: true }
}

/** An image without its registry, and without the part of its path that the wanted prefix ends with. */
export function imageName(image: string, prefix: string): string {
  const [host = '', ...rest] = image.split('/')
  const path = rest.length > 0 && /[.:]|^localhost$/.test(host) ? rest : [host, ...rest]
  const repository = prefix.split('/').slice(1, -1)
  const repeats = repository.length > 0 && repository.every((part, index) => path[index] === part)
  return (repeats ? path.slice(repository.length) : path).join('/')
}

const EXAMPLES: Readonly<Record<string, unknown>> = { cpu: '500m', memory: '256Mi', 'ephemeral-storage': '1Gi' }

/** The policy takes anything that is not empty: what the resource says elsewhere, else an example. */
export function example({ path, object, resource }: Spot): Choice | undefined {
  const key = String(path.at(-1))
  if (path.at(-2) === 'limits' || path.at(-2) === 'requests') return { value: amount(path, object, key), open: true }
  if (Object.hasOwn(EXAMPLES, key)) return { value: EXAMPLES[key], open: true }
  const name = resource.name || resource.generateName?.replace(/[-.]+$/, '') || 'example'
  const isLabel = path.includes('labels') || path.includes('annotations') || path.includes('matchLabels')
  return isLabel ? { value: name.slice(0, 63), open: true } : undefined
}

function amount(path: NodePath, object: unknown, key: string): unknown {
  const other = path.at(-2) === 'limits' ? 'requests' : 'limits'
  const sibling = valueAt(object, [...path.slice(0, -2), other, key])
  return sibling !== undefined && !isRecord(sibling) ? sibling : (EXAMPLES[key] ?? '1')
}
