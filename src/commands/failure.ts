import { ConfigError, EXIT, type ExitCode, ToolError, type UserErrorDetail } from '../errors.ts'
import { inertInLog, workflowCommand } from '../report/escape-command.ts'
import { visible } from '../report/visible.ts'

/** Why a run came to no verdict, for people; `exitCode` is never that of a pass. */
export interface Failure {
  readonly exitCode: ExitCode
  /** Harmless in a terminal and in a job's log. */
  readonly text: string
  /** The same as a workflow command. */
  readonly annotation: string
}

/** The user's errors say what, where, why and what to do; whatever else is thrown is a bug of ours. */
export function failureOf(error: unknown): Failure {
  const isKnown = error instanceof ConfigError || error instanceof ToolError
  const detail = isKnown ? error.detail : bug(error)
  const { file = '', line, column, input } = detail.where ?? {}
  const body = [detail.what, ...rest('because: ', detail.cause), `remedy: ${detail.remedy}`].map(visible)
  const place = [file === '' ? (input ?? '') : visible(file), line, column].filter(Boolean).join(':')
  const properties = { title: detail.code, file, line: number(line), col: number(column) }
  return {
    exitCode: isKnown ? error.exitCode : EXIT.internal,
    text: inertInLog(`error: ${place === '' ? '' : `${place}: `}${body.join('\n  ')}\n  (${detail.code})\n`),
    annotation: workflowCommand('error', properties, body.join('\n')),
  }
}

function bug(error: unknown): UserErrorDetail {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { code: 'internal', what, remedy: 'this is a bug of Policy Gate; please report it with the text above' }
}

const rest = (label: string, text: string | undefined) => (text === undefined ? [] : [label + text])
const number = (n: number | undefined): string => (n === undefined ? '' : String(n))
