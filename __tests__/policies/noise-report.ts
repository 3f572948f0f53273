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

/** What blocks may find in so many of a hundred sane manifests. */
const LIMIT = 2

export function noiseReport(manifests: number, counted: readonly Counted[]) {
  const sorted = counted.toSorted((a, b) => share(b) - share(a) || (a.policy < b.policy ? -1 : 1))
  const rows = sorted.map(
    (one) =>
      `| \`${one.policy}\` | \`${one.rule}\` | ${one.level} | ${one.judged} | ${one.found} | ${share(one).toFixed(1)} |`,
  )
  const text = `# Noise

What the built-in policies find in manifests that are considered sane: the resources that a public corpus of Kyverno policies calls good,
and the charts and kustomizations that our own tests render. Each manifest counts once, however often it stands in the corpus: ${manifests} in all.
A finding here is not always wrong. A manifest that is good by one rule may well lack the limits that another asks for; that is why such
rules warn. What blocks in \`agent-baseline\` may find something in at most ${LIMIT} of a hundred that it looks at.

| policy | rule | in \`agent-baseline\` | looked at | found | of a hundred |
|---|---|---|---|---|---|
${rows.join('\n')}

\`npm run noise\` measures this and writes this page. It needs the corpus (\`--corpus DIR\`).
`
  return { text, loud: counted.filter((one) => one.level === 'enforce' && share(one) > LIMIT) }
}

const share = ({ judged, found }: Counted): number => (100 * found) / judged
