import type { Diagnostic, DiagnosticLevel } from '../model/diagnostic.ts'
import type { Location } from '../model/position.ts'
import type { Outcome } from '../model/verdict.ts'
import { inertInLog } from './escape-command.ts'
import { byFile, type Ranked } from './order.ts'
import type { Shown } from './shown.ts'
import { snippet } from './snippet.ts'
import { visible, visibleLine } from './visible.ts'
import {
  aboutPlace,
  count,
  countsLine,
  enginesLine,
  headline,
  policyAndRule,
  resourceName,
  skippedLine,
  statusNote,
  verdictLine,
  whyNotCounted,
} from './wording.ts'

export interface TextOptions {
  /** Whether the terminal shows colours and the user wants them. */
  readonly colour?: boolean
}

type Paint = (style: Style, text: string) => string
type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'blue' | 'green'

const CODES: Readonly<Record<Style, number>> = { bold: 1, dim: 2, red: 31, yellow: 33, blue: 34, green: 32 }
const LEVEL_STYLES: Readonly<Record<DiagnosticLevel, Style>> = { error: 'red', warning: 'yellow', note: 'blue' }
const OUTCOME_STYLES: Readonly<Record<Outcome, Style>> = { pass: 'green', fail: 'red', error: 'red' }

/** For a terminal: findings by file with their source, then counts, the verdict last. */
export function text(shown: Shown, { colour = false }: TextOptions = {}): string {
  const paint: Paint = colour ? (style, words) => `\u001b[${CODES[style]}m${words}\u001b[0m` : (_style, words) => words
  const { verdict } = shown
  const blocks = [
    ...verdict.diagnostics.map((diagnostic) => diagnosticBlock(diagnostic, shown, paint)),
    ...[...byFile(verdict)].map(([file, group]) => fileBlock(file, group, shown, paint)),
    closing(shown, paint),
  ]
  return inertInLog(`${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`)
}

function fileBlock(file: string, group: readonly Ranked[], shown: Shown, paint: Paint): string[] {
  const tally = (['error', 'warning', 'note'] as const)
    .map((level) => [level, group.filter((ranked) => ranked.level === level).length] as const)
    .filter(([, times]) => times > 0)
    .map(([level, times]) => paint(LEVEL_STYLES[level], count(times, level)))
  const title = `${paint('bold', visibleLine(file))}  ${tally.join(', ')}`
  return [title, ...group.flatMap((ranked) => ['', ...findingBlock(ranked, shown, paint)])]
}

function findingBlock({ finding, level }: Ranked, shown: Shown, paint: Paint): string[] {
  const { result, location } = finding
  const { policy } = result
  const notes = [
    ['policy', `${policyAndRule(finding)} (${policy.file}:${policy.line}; ${result.enforcement}, ${policy.severity})`],
    ['why', policy.description ?? ''],
    ['remedy', policy.remedy ?? ''],
    ['note', whyNotCounted(finding)],
  ] as const
  return [
    headed(level, statusNote(finding), visible(headline(result.message)), paint),
    ...source(location, resourceName(result.document.resource), aboutPlace(finding), level, shown, paint),
    ...notes.filter(([, words]) => words !== '').map(([name, words]) => note(name, words, paint)),
  ]
}

/** `error[what]: message`, with the further lines of the message indented. */
function headed(level: DiagnosticLevel, what: string, message: string, paint: Paint): string {
  const [first = '', ...more] = message.split('\n')
  const label = paint(LEVEL_STYLES[level], what === '' ? level : `${level}[${what}]`)
  return [`${label}${paint('bold', `: ${first}`)}`, ...more.map((line) => `  ${line}`.trimEnd())].join('\n')
}

function note(name: string, words: string, paint: Paint): string {
  return `  ${paint('blue', '=')} ${paint('dim', `${name}:`)} ${visibleLine(words)}`
}

/** The place, and the line it points at with a caret below the cause. */
function source(
  location: Location,
  what: string,
  about: string,
  level: DiagnosticLevel,
  shown: Shown,
  paint: Paint,
): string[] {
  const { file, line, column } = location
  const place = `  ${paint('blue', '-->')} ${visibleLine(file)}:${line}:${column}${what === '' ? '' : `  ${paint('dim', visibleLine(what))}`}`
  const excerpt = shown.excerpt(location)
  if (excerpt === undefined) return [place]
  const { source: printed, indent, carets } = snippet(excerpt)
  const number = String(line)
  const bar = paint('blue', `${' '.repeat(number.length)} |`)
  const mark = `${carets}${about === '' ? '' : ` ${visibleLine(about)}`}`
  return [
    place,
    bar,
    `${paint('blue', `${number} |`)} ${printed}`,
    `${bar} ${indent}${paint(LEVEL_STYLES[level], mark)}`,
  ]
}

function diagnosticBlock(diagnostic: Diagnostic, shown: Shown, paint: Paint): string[] {
  const { level, code, message, remedy } = diagnostic
  return [
    headed(level, visibleLine(code), visible(message), paint),
    ...diagnosticPlace(diagnostic, shown, paint),
    ...(remedy === undefined ? [] : [note('remedy', remedy, paint)]),
  ]
}

function diagnosticPlace({ file, line, column, level }: Diagnostic, shown: Shown, paint: Paint): string[] {
  if (file === undefined) return []
  if (line === undefined) return [`  ${paint('blue', '-->')} ${visibleLine(file)}`]
  if (column === undefined) return [`  ${paint('blue', '-->')} ${visibleLine(file)}:${line}`]
  const location: Location = { file, line, column, endLine: line, endColumn: column + 1, precision: 'exact' }
  return source(location, '', '', level, shown, paint)
}

function closing({ verdict }: Shown, paint: Paint): string[] {
  const { reason, source } = verdict.changes
  const lines = [
    reason === undefined ? '' : `judged ${source === 'all-files' ? 'all files' : 'these files'}: ${reason}`,
    skippedLine(verdict),
    countsLine(verdict),
    enginesLine(verdict) === '' ? '' : `engines: ${enginesLine(verdict)}`,
  ]
  return [
    ...lines.filter((line) => line !== '').map((line) => paint('dim', visibleLine(line))),
    paint(OUTCOME_STYLES[verdict.outcome], visibleLine(verdictLine(verdict))),
  ]
}
