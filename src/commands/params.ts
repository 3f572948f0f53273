import { policyFiles } from '../changes/policy-files.ts'
import { EXIT, type ExitCode } from '../errors.ts'
import type { Host } from '../host/host.ts'
import { ARGV_SOURCE } from '../inputs/argv.ts'
import { misused, parseFlags } from '../inputs/flags.ts'
import { configMap } from '../parameters/config-map.ts'
import { parametersOf } from '../parameters/values.ts'
import { yamlText } from '../report/yaml-text.ts'
import { printed } from './output.ts'
import { settingsOf } from './settings.ts'
import { refuseUnusable } from './unusable.ts'

const HELP = `Usage: policy-gate params export [options]

Prints the parameters as the ConfigMap that policies look for, so that the cluster's policies have the values of the gate's:
policy-gate params export | kubectl apply -f -

Options:
  --policies P   policies whose defaults complete what the configuration gives (default: as in the configuration)
  --config FILE  the configuration (default: .github/policy-gate.yml)
  -h, --help     show this

Exit codes: 0 printed, 2 a parameter is missing or ill-typed, or the configuration cannot be used
`

const FLAGS = {
  policies: { type: 'string', multiple: true },
  config: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

export async function params(argv: readonly string[], host: Host): Promise<ExitCode> {
  const { values, positionals } = parseFlags('params', argv, FLAGS)
  const { help = false, config, ...raw } = values
  if (help) return printed(host, HELP)
  if (positionals.join(' ') !== 'export') throw misused('params', '`params` takes `export`')
  const scope = { kind: 'paths', paths: ['.'] } as const
  const { options } = await settingsOf(host, scope, { raw: { ...raw }, source: ARGV_SOURCE, config })
  const { files } = await policyFiles(host, { root: host.root }, options)
  const { values: known, diagnostics } = await parametersOf(files, options.params)
  refuseUnusable(diagnostics)
  host.print(`${yamlText(configMap(known))}\n`)
  return EXIT.pass
}
