import type { Diagnostic } from '../model/diagnostic.ts'

/** What is said of many documents in the same words is said once. */
export function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values()]
}
