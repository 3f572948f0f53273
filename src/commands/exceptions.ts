import { ConfigError, EXIT, type ExitCode } from '../errors.ts'
import { type ClusterExceptions, clusterExceptions, type Manifest } from '../exceptions/cluster/cluster-exceptions.ts'
import type { Host } from '../host/host.ts'
import { ARGV_SOURCE } from '../inputs/argv.ts'
import { misused, parseFlags } from '../inputs/flags.ts'
import { type Judgement, judge } from '../judgement.ts'
import { inertInLog } from '../report/escape-command.ts'
import { visibleLine } from '../report/visible.ts'
import { type Plain, yamlText } from '../report/yaml-text.ts'
import { onTrial } from '../trial.ts'
import { printed } from './output.ts'
import { type Settings, settingsOf } from './settings.ts'
import { startEngines } from './start-engines.ts'

const HELP = `Usage: policy-gate exceptions export [options]

Prints the exceptions that count here as Kyverno's PolicyExceptions, so that the cluster lets through what the gate does:
policy-gate exceptions export | kubectl apply -f -
What the cluster cannot be told, and what does not count, is said on standard error.

Options:
  --namespace NS  where Kyverno looks for exceptions (default: policy-gate)
  --with-pods     for the pods that excepted controllers make as well: names that begin with theirs and a dash
  --policies P    policies (default: as in the configuration)
  --config FILE   the configuration (default: .github/policy-gate.yml)
  -h, --help      show this

Exit codes: 0 printed, 2 and 3 as of check, where the repository cannot be judged
`

const FLAGS = {
  namespace: { type: 'string' },
  'with-pods': { type: 'boolean' },
  policies: { type: 'string', multiple: true },
  config: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** A name that a namespace can have. */
const NAMESPACE = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

export async function exceptions(argv: readonly string[], host: Host): Promise<ExitCode> {
  const { values, positionals } = parseFlags('exceptions', argv, FLAGS)
  const { help = false, config, namespace = 'policy-gate', 'with-pods': withPods = false, ...raw } = values
  if (help) return printed(host, HELP)
  if (positionals.join(' ') !== 'export') throw misused('exceptions', '`exceptions` takes `export`')
  if (!NAMESPACE.test(namespace)) throw misused('exceptions', '--namespace takes the name of a namespace')
  const settings = await settingsOf(host, SCOPE, { raw: { ...raw }, source: ARGV_SOURCE, config })
  const judged = await judgeAll(host, settings)
  const { evidence, written } = judged
  const counting = written.filter((_, at) => evidence.exceptions?.[at]?.state === 'active')
  const found = clusterExceptions(counting, evidence, { namespace, withPods })
  host.warn(inertInLog(told(judged, found)))
  host.print(found.manifests.map(document).join('---\n'))
  return EXIT.pass
}

const SCOPE = { kind: 'paths', paths: ['.'] } as const

/** Everything there is, as it is on disk: what is merged counts. */
async function judgeAll(host: Host, { options, configuration }: Settings): Promise<Judgement> {
  const matter = { options, configuration, scope: SCOPE, startEngines }
  const judged = await onTrial(host, matter, ({ under }) =>
    under('base', (hearing) => judge(host, hearing, { advise: false })),
  )
  const fault = judged.evidence.diagnostics.find(({ level }) => level === 'error')
  if (fault !== undefined) throw notJudged(fault)
  return judged
}

function notJudged({ message, file = '', line = 1 }: Judgement['evidence']['diagnostics'][number]): ConfigError {
  const what = `which exceptions count cannot be told: ${message}`
  const remedy = 'run `policy-gate check`, and mend what it cannot judge'
  return new ConfigError({ code: 'exceptions.not-judged', what, where: { file, line }, remedy })
}

const document = (manifest: Manifest): string => `${yamlText(manifest as Plain)}\n`

function told({ evidence }: Judgement, { left }: ClusterExceptions): string {
  const others = (evidence.exceptions ?? []).filter(({ state }) => state !== 'active')
  const lines = [
    ...left.map(({ id, why }) => `not exported: ${id}: ${why}`),
    ...others.map(({ id, state, problems }) => `does not count: ${id} (${[state, ...problems].join(', ')})`),
  ]
  return lines.map((line) => `${visibleLine(line)}\n`).join('')
}
