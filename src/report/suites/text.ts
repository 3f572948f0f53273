import type { FileCoverage, SuiteCase, SuiteReport, SuitesVerdict } from '../../model/suite.ts'
import { inertInLog } from '../escape-command.ts'
import { COLOURED, type Paint, PLAIN } from '../paint.ts'
import { visible, visibleLine } from '../visible.ts'
import { count } from '../wording.ts'
import { closingLine, comparisonOf, messageOf, problemOf, subjectOf } from './wording.ts'

/** For a terminal: what did not pass, by suite, then the counts. */
export function text(verdict: SuitesVerdict, colour: boolean): string {
  const paint = colour ? COLOURED : PLAIN
  const blocks = verdict.suites.map((suite) => suiteBlock(suite, verdict, paint)).filter((lines) => lines.length > 0)
  const coverage = verdict.suites.flatMap((suite) => coverageLines(suite))
  const closing = [paint('dim', casesLine(verdict)), paint('bold', closingLine(verdict))]
  return inertInLog(
    `${[...blocks, ...(coverage.length === 0 ? [] : [coverage]), closing].map((lines) => lines.join('\n')).join('\n\n')}\n`,
  )
}

function suiteBlock({ file, problems, results }: SuiteReport, verdict: SuitesVerdict, paint: Paint): string[] {
  const lines = [
    ...problems.flatMap((problem) => [
      `  ${paint('red', 'error')}: ${placed(problem, file)}${visibleLine(problemOf(problem))}`,
    ]),
    ...results.flat().flatMap((one) => caseLines(one, verdict, paint)),
  ]
  return lines.length === 0 ? [] : [paint('bold', visibleLine(file)), ...lines]
}

function coverageLines({ coverage }: SuiteReport): string[] {
  if (coverage === undefined) return []
  const missed = coverage.files.filter(({ notCovered }) => notCovered.length > 0)
  return [
    `coverage of Rego: ${coverage.percent.toFixed(1)} %`,
    ...missed.map((file) => `  ${visibleLine(missedLines(file))}`),
  ]
}

function missedLines({ file, percent, notCovered }: FileCoverage): string {
  const ranges = notCovered.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`))
  return `${file}: ${percent.toFixed(1)} %, no test reaches ${ranges.join(', ')}`
}

function placed({ file, line }: { readonly file?: string; readonly line?: number }, suite: string): string {
  const place = [file === suite && line === undefined ? undefined : file, line].filter((part) => part !== undefined)
  return place.length === 0 ? '' : `${visibleLine(place.join(':'))}: `
}

/** A suite that did not run says why once; its cases would only repeat it. */
function caseLines(one: SuiteCase, { accepted }: SuitesVerdict, paint: Paint): string[] {
  if (one.outcome === 'passed' || one.outcome === 'skipped' || one.actual === 'not run') return []
  const style = accepted.has(one.outcome) ? 'yellow' : 'red'
  const [first, ...more] = visible(messageOf(one)).split('\n')
  return [
    `  ${paint(style, one.outcome)}: ${visibleLine(`${subjectOf(one)}: ${comparisonOf(one)}`)}`,
    ...[first, ...more]
      .filter((line) => line !== undefined && line !== '')
      .map((line) => `    ${paint('dim', line ?? '')}`),
  ]
}

function casesLine({ cases }: SuitesVerdict): string {
  const all = Object.values(cases).reduce((sum, n) => sum + n, 0)
  const counts = Object.entries(cases).filter(([, n]) => n > 0)
  return `${count(all, 'case')}: ${counts.map(([outcome, n]) => `${n} ${outcome}`).join(', ')}`
}
