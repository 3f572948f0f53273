import type { NodePath } from '../../src/model/position.ts'

/** One finding of the study. */
export interface Row {
  readonly folder: string
  readonly policy: string
  readonly rule: string
  readonly resource: string
  readonly kind: string
  readonly topic: Topic
  readonly explained: boolean
  /** Whether a remedy was found and proven, and whether the policy leaves its values open. */
  readonly remedy: 'none' | 'example' | 'determined'
  readonly message: string
  readonly path: string
  readonly edits: string
}

const TOPICS = ['labels and annotations', 'registry', 'limits and requests', 'security context', 'other'] as const

export type Topic = (typeof TOPICS)[number]

/** What a rule is about, by the words of its condition and its name: of labels, of registries, of limits. */
export function topicOf(condition: string, path: NodePath, policy: string): Topic {
  const text = `${condition} ${path.join('.')}`
  if (/registr/i.test(policy)) return 'registry'
  if (/\b(limits|requests)\b/.test(text) && /resources/.test(text)) return 'limits and requests'
  if (/securityContext|hostNetwork|hostPID|hostIPC|privileged|runAs|capabilities|seccomp/i.test(text))
    return 'security context'
  return /\b(labels|annotations)\b/.test(text) ? 'labels and annotations' : 'other'
}

/** The figures as Markdown. */
export function studyReport(rows: readonly Row[]): string {
  const kinds = [...new Set(rows.map(({ kind }) => kind))].sort()
  return [
    table('topic', TOPICS, rows, ({ topic }) => topic),
    table('kind of rule', kinds, rows, ({ kind }) => kind),
    table('all', ['all'], rows, () => 'all'),
  ].join('\n')
}

function table(title: string, names: readonly string[], rows: readonly Row[], of: (row: Row) => string): string {
  const lines = names.map((name) =>
    line(
      name,
      rows.filter((row) => of(row) === name),
    ),
  )
  return `| ${title} | findings | explained | mended | of those, one value only | rate |\n|---|---:|---:|---:|---:|---:|\n${lines.join('')}`
}

function line(name: string, rows: readonly Row[]): string {
  const mended = rows.filter(({ remedy }) => remedy !== 'none').length
  const determined = rows.filter(({ remedy }) => remedy === 'determined').length
  const explained = rows.filter((row) => row.explained).length
  const rate = rows.length === 0 ? '–' : `${Math.round((100 * mended) / rows.length)} %`
  return `| ${name} | ${rows.length} | ${explained} | ${mended} | ${determined} | ${rate} |\n`
}
