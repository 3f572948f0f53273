import type { Diagnostic, DiagnosticLevel } from '../model/diagnostic.ts'
import type { Finding } from '../model/finding.ts'
import type { Outcome, Verdict } from '../model/verdict.ts'
import { code, fenced, linkTarget, prose } from './escape-markdown.ts'
import { letThrough } from './let-through.ts'
import { byFile, type Ranked, worstFirst } from './order.ts'
import { policyChangesPart } from './policy-changes.ts'
import type { Excerpt, Shown } from './shown.ts'
import { snippet } from './snippet.ts'
import {
  aboutPlace,
  clip,
  count,
  countsLine,
  headline,
  policyAndRule,
  resourceName,
  skippedLine,
  statusNote,
  verdictLine,
  whyNotCounted,
} from './wording.ts'

export interface MarkdownOptions {
  /** Where files of the judged commit are shown, such as `https://github.com/o/r/blob/SHA`; without it nothing links. */
  readonly blobUrl?: string
  /** Bytes of UTF-8 that the Markdown may take; what does not fit is counted, worst first. */
  readonly limit?: number
  /** Paragraphs below the heading. */
  readonly lead?: readonly string[]
  /** Everything but heading and lead is folded away. */
  readonly folded?: boolean
  /** Where what does not fit can be found. */
  readonly elsewhere?: string
}

const ICONS: Readonly<Record<Outcome, string>> = { pass: '✅', fail: '❌', error: '🛑' }
const LEVEL_ICONS: Readonly<Record<DiagnosticLevel, string>> = { error: '❌', warning: '⚠️', note: 'ℹ️' }

const bytes = (text: string): number => Buffer.byteLength(text, 'utf8')

/** Between two parts stands a blank line. */
const SEPARATOR = 2

/** Room for the sentence that says what was left out. */
const NOTICE = 400

/** The verdict, what it was made from, then every finding, within a limit. All text of others is inert. */
export function markdown(shown: Shown, options: MarkdownOptions = {}): string {
  const {
    blobUrl,
    limit = Number.POSITIVE_INFINITY,
    lead = [],
    folded = false,
    elsewhere = 'the JSON report',
  } = options
  const { verdict } = shown
  const head = [heading(verdict), ...lead, ...policyChangesPart(verdict, limit / 8)]
  const opening = [...(folded ? [...head, FOLD] : head), ...diagnosticsPart(verdict, limit / 4)].join('\n\n')
  const ending = [...exceptionsPart(verdict, limit / 8), closing(verdict), ...(folded ? ['</details>'] : [])].join(
    '\n\n',
  )
  const room = limit - bytes(opening) - bytes(ending) - NOTICE
  const chosen = choose(
    worstFirst(verdict),
    (ranked) => bytes(row(ranked, blobUrl)) + bytes(detail(ranked, shown)),
    room,
  )
  const left = verdict.findings.length - chosen.size
  const parts = [
    opening,
    ...[...byFile(verdict)].flatMap(([file, group]) =>
      filePart(
        file,
        group.filter(({ finding }) => chosen.has(finding)),
        shown,
        blobUrl,
      ),
    ),
    ...(left === 0
      ? []
      : [
          `**${count(left, 'more finding')} left out** to stay within the size limit; the worst are shown, ${elsewhere} has all.`,
        ]),
    ending,
  ]
  return `${parts.join('\n\n')}\n`
}

const FOLD = '<details><summary>What was judged</summary>'

function heading(verdict: Verdict): string {
  const { changes } = verdict
  const reason = changes.reason === undefined ? [] : [`Judged more than the change: ${prose(changes.reason)}.`]
  return [`## ${ICONS[verdict.outcome]} ${prose(verdictLine(verdict))}`, ...reason].join('\n\n')
}

/** The findings that fit, worst first. The heading of a file and of its table is counted with its first finding. */
function choose(ranked: readonly Ranked[], size: (one: Ranked) => number, room: number): ReadonlySet<Finding> {
  const chosen = new Set<Finding>()
  const files = new Set<string>()
  let left = room
  for (const one of ranked) {
    const { file } = one.finding.location
    left -= size(one) + (files.has(file) ? 0 : bytes(fileHeading(file)) + SEPARATOR)
    if (left < 0) break
    files.add(file)
    chosen.add(one.finding)
  }
  return chosen
}

function filePart(file: string, group: readonly Ranked[], shown: Shown, blobUrl: string | undefined): string[] {
  if (group.length === 0) return []
  const rows = group.map((ranked) => row(ranked, blobUrl)).join('')
  return [fileHeading(file) + rows.trimEnd(), ...group.map((ranked) => detail(ranked, shown).trim())]
}

const fileHeading = (file: string): string =>
  `### ${code(file)}\n\n| | Line | Policy | Resource | What |\n|---|---|---|---|---|\n`

/** One line of a file's table, with its line end. */
function row({ finding, level }: Ranked, blobUrl: string | undefined): string {
  const { result, location } = finding
  const place = `${location.line}:${location.column}`
  const cells = [
    LEVEL_ICONS[level],
    blobUrl === undefined ? place : `[${place}](${linkTarget(blobUrl, location.file, location.line)})`,
    code(policyAndRule(finding)),
    code(resourceName(result.document.resource)),
    prose(clip(headline(result.message))),
  ]
  return `| ${cells.join(' | ')} |\n`
}

/** What is folded away: the source, why the policy is there and what to do. With the blank line that ends it. */
function detail({ finding, level }: Ranked, shown: Shown): string {
  const { result, location } = finding
  const { policy } = result
  const excerpt = shown.excerpt(location)
  const notes = [
    ['Not judged', statusNote(finding)],
    ['Where', aboutPlace(finding)],
    ['Not counted', whyNotCounted(finding).replace('not counted: ', '')],
    ['Why', policy.description ?? ''],
    ['Remedy', policy.remedy ?? ''],
  ] as const
  const lines = [
    `- ${prose(headline(result.message))}`,
    ...notes.filter(([, words]) => words !== '').map(([name, words]) => `- **${name}:** ${prose(words)}`),
    `- **Policy:** ${code(`${policy.file}:${policy.line}`)} (${result.enforcement}, ${policy.severity})`,
  ]
  const summary = `${LEVEL_ICONS[level]} ${location.line}:${location.column} ${code(policyAndRule(finding))}`
  const source = excerpt === undefined ? [] : [fenced(sourceOf(excerpt), 'text')]
  return `<details><summary>${summary}</summary>\n\n${[...source, lines.join('\n')].join('\n\n')}\n\n</details>\n\n`
}

function sourceOf(excerpt: Excerpt): string {
  const { line, source, indent, carets } = snippet(excerpt)
  const number = String(line)
  return `${number} | ${source}\n${' '.repeat(number.length)} | ${indent}${carets}`
}

/** What went wrong beside the findings, within its own share of the room. */
function diagnosticsPart({ diagnostics }: Verdict, limit: number): string[] {
  if (diagnostics.length === 0) return []
  const lines: string[] = []
  let left = limit
  for (const diagnostic of diagnostics.toSorted(bySeverity)) {
    const line = diagnosticLine(diagnostic)
    left -= bytes(line) + 1
    if (left < 0) break
    lines.push(line)
  }
  const missing = diagnostics.length - lines.length
  const more = missing === 0 ? [] : [`- **${count(missing, 'more diagnostic')} left out**; the JSON report has all.`]
  return [`### Diagnostics\n\n${[...lines, ...more].join('\n')}`]
}

const LEVELS: readonly DiagnosticLevel[] = ['error', 'warning', 'note']

const bySeverity = (a: Diagnostic, b: Diagnostic): number => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level)

function diagnosticLine({ level, code: name, message, file, line, column, remedy }: Diagnostic): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':')
  const where = place === '' ? '' : ` ${code(place)}`
  return `- ${LEVEL_ICONS[level]} ${code(name)}${where}: ${prose(clip(message, 2_000))}${remedy === undefined ? '' : ` **Remedy:** ${prose(remedy)}`}`
}

/** Findings that an exception or the baseline allows: what was let through stands where everybody sees it. */
function exceptionsPart(verdict: Verdict, limit: number): string[] {
  const allowed = letThrough(verdict)
  if (allowed.length === 0) return []
  const rows: string[] = []
  let left = limit
  for (const { finding, by, why } of allowed) {
    const { file, line } = finding.location
    const names = [policyAndRule(finding), resourceName(finding.result.document.resource), `${file}:${line}`]
    const row = `| ${[code(by), ...names.map(code), prose(clip(why))].join(' | ')} |`
    left -= bytes(row) + 1
    if (left < 0) break
    rows.push(row)
  }
  const missing = allowed.length - rows.length
  const more = missing === 0 ? '' : `\n\n**${missing} more left out**; the JSON report has all.`
  return [
    `### Let through\n\n| By | Policy | Resource | Where | Why |\n|---|---|---|---|---|\n${rows.join('\n')}${more}`,
  ]
}

function closing(verdict: Verdict): string {
  const engines = Object.entries(verdict.engines).map(
    ([name, { version, digest }]) => `${code(`${name} ${version}`)} ${code(digest)}`,
  )
  const lines = [
    prose(countsLine(verdict)),
    skippedLine(verdict) === '' ? '' : prose(skippedLine(verdict)),
    engines.length === 0 ? '' : `Engines: ${engines.join(', ')}`,
    `fail-on: ${verdict.failOn}`,
  ]
  return `---\n${lines.filter((line) => line !== '').join('<br>\n')}`
}
