import { ConfigError, type UserErrorDetail } from '../errors.ts'
import { FORMATS, type Format } from '../model/format.ts'
import { suggestion } from './nearest.ts'

/** A report that is written to a file. */
export interface ReportFile {
  readonly format: Format
  readonly path: string
}

type Where = NonNullable<UserErrorDetail['where']>

/** Reads `FORMAT=FILE`, as `--report` and the input `reports` take it. */
export function parseReportFile(words: string, where: Where): ReportFile {
  const at = words.indexOf('=')
  const [format, path] = at < 0 ? [words, ''] : [words.slice(0, at).trim(), words.slice(at + 1).trim()]
  if (!isFormat(format)) throw badFormat(format, where)
  if (path === '') throw noFile(words, where)
  return { format, path }
}

export function isFormat(word: string): word is Format {
  return (FORMATS as readonly string[]).includes(word)
}

export function badFormat(format: string, where: Where): ConfigError {
  return new ConfigError({
    code: 'config.bad-value',
    what: `${where.input} cannot be ${JSON.stringify(format)}`,
    where,
    remedy: suggestion(format, FORMATS),
  })
}

function noFile(words: string, where: Where): ConfigError {
  return new ConfigError({
    code: 'config.bad-value',
    what: `${where.input} cannot be ${JSON.stringify(words)}: no file is named`,
    where,
    remedy: 'write a format and a file, such as sarif=policy-gate.sarif',
  })
}
