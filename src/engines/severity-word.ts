import type { Severity } from '../model/policy.ts'

const SEVERITIES: Readonly<Record<string, Severity>> = {
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  low: 'low',
  info: 'info',
}

/** The severity that a policy's author wrote; `medium` where they wrote none, or a word that is none. */
export function severityOf(word: string | undefined): Severity {
  return SEVERITIES[word?.toLowerCase() ?? ''] ?? 'medium'
}
