import type { Diagnostic, DiagnosticLevel } from '../model/diagnostic.ts'
import type { Location } from '../model/position.ts'
import type { Verdict } from '../model/verdict.ts'
import { escapeData, workflowCommand } from './escape-command.ts'
import { type Ranked, worstFirst } from './order.ts'
import type { Shown } from './shown.ts'
import { visible, visibleLine } from './visible.ts'
import {
  aboutPlace,
  count,
  headline,
  policyAndRule,
  resourceName,
  statusNote,
  verdictLine,
  whyNotCounted,
} from './wording.ts'

/** GitHub keeps ten of each kind a step and drops the rest without a word. */
const LIMIT = 10

/** GitHub cuts what is longer: a title at 255 characters, a message at 64 KiB. */
const LONGEST_TITLE = 250
const LONGEST_MESSAGE = 8_000

const COMMANDS: Readonly<Record<DiagnosticLevel, string>> = { error: 'error', warning: 'warning', note: 'notice' }

/** What is said at a place of the change, or of the run as a whole. Texts are untrusted and not yet escaped. */
export interface Annotation {
  readonly level: DiagnosticLevel
  readonly title: string
  readonly message: string
  readonly file?: string
  readonly place?: Partial<Location>
}

/**
 * Workflow commands, one a line: at most ten of each kind, worst first, the rest counted in the last of its kind.
 * `elsewhere` says where that rest is annotated.
 */
export function annotations({ verdict }: Shown, elsewhere?: string): readonly string[] {
  return kindsOf(verdict).flatMap((kind) => withinLimit(kind, elsewhere).map(command))
}

/** What the workflow commands leave out, worst kind first. */
export function beyondLimit({ verdict }: Shown): readonly Annotation[] {
  return kindsOf(verdict).flatMap((kind) => (kind.length <= LIMIT ? [] : kind.slice(LIMIT - 1)))
}

function kindsOf(verdict: Verdict): readonly (readonly Annotation[])[] {
  const all = [...verdict.diagnostics.map(ofDiagnostic), ...worstFirst(verdict).map(ofFinding)]
  return (['error', 'warning', 'note'] as const).map((level) => all.filter((one) => one.level === level))
}

/** For a job's log: the annotations and what the verdict is. */
export function github(shown: Shown): string {
  const line = visibleLine(verdictLine(shown.verdict))
  return `${[...annotations(shown), line].join('\n')}\n`
}

function withinLimit(kind: readonly Annotation[], elsewhere?: string): readonly Annotation[] {
  const level = kind[0]?.level
  if (level === undefined || kind.length <= LIMIT) return kind
  return [...kind.slice(0, LIMIT - 1), rest(level, kind.slice(LIMIT - 1), elsewhere)]
}

function rest(level: DiagnosticLevel, left: readonly Annotation[], elsewhere?: string): Annotation {
  const groups = new Map<string, number>()
  for (const { title } of left) groups.set(title, (groups.get(title) ?? 0) + 1)
  const lines = [...groups].sort(([, a], [, b]) => b - a).map(([title, times]) => `${times} × ${title}`)
  const where = elsewhere === undefined ? '' : ` ${elsewhere} annotates the rest.`
  const head = `GitHub shows ten annotations of a kind; the job summary and the report list them all.${where}`
  const message = [head, ...lines].join('\n')
  return { level, title: `${count(left.length, 'more finding')} of this kind`, message }
}

function ofFinding({ finding, level }: Ranked): Annotation {
  const { result, location } = finding
  const { policy } = result
  const about = [statusNote(finding), aboutPlace(finding), whyNotCounted(finding)].filter((text) => text !== '')
  const lines = [
    headline(result.message),
    `${resourceName(result.document.resource)}${about.length === 0 ? '' : ` (${about.join('; ')})`}`,
    ...(policy.description === undefined ? [] : [`Why: ${policy.description}`]),
    ...(policy.remedy === undefined ? [] : [`Remedy: ${policy.remedy}`]),
    `Policy: ${policy.file}:${policy.line} (${result.enforcement}, ${policy.severity})`,
  ]
  return { level, title: policyAndRule(finding), message: lines.join('\n'), file: location.file, place: location }
}

function ofDiagnostic({ level, code, message, remedy, file, line, column }: Diagnostic): Annotation {
  const place = { ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) }
  const lines = [message, ...(remedy === undefined ? [] : [`Remedy: ${remedy}`])]
  return { level, title: code, message: lines.join('\n'), ...(file === undefined ? {} : { file, place }) }
}

function command(annotation: Annotation): string {
  const { level, file, place } = annotation
  const { title, message } = shownText(annotation)
  return workflowCommand(COMMANDS[level], { title, file: file ?? '', ...placeProperties(place) }, message)
}

/** Columns count only where a place is on one line; an annotation stands below the last line it is given. */
function placeProperties(place: Partial<Location> = {}): Record<string, string> {
  const { line, column, endLine, endColumn } = place
  if (line === undefined) return {}
  const columns = { col: text(column), endColumn: endLine === line ? text(endColumn) : '' }
  return { line: text(line), endLine: text(line), ...columns }
}

const text = (n: number | undefined): string => (n === undefined ? '' : String(n))

/** Title and message without hidden characters, and within what GitHub shows of each. */
export function shownText({ title, message }: Annotation): Pick<Annotation, 'title' | 'message'> {
  return { title: cut(visibleLine(title), LONGEST_TITLE), message: cut(visible(message), LONGEST_MESSAGE) }
}

/** Cut so that what the runner reads back, line ends and all, stays within the limit. */
function cut(message: string, limit: number): string {
  if (escapeData(message).length <= limit) return message
  const room = message.slice(0, limit - 20)
  return escapeData(room).length <= limit
    ? `${room} … (cut)`
    : `${message.slice(0, Math.floor(limit / 3) - 20)} … (cut)`
}
