export type Level = 'enforce' | 'warn' | 'none'

/** How often a rule found something, among the manifests that it looks at. */
export interface Counted {
  readonly policy: string
  readonly rule: string
  /** What `agent-baseline` makes of it. */
  readonly level: Level
  readonly judged: number
  readonly found: number
}

/** What was judged, and what was found in it. */
export interface Measured {
  readonly title: string
  /** Where it is from, and how much there is. */
  readonly about: string
  readonly counted: readonly Counted[]
}

/** What blocks may find in so many of a hundred. */
const LIMIT = 2

export function noiseReport(measured: readonly Measured[]) {
  const text = `# Noise

What the built-in policies find in manifests and infrastructure that are considered sane. What several of them have alike counts once.
A finding here is not always wrong. A manifest that is good by one rule may well lack the limits that another asks for; that is why such
rules warn. What blocks in \`agent-baseline\` may find something in at most ${LIMIT} of a hundred that it looks at.
${measured.map(sectionOf).join('')}
\`npm run noise\` measures this and writes this page. It needs the corpus of manifests (\`--corpus DIR\`), and fetches the rest.
`
  return {
    text,
    loud: measured.flatMap(({ counted }) => counted.filter((one) => one.level === 'enforce' && share(one) > LIMIT)),
  }
}

function sectionOf({ title, about, counted }: Measured): string {
  const sorted = counted.toSorted((a, b) => share(b) - share(a) || (a.policy < b.policy ? -1 : 1))
  const rows = sorted.map(
    (one) =>
      `| \`${one.policy}\` | \`${one.rule}\` | ${one.level} | ${one.judged} | ${one.found} | ${share(one).toFixed(1)} |`,
  )
  return `
## ${title}

${about}

| policy | rule | in \`agent-baseline\` | looked at | found | of a hundred |
|---|---|---|---|---|---|
${rows.join('\n')}
`
}

const share = ({ judged, found }: Counted): number => (100 * found) / judged
