// Charts as GitHub draws them from Markdown. Labels are names of others: only what no grammar of Mermaid gives a meaning
// to is left of them.

const LONGEST_LABEL = 60
const MOST_SLICES = 8

/** A pie of the largest counts, the rest in one slice. */
export function pie(title: string, counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
  const [shown, rest] = [sorted.slice(0, MOST_SLICES), sorted.slice(MOST_SLICES)]
  const others = rest.reduce((sum, [, n]) => sum + n, 0)
  const slices = [...shown, ...(others === 0 ? [] : [[`${rest.length} more`, others] as const])]
  return chart(['pie showData', `  title ${plain(title)}`, ...slices.map(([label, n]) => `  "${plain(label)}" : ${n}`)])
}

/** Bars over named steps. */
export function bars(
  title: string,
  unit: string,
  steps: readonly { readonly label: string; readonly value: number }[],
): string {
  const most = Math.max(1, ...steps.map(({ value }) => value))
  return chart([
    'xychart-beta',
    `  title "${plain(title)}"`,
    `  x-axis [${steps.map(({ label }) => `"${plain(label)}"`).join(', ')}]`,
    `  y-axis "${plain(unit)}" 0 --> ${most}`,
    `  bar [${steps.map(({ value }) => value).join(', ')}]`,
  ])
}

const chart = (lines: readonly string[]): string => `\`\`\`mermaid\n${lines.join('\n')}\n\`\`\``

function plain(text: string): string {
  const clean = text.replace(/[^\p{L}\p{N} ._/-]+/gu, ' ').trim()
  return clean.length > LONGEST_LABEL ? `${clean.slice(0, LONGEST_LABEL - 1)}…` : clean || 'unnamed'
}
