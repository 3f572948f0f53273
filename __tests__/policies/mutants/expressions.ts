import type { Edit } from './mutant.ts'
import { regexEdits } from './regex.ts'

const TURNED: Readonly<Record<string, string>> = {
  '==': '!=',
  '!=': '==',
  '&&': '||',
  '||': '&&',
  '>': '<=',
  '<': '>=',
  '>=': '<',
  '<=': '>',
  '!': '',
  '.all(': '.exists(',
  '.exists(': '.all(',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  isGreaterThan: 'isLessThan',
  true: 'false',
  false: 'true',
}
const OPERATOR =
  /==|!=|&&|\|\||>=|<=|[<>]|!(?=[\w(])|\.all\(|\.exists\(|startsWith|endsWith|isGreaterThan|\btrue\b|\bfalse\b/g

/** A name that is looked up: `.name`, `.?name`, or in a filter of JMESPath; not a function, nor what a lambda calls its item. */
const FIELD = /(?<=\.\??|\[\?!?|, |&& |\|\| )[a-zA-Z]\w*(?![\w(]|\s*\()/g
const NOT_A_FIELD = new Set(['request', 'object', 'variables', 'null', 'true', 'false', 'in', 'dyn'])
const NUMBER = /(?<![\w.\-'])\d+(?![\w.])/g

/** The faults that an expression of CEL or JMESPath may have, one each. */
export function expressionEdits(text: string): readonly Edit[] {
  const literals = literalsOf(text)
  const code = masked(text, literals)
  return [
    ...matches(code, OPERATOR, 'operator turned', (found) => TURNED[found] ?? found),
    ...matches(code, FIELD, 'field renamed', (found) => (NOT_A_FIELD.has(found) ? found : `${found}X`)),
    ...matches(code, NUMBER, 'value changed', (found) => String(Number(found) + 1)),
    ...literals.flatMap((literal) => literalEdits(text, literal)),
    ...operandEdits(code),
  ].filter(({ start, end, replacement }) => text.slice(start, end) !== replacement)
}

function matches(code: string, pattern: RegExp, mutator: string, to: (found: string) => string): readonly Edit[] {
  return [...code.matchAll(pattern)].map(({ 0: found, index }) => ({
    mutator,
    start: index,
    end: index + found.length,
    replacement: to(found),
  }))
}

interface Span {
  readonly start: number
  readonly end: number
}

/** The insides of quotes. */
function literalsOf(text: string): readonly Span[] {
  return [...text.matchAll(/'([^']*)'|"([^"]*)"|`([^`]*)`/g)].map(({ 0: found, index }) => ({
    start: index + 1,
    end: index + found.length - 1,
  }))
}

function masked(text: string, literals: readonly Span[]): string {
  return literals.reduce(
    (code, { start, end }) => code.slice(0, start) + '\u0000'.repeat(end - start) + code.slice(end),
    text,
  )
}

function literalEdits(text: string, { start, end }: Span): readonly Edit[] {
  // What stands in for nothing may be anything that is harmless; leaving it out is a fault of its own.
  const before = text.slice(0, start)
  const content = text.slice(start, end)
  if (/\|\| .$/.test(before) || (content === '' && /orValue\(.$/.test(before))) return []
  if (content.startsWith('["')) return itemEdits(content, start)
  if (/^(\[\]|\{\}|null)$/.test(content)) return []
  const turned = TURNED[content] ?? (/^\d+$/.test(content) ? String(Number(content) + 1) : undefined)
  if (turned !== undefined) return [{ mutator: 'value changed', start, end, replacement: turned }]
  const alternatives = regexEdits(content, start)
  if (alternatives.length > 0) return alternatives
  return [{ mutator: 'value changed', start, end, replacement: `${content}X` }]
}

/** Each item of a list that is written as JSON left out. */
function itemEdits(content: string, offset: number): readonly Edit[] {
  return [...content.matchAll(/"[^"]*",?/g)].map(({ 0: found, index }) => {
    const isLast = !found.endsWith(',')
    const comma = isLast && index > 1 ? 1 : 0
    return {
      mutator: 'value dropped',
      start: offset + index - comma,
      end: offset + index + found.length,
      replacement: '',
    }
  })
}

/** Each operand of `&&`, `||` and `+`, and each item of a list, left out. */
function operandEdits(code: string): readonly Edit[] {
  return segmentsOf(code).flatMap((segment) => {
    const separator = [' || ', ' && ', ' + '].find((one) => cutsIn(code, segment, one).length > 0)
    if (separator === undefined) return []
    const cuts = cutsIn(code, segment, separator)
    return droppedFrom(segment, cuts, separator.length)
  })
}

function droppedFrom(segment: Span, cuts: readonly number[], length: number): readonly Edit[] {
  const starts = [segment.start, ...cuts.map((cut) => cut + length)]
  const ends = [...cuts, segment.end]
  return starts.map((start, index) => ({
    mutator: 'condition dropped',
    start: index === 0 ? start : (ends[index - 1] ?? 0),
    end: index === 0 ? (starts[1] ?? 0) : (ends[index] ?? 0),
    replacement: '',
  }))
}

/** The parts of an expression that commas, brackets, pipes and `? :` bound, each with the operands that stand in it. */
function segmentsOf(code: string): readonly Span[] {
  const found: Span[] = []
  const open: number[] = []
  let start = 0
  const end = (at: number): void => {
    if (at > start) found.push({ start, end: at })
  }
  const starts: number[] = [0]
  for (const [at, character] of [...code].entries()) {
    if ('([{'.includes(character)) {
      open.push(at)
      starts.push(at + 1)
    } else if (')]}'.includes(character)) {
      start = starts.pop() ?? 0
      end(at)
      open.pop()
    } else if (character === ',' || / [?:|] /.test(code.slice(at - 1, at + 2))) {
      start = starts.pop() ?? 0
      end(at)
      starts.push(at + 1)
    }
  }
  start = starts.pop() ?? 0
  end(code.length)
  return found
}

/** Where a separator stands in a segment itself, not in brackets below it. */
function cutsIn(code: string, { start, end }: Span, separator: string): readonly number[] {
  const cuts: number[] = []
  let depth = 0
  for (let at = start; at < end; at++) {
    if ('([{'.includes(code[at] ?? '')) depth++
    else if (')]}'.includes(code[at] ?? '')) depth--
    else if (depth === 0 && code.startsWith(separator, at)) cuts.push(at)
  }
  return cuts
}
