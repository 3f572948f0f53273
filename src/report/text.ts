import type { Diagnostic, DiagnosticLevel } from '../model/diagnostic.ts'
import type { Outcome, Verdict } from '../model/verdict.ts'
import { inertInLog } from './escape-command.ts'
import { byFile, type Ranked } from './order.ts'
import { COLOURED, type Paint, PLAIN, type Style } from './paint.ts'
import { approvalText, CHANGES_TITLE, previewLine, previewSteps, whatChanged } from './policy-changes.ts'
import type { Shown } from './shown.ts'
import { frame, placeLine, wholeLine } from './text-frame.ts'
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

const LEVEL_STYLES: Readonly<Record<DiagnosticLevel, Style>> = { error: 'red', warning: 'yellow', note: 'blue' }
const OUTCOME_STYLES: Readonly<Record<Outcome, Style>> = { pass: 'green', fail: 'red', error: 'red' }

/** For a terminal: findings by file with their source, then counts, the verdict last. */
export function text(shown: Shown, { colour = false }: TextOptions = {}): string {
  const paint = colour ? COLOURED : PLAIN
  const { verdict } = shown
  const blocks = [
    ...verdict.diagnostics.map((diagnostic) => diagnosticBlock(diagnostic, shown, paint)),
    ...[...byFile(verdict)].map(([file, group]) => fileBlock(file, group, shown, paint)),
    ...policyChangesBlock(verdict, paint),
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
  const excerpt = shown.excerpt(location)
  const notes = [
    ['policy', `${policyAndRule(finding)} (${policy.file}:${policy.line}; ${result.enforcement}, ${policy.severity})`],
    ['why', policy.description ?? ''],
    ['remedy', policy.remedy ?? ''],
    ['note', whyNotCounted(finding)],
  ] as const
  return [
    headed(level, statusNote(finding), headline(result.message), paint),
    placeLine([location.file, location.line, location.column], resourceName(result.document.resource), paint),
    ...(excerpt === undefined ? [] : frame(excerpt, aboutPlace(finding), LEVEL_STYLES[level], paint)),
    ...notes.filter(([, words]) => words !== '').map(([name, words]) => note(name, words, paint)),
  ]
}

function diagnosticBlock(diagnostic: Diagnostic, shown: Shown, paint: Paint): string[] {
  const { level, code, message, remedy, file, line, column } = diagnostic
  return [
    headed(level, code, message, paint),
    ...(file === undefined ? [] : [placeLine([file, line, column], '', paint)]),
    ...diagnosticFrame(diagnostic, shown, paint),
    ...(remedy === undefined ? [] : [note('remedy', remedy, paint)]),
  ]
}

/** The line that is wrong; all of it, where the reader did not say which part. */
function diagnosticFrame({ file, line, column, level }: Diagnostic, shown: Shown, paint: Paint): string[] {
  if (file === undefined || line === undefined) return []
  const [from, to] = column === undefined ? [1, 1] : [column, column + 1]
  const excerpt = shown.excerpt({ file, line, column: from, endLine: line, endColumn: to, precision: 'exact' })
  if (excerpt === undefined) return []
  return frame(column === undefined ? wholeLine(excerpt) : excerpt, '', LEVEL_STYLES[level], paint)
}

/** `error[what]: message`, with the further lines of the message indented. */
function headed(level: DiagnosticLevel, what: string, message: string, paint: Paint): string {
  const [first = '', ...more] = visible(message).split('\n')
  const label = paint(LEVEL_STYLES[level], what === '' ? level : `${level}[${visibleLine(what)}]`)
  return [`${label}${paint('bold', `: ${first}`)}`, ...more.map((line) => `  ${line}`.trimEnd())].join('\n')
}

function note(name: string, words: string, paint: Paint): string {
  return `  ${paint('blue', '=')} ${paint('dim', `${name}:`)} ${visibleLine(words)}`
}

/** More of what would come and go than a terminal shows at once. */
const MOST_STEPS = 20

/** What the change makes of its own judges, and what they would say. */
function policyChangesBlock({ policyChanges = [], preview }: Verdict, paint: Paint): string[][] {
  if (policyChanges.length === 0) return []
  const lines = policyChanges.map(
    (change) => `${change.kind} ${change.path}: ${whatChanged(change)}; ${approvalText(change)}`,
  )
  const steps = preview === undefined ? [] : previewSteps(preview)
  const shown = steps.slice(0, MOST_STEPS).map(([sign, { rule, resource }]) => `  ${sign} ${rule}  ${resource}`)
  const more = steps.length > MOST_STEPS ? [`  … and ${steps.length - MOST_STEPS} more`] : []
  const then = preview === undefined ? [] : [previewLine(preview), ...shown, ...more]
  return [[paint('bold', CHANGES_TITLE), ...[...lines, ...then].map((line) => `  ${visibleLine(line)}`)]]
}

function closing({ verdict }: Shown, paint: Paint): string[] {
  const { reason, source } = verdict.changes
  const engines = enginesLine(verdict)
  const lines = [
    reason === undefined ? '' : `judged ${source === 'all-files' ? 'all files' : 'these files'}: ${reason}`,
    skippedLine(verdict),
    countsLine(verdict),
    engines === '' ? '' : `engines: ${engines}`,
  ]
  return [
    ...lines.filter((line) => line !== '').map((line) => paint('dim', visibleLine(line))),
    paint(OUTCOME_STYLES[verdict.outcome], visibleLine(verdictLine(verdict))),
  ]
}
