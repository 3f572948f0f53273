import type { DiagnosticLevel } from '../model/diagnostic.ts'
import type { Outcome } from '../model/verdict.ts'
import { type Annotation, beyondLimit, shownText } from './annotations.ts'
import { prose } from './escape-markdown.ts'
import type { Shown } from './shown.ts'
import { count, verdictLine } from './wording.ts'

/** GitHub takes 50 annotations a request; the next ones are appended by an update. */
const BATCH = 50

/** More requests would use up what other jobs of the repository need, and nobody reads more. */
const MOST = 1_000

/** Neutral and skipped would satisfy a required check. */
const CONCLUSIONS: Readonly<Record<Outcome, string>> = { pass: 'success', fail: 'failure', error: 'failure' }
const LEVELS: Readonly<Record<DiagnosticLevel, string>> = { error: 'failure', warning: 'warning', note: 'notice' }

/** A check run in the words of GitHub's interface. Each batch is one request. */
export interface CheckRun {
  readonly name: string
  readonly conclusion: string
  readonly output: { readonly title: string; readonly summary: string }
  readonly batches: readonly (readonly CheckAnnotation[])[]
}

interface CheckAnnotation {
  readonly path: string
  readonly start_line: number
  readonly end_line: number
  readonly start_column?: number
  readonly end_column?: number
  readonly annotation_level: string
  readonly title: string
  readonly message: string
}

/** The check run for what the job's own annotations have no room for; undefined when they have room for everything. */
export function checkRun(shown: Shown, gate: string): CheckRun | undefined {
  const left = beyondLimit(shown)
  if (left.length === 0) return undefined
  const placed = left.filter(({ file }) => file !== undefined)
  const annotations = placed.slice(0, MOST).map(ofAnnotation)
  const rest = left.length - annotations.length
  const line = verdictLine(shown.verdict)
  const lines = [
    prose(line),
    `The job annotates the worst ten of each kind; ${count(annotations.length, 'more stands', 'more stand')} here.`,
    ...(rest === 0 ? [] : [`**${count(rest, 'more')} left out**; the job summary and the report have all.`]),
  ]
  return {
    name: checkRunName(gate),
    conclusion: CONCLUSIONS[shown.verdict.outcome],
    output: { title: line.slice(0, 250), summary: lines.join('\n\n') },
    batches: Array.from({ length: Math.ceil(annotations.length / BATCH) }, (_, at) =>
      annotations.slice(at * BATCH, (at + 1) * BATCH),
    ),
  }
}

/** Unlike any job's, so that nobody requires this check in place of the job's. */
export const checkRunName = (gate: string): string => `Policy Gate: more findings (${gate})`

function ofAnnotation(annotation: Annotation): CheckAnnotation {
  const { level, file = '', place = {} } = annotation
  const { line = 1, column, endLine, endColumn } = place
  const ends = endLine === line && column !== undefined && endColumn !== undefined
  return {
    path: file,
    start_line: line,
    end_line: line,
    ...(ends ? { start_column: column, end_column: endColumn } : {}),
    annotation_level: LEVELS[level],
    ...shownText(annotation),
  }
}
