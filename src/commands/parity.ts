import { STDIN } from '../changes/named-files.ts'
import { policyFiles } from '../changes/policy-files.ts'
import { KyvernoEngine } from '../engines/kyverno/kyverno.ts'
import { ConfigError, EXIT, type ExitCode } from '../errors.ts'
import type { Host } from '../host/host.ts'
import { decodeText, readTextFile, type TextFile } from '../host/text-file.ts'
import { ARGV_SOURCE } from '../inputs/argv.ts'
import { misused, parseFlags } from '../inputs/flags.ts'
import type { Options } from '../inputs/options.ts'
import { engineOfPolicy } from '../model/policy.ts'
import type { SourceFile } from '../model/source.ts'
import { configMap } from '../parameters/config-map.ts'
import { parametersOf } from '../parameters/values.ts'
import { compareSides } from '../parity/compare.ts'
import { type Side, sideOf } from '../parity/side.ts'
import { parityText } from '../report/parity.ts'
import { printed } from './output.ts'
import { settingsOf } from './settings.ts'
import { refuseUnusable } from './unusable.ts'

const HELP = `Usage: policy-gate parity --cluster-policies FILE [options]

Lists where the cluster and the gate do not judge alike: policies and rules that only one of them has, what blocks in one and
warns in the other, fields that differ, and parameters. FILE is what kubectl prints, - is standard input:
kubectl get clusterpolicies,policies,validatingpolicies -A -o yaml | policy-gate parity --cluster-policies -
Add \`configmaps -n policy-gate\` in a second document to compare parameters.

Options:
  --cluster-policies FILE  the cluster's policies as YAML or JSON
  --policies P             the gate's policies (default: as in the configuration)
  --builtin NAME           packs and policies that come with the gate (default: as in the configuration)
  --config FILE            the configuration (default: .github/policy-gate.yml)
  --format FORMAT          text | json (default: text)
  -h, --help               show this

Exit codes: 0 alike, 1 different, 2 a policy or the configuration cannot be used, 3 engine or internal failure
`

const FLAGS = {
  'cluster-policies': { type: 'string' },
  policies: { type: 'string', multiple: true },
  builtin: { type: 'string', multiple: true },
  config: { type: 'string' },
  format: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

const SCOPE = { kind: 'paths', paths: ['.'] } as const

/** Compares what the cluster enforces with what the gate does. */
export async function parity(argv: readonly string[], host: Host): Promise<ExitCode> {
  const { values, positionals } = parseFlags('parity', argv, FLAGS)
  const { help = false, config, format = 'text', 'cluster-policies': dump, ...raw } = values
  if (help) return printed(host, HELP)
  if (dump === undefined || positionals.length > 0 || !['text', 'json'].includes(format))
    throw misused('parity', 'it takes --cluster-policies FILE and --format text or json')
  const { options } = await settingsOf(host, SCOPE, { raw: { ...raw }, source: ARGV_SOURCE, config })
  const { cluster, here } = await bothSides(host, options, await clusterFile(host, dump))
  const differences = compareSides(cluster, here)
  const found = { cluster: cluster.policies.size, here: here.policies.size, differences }
  host.print(format === 'json' ? `${JSON.stringify(found, null, 2)}\n` : parityText(found))
  return differences.length === 0 ? EXIT.pass : EXIT.violations
}

async function bothSides(host: Host, options: Options, dump: SourceFile): Promise<Record<'cluster' | 'here', Side>> {
  const { files, levels } = await policyFiles(host, { root: host.root }, options)
  const ours = files.filter(({ path }) => engineOfPolicy(path) === 'kyverno')
  const { values, diagnostics } = await parametersOf(ours, options.params)
  const engine = new KyvernoEngine({ callTimeoutSeconds: options.timeout })
  try {
    const cluster = await sideOf(engine, [dump])
    const here = await sideOf(engine, ours, levels)
    refuseUnusable([...cluster.diagnostics, ...here.diagnostics, ...diagnostics])
    return { cluster, here: { ...here, parameters: configMap(values).data } }
  } finally {
    await engine.close()
  }
}

/** More than the policies of any cluster. */
const MAX_DUMP = 256 * 1024 ** 2

async function clusterFile(host: Host, path: string): Promise<SourceFile> {
  const file =
    path === '-'
      ? await standardInput(host)
      : await readTextFile(host, path, [await host.realPath(path).catch(() => '')], MAX_DUMP)
  if (file.kind === 'text') return { path: path === '-' ? STDIN : path, text: file.text }
  const what = file.kind === 'refused' ? file.diagnostic.message : `${path} is a folder`
  const code = file.kind === 'refused' ? file.diagnostic.code : 'input.unreadable'
  throw new ConfigError({ code, what, where: { file: path }, remedy: 'give what `kubectl get … -o yaml` prints' })
}

/** One byte more than the limit says that something was cut off. */
async function standardInput(host: Host): Promise<TextFile> {
  const bytes = await host.stdin(MAX_DUMP)
  if (bytes.length <= MAX_DUMP) return decodeText(STDIN, bytes)
  const message = `standard input has more than ${MAX_DUMP} bytes`
  return { kind: 'refused', diagnostic: { level: 'error', code: 'input.too-large', message, blame: 'user' } }
}
