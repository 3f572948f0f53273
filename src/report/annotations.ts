import type { Diagnostic, DiagnosticLevel } from '../model/diagnostic.ts'
import type { Location } from '../model/position.ts'
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

interface Annotation {
  readonly level: DiagnosticLevel
  readonly title: string
  readonly message: string
  readonly file?: string
  readonly place?: Partial<Location>
}

/** Workflow commands, one a line: at most ten of each kind, worst first, the rest counted in the last of its kind. */
export function annotations({ verdict }: Shown): readonly string[] {
  const all = [...verdict.diagnostics.map(ofDiagnostic), ...worstFirst(verdict).map(ofFinding)]
  const kinds = (['error', 'warning', 'note'] as const).map((level) => all.filter((one) => one.level === level))
  return kinds.flatMap((kind) => withinLimit(kind).map(command))
}

/** For a job's log: the annotations and what the verdict is. */
export function github(shown: Shown): string {
  const line = visibleLine(verdictLine(shown.verdict))
  return `${[...annotations(shown), line].join('\n')}\n`
}

function withinLimit(kind: readonly Annotation[]): readonly Annotation[] {
  const level = kind[0]?.level
  if (level === undefined || kind.length <= LIMIT) return kind
  return [...kind.slice(0, LIMIT - 1), rest(level, kind.slice(LIMIT - 1))]
}

function rest(level: DiagnosticLevel, left: readonly Annotation[]): Annotation {
  const groups = new Map<string, number>()
  for (const { title } of left) groups.set(title, (groups.get(title) ?? 0) + 1)
  const lines = [...groups].sort(([, a], [, b]) => b - a).map(([title, times]) => `${times} × ${title}`)
  const message = `GitHub shows ten annotations of a kind; the job summary and the report list them all.\n${lines.join('\n')}`
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

function command({ level, title, message, file, place }: Annotation): string {
  const properties = { title: cut(visibleLine(title), LONGEST_TITLE), file: file ?? '', ...placeProperties(place) }
  return workflowCommand(COMMANDS[level], properties, cut(visible(message), LONGEST_MESSAGE))
}

/** Columns count only where a place is on one line; an annotation stands below the last line it is given. */
function placeProperties(place: Partial<Location> = {}): Record<string, string> {
  const { line, column, endLine, endColumn } = place
  if (line === undefined) return {}
  const columns = { col: text(column), endColumn: endLine === line ? text(endColumn) : '' }
  return { line: text(line), endLine: text(line), ...columns }
}

const text = (n: number | undefined): string => (n === undefined ? '' : String(n))

/** Cut so that what the runner reads back, line ends and all, stays within the limit. */
function cut(message: string, limit: number): string {
  if (escapeData(message).length <= limit) return message
  const room = message.slice(0, limit - 20)
  return escapeData(room).length <= limit
    ? `${room} … (cut)`
    : `${message.slice(0, Math.floor(limit / 3) - 20)} … (cut)`
}
