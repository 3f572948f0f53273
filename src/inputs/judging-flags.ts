import type { OptionKey } from './options.ts'
import { TOOL_FLAGS, TOOL_HELP } from './tool-settings.ts'

/** Options of every command that judges, whatever it judges and what comes of it. */
export const JUDGING_FLAGS = {
  policies: { type: 'string', multiple: true },
  builtin: { type: 'string', multiple: true },
  config: { type: 'string' },
  'fail-on': { type: 'string' },
  values: { type: 'string', short: 'f' },
  set: { type: 'string', multiple: true },
  'user-info': { type: 'string', short: 'u' },
  context: { type: 'string' },
  namespaces: { type: 'string', multiple: true },
  data: { type: 'string', multiple: true },
  'allow-builtins': { type: 'string', multiple: true },
  timeout: { type: 'string' },
  'max-file-size': { type: 'string' },
  ...TOOL_FLAGS,
  help: { type: 'boolean', short: 'h' },
} as const

/** They mean what they mean for `check`, whose help explains each. */
export const JUDGING_HELP = `  --policies P          policy file, folder or glob; may be given again (default: policies)
  --builtin NAME        pack or policy that comes with the gate, or none; may be given again
  --config FILE         the configuration (default: .github/policy-gate.yml, where there is one)
  --fail-on LEVEL       enforce | audit | none (default: enforce)
  --values, --set, --user-info, --context, --namespaces, --data, --allow-builtins, --timeout, --max-file-size
                        as for \`policy-gate check\`
${TOOL_HELP}  -h, --help            show this
`

export type RawOptions = Partial<Record<OptionKey, unknown>>
