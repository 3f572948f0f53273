// How values are written in the patterns of Kyverno policies. This is read to suggest a value, never to judge one: what is
// suggested goes to the engine before anybody sees it.

/** One alternative of `a | b & c`: all of its terms hold together. */
export type Term =
  | { readonly kind: 'any' }
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'wildcard'; readonly text: string }
  | { readonly kind: 'not'; readonly text: string }
  | { readonly kind: 'bound'; readonly operator: '>=' | '<=' | '>' | '<'; readonly text: string }
  | { readonly kind: 'range'; readonly from: string; readonly to: string }

/** Alternatives of a pattern's text, each a list of terms. */
export function termsOf(text: string): readonly (readonly Term[])[] {
  return text.split('|').map((alternative) => alternative.split('&').map((part) => termOf(part.trim())))
}

const RANGE = /^([-+]?[\d.]+[A-Za-z]*)\s*-\s*([-+]?[\d.]+[A-Za-z]*)$/

function termOf(text: string): Term {
  if (text === '?*' || text === '*') return { kind: 'any' }
  const bound = /^(>=|<=|>|<)\s*(.+)$/s.exec(text)
  if (bound !== null) return { kind: 'bound', operator: bound[1] as '>=', text: bound[2] as string }
  if (text.startsWith('!')) return { kind: 'not', text: text.slice(1) }
  const range = RANGE.exec(text)
  if (range !== null) return { kind: 'range', from: range[1] as string, to: range[2] as string }
  return { kind: /[*?]/.test(text) ? 'wildcard' : 'literal', text }
}

/** Whether a value is what a pattern's scalar asks for, as far as can be told without the engine. */
export function matchesScalar(pattern: unknown, value: unknown): boolean {
  if (typeof pattern !== 'string') return pattern === value
  if (value === undefined || value === null || typeof value === 'object') return false
  return termsOf(pattern).some((terms) => terms.every((term) => matchesTerm(term, String(value))))
}

function matchesTerm(term: Term, value: string): boolean {
  switch (term.kind) {
    case 'any':
      return value !== ''
    case 'literal':
      return value === term.text || (amountOf(value) ?? Number.NaN) === amountOf(term.text)
    case 'wildcard':
      return wildcard(term.text, value)
    case 'not':
      return !matchesTerm(termOf(term.text), value)
    case 'bound':
      return holds(term.operator, amountOf(value), amountOf(term.text))
    case 'range':
      return holds('>=', amountOf(value), amountOf(term.from)) && holds('<=', amountOf(value), amountOf(term.to))
  }
}

function holds(operator: '>=' | '<=' | '>' | '<', value: number | undefined, limit: number | undefined): boolean {
  if (value === undefined || limit === undefined) return false
  if (operator.startsWith('>')) return operator === '>=' ? value >= limit : value > limit
  return operator === '<=' ? value <= limit : value < limit
}

/** `*` for any run of characters, `?` for one; without regular expressions, so that no text can make it slow. */
export function wildcard(pattern: string, text: string): boolean {
  let [at, star, from] = [0, -1, 0]
  let index = 0
  while (index < text.length) {
    if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[index]) && pattern[at] !== '*') {
      at++
      index++
    } else if (pattern[at] === '*') {
      star = at++
      from = index
    } else if (star >= 0) {
      at = star + 1
      index = ++from
    } else return false
  }
  while (pattern[at] === '*') at++
  return at === pattern.length
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  s: 1,
  h: 3600,
}

/** The amount that a number or a quantity such as `500m` or `4Gi` stands for. */
export function amountOf(text: string): number | undefined {
  const [, digits, unit] = /^([-+]?\d+(?:\.\d+)?)([A-Za-z]{0,2})$/.exec(text) ?? []
  const factor = UNITS[unit ?? '']
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor
}
