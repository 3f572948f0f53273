/** What the engine says of one policy, rule and resource. */
export type Rows = Readonly<Record<string, string>>

export interface Changed {
  readonly row: string
  readonly before: string
  readonly after: string
}

/** Rows that differ between two engines; one that only one of them has differs as well. */
export function changedRows(before: Rows, after: Rows): readonly Changed[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .sort()
    .map((row) => ({ row, before: before[row] ?? 'no answer', after: after[row] ?? 'no answer' }))
    .filter((one) => one.before !== one.after)
}

/** More of them are in the output of the run. */
const MOST = 200

/** The changelog with what an upgrade changes, at the top of what is not released. */
export function inChangelog(text: string, moved: readonly string[], changed: readonly Changed[]): string {
  const at = /^## .*Unreleased.*\n\n?/m.exec(text)
  if (at === null) throw new Error('CHANGELOG.md has no part that is not released')
  const sum = `${changed.length} rows of the public suites differ${changed.length === 0 ? '' : ':'}`
  const rows = changed
    .slice(0, MOST)
    .map(({ row, before, after }) => `  - \`${row.replaceAll('`', "'")}\`: ${before} → ${after}`)
  const entry = [`- Upstream is now ${moved.join(', ')}; ${sum}`, ...rows].join('\n')
  const end = at.index + at[0].length
  return `${text.slice(0, end)}${entry}\n${text.slice(end)}`
}
