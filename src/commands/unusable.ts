import { ConfigError } from '../errors.ts'
import type { Diagnostic } from '../model/diagnostic.ts'

/** Ends a command by the first error of what it was given. */
export function refuseUnusable(diagnostics: readonly Diagnostic[]): void {
  const fault = diagnostics.find(({ level }) => level === 'error')
  if (fault === undefined) return
  const { code, message, file = '', line = 1, remedy = '' } = fault
  throw new ConfigError({ code, what: message, where: { file, line }, remedy })
}
