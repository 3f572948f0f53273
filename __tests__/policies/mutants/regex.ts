import type { Edit } from './mutant.ts'

interface Alternative {
  readonly start: number
  readonly end: number
}

/** Faults of a regular expression: each alternative left out. `offset` is where it stands in the expression around it. */
export function regexEdits(pattern: string, offset: number): readonly Edit[] {
  return alternations(pattern).flatMap((alternatives) =>
    alternatives.map(({ start, end }, index) => ({
      mutator: 'alternative dropped',
      start: offset + (index === 0 ? start : start - 1),
      end: offset + (index === 0 ? end + 1 : end),
      replacement: '',
    })),
  )
}

/** The alternatives of each group that has several; the whole is a group too. */
function alternations(pattern: string): readonly (readonly Alternative[])[] {
  const found: (readonly Alternative[])[] = []
  const open: { start: number; bars: number[] }[] = [{ start: 0, bars: [] }]
  const close = (end: number): void => {
    const { start, bars } = open.pop() ?? { start: 0, bars: [] }
    const cuts = [start - 1, ...bars, end]
    if (bars.length > 0) found.push(cuts.slice(1).map((cut, index) => ({ start: (cuts[index] ?? 0) + 1, end: cut })))
  }
  for (const [at, character] of codeOf(pattern)) {
    if (character === '(')
      open.push({ start: at + 1 + (/^\((\?[a-z]*:)/.exec(pattern.slice(at))?.[1]?.length ?? 0), bars: [] })
    else if (character === '|') open.at(-1)?.bars.push(at)
    else if (character === ')') close(at)
  }
  close(pattern.length)
  return found
}

/** The characters outside of classes such as `[|]`. */
function codeOf(pattern: string): readonly (readonly [number, string])[] {
  let inClass = false
  return [...pattern].flatMap((character, at) => {
    if (character === '[') inClass = true
    const code = inClass ? [] : [[at, character] as const]
    if (character === ']') inClass = false
    return code
  })
}
