/** The forms that a verdict can be written in, by the name that `--format` and `reports` take. */
export const FORMATS = [
  'text',
  'json',
  'github',
  'markdown',
  'sarif',
  'junit',
  'openreports',
  'policyreport',
  'gitlab',
  'agent',
  'html',
] as const

export type Format = (typeof FORMATS)[number]
