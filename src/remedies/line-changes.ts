/** Lines of a text, from 0, `end` exclusive, and what stands there instead. */
export interface LineChange {
  readonly start: number
  readonly end: number
  readonly lines: readonly string[]
}

/** Texts that differ in more lines than this are told as one change: nobody reads it as several. */
const MOST_DIFFERENT = 400

/**
 * How one text becomes another, line by line, with as few lines as possible. Each change takes at least one line away and puts at
 * least one in its place, because a place in a file is a line that is there.
 */
export function lineChanges(before: readonly string[], after: readonly string[]): readonly LineChange[] {
  return anchored(grouped(shortestWay(before, after)), before)
}

/** What is kept in both, as pairs of indexes, in order. */
type Way = { readonly kept: readonly (readonly [number, number])[]; readonly sizes: readonly [number, number] } & {
  readonly after: readonly string[]
}

/** The longest common lines between what both texts begin and end with. */
function shortestWay(before: readonly string[], after: readonly string[]): Way {
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head++
  let tail = 0
  const room = Math.min(before.length, after.length) - head
  while (tail < room && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  const [old, now] = [before.slice(head, before.length - tail), after.slice(head, after.length - tail)]
  const inner = Math.max(old.length, now.length) > MOST_DIFFERENT ? [] : common(old, now)
  const kept = [
    ...pairs(head, 0, 0),
    ...inner.map(([a, b]) => [a + head, b + head] as const),
    ...pairs(tail, before.length - tail, after.length - tail),
  ]
  return { kept, sizes: [before.length, after.length], after }
}

const pairs = (length: number, a: number, b: number) => Array.from({ length }, (_, at) => [a + at, b + at] as const)

function common(old: readonly string[], now: readonly string[]): readonly (readonly [number, number])[] {
  const width = now.length + 1
  const longest = new Uint16Array((old.length + 1) * width)
  const at = (a: number, b: number) => longest[a * width + b] as number
  for (let a = old.length - 1; a >= 0; a--)
    for (let b = now.length - 1; b >= 0; b--)
      longest[a * width + b] = old[a] === now[b] ? at(a + 1, b + 1) + 1 : Math.max(at(a + 1, b), at(a, b + 1))
  const kept: (readonly [number, number])[] = []
  for (let [a, b] = [0, 0]; a < old.length && b < now.length; ) {
    if (old[a] === now[b]) kept.push([a++, b++])
    else if (at(a + 1, b) >= at(a, b + 1)) a++
    else b++
  }
  return kept
}

function grouped({ kept, sizes, after }: Way): readonly LineChange[] {
  const changes: LineChange[] = []
  let [a, b] = [0, 0]
  for (const [nextA, nextB] of [...kept, sizes]) {
    if (nextA > a || nextB > b) changes.push({ start: a, end: nextA, lines: after.slice(b, nextB) })
    ;[a, b] = [nextA + 1, nextB + 1]
  }
  return changes
}

/** What only adds or only takes away is told with the line before it, or behind it at the start. */
function anchored(changes: readonly LineChange[], before: readonly string[]): readonly LineChange[] {
  const told: LineChange[] = []
  for (const change of changes) {
    const last = told.at(-1)
    const wide = change.end > change.start && change.lines.length > 0 ? change : widened(change, before)
    if (last === undefined || wide.start >= last.end) told.push(wide)
    else told.splice(-1, 1, { start: last.start, end: change.end, lines: [...last.lines, ...change.lines] })
  }
  return told
}

function widened({ start, end, lines }: LineChange, before: readonly string[]): LineChange {
  if (start > 0) return { start: start - 1, end, lines: [before[start - 1] as string, ...lines] }
  return { start, end: end + 1, lines: [...lines, before[end] ?? ''] }
}
