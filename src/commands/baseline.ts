import { ConfigError, EXIT, type ExitCode } from '../errors.ts'
import { gate } from '../gate.ts'
import type { Host } from '../host/host.ts'
import { ARGV_SOURCE } from '../inputs/argv.ts'
import { type BaselineEntry, baselineText, readBaseline } from '../inputs/baseline-file.ts'
import { misused, parseFlags } from '../inputs/flags.ts'
import type { Finding } from '../model/finding.ts'
import { visibleLine } from '../report/visible.ts'
import { fingerprints } from '../verdict/fingerprint.ts'
import { isViolation } from '../verdict/level.ts'
import { printed } from './output.ts'
import { settingsOf } from './settings.ts'
import { startEngines } from './start-engines.ts'

const HELP = `Usage: policy-gate baseline write [options]

Writes the violations that are there today into a file, so that they do not count until they are mended. The file may only
shrink: where there is one, what was mended is taken out, and violations that it does not know are refused.

Options:
  --baseline FILE  the file (default: that of the configuration, or .github/policy-gate-baseline.json)
  --policies P     policies (default: as in the configuration)
  --config FILE    the configuration (default: .github/policy-gate.yml)
  --grow           take in new violations, too: for a new policy, with its owner's consent
  -h, --help       show this

Exit codes: 0 written, 1 there are violations that the baseline does not know, 2 and 3 as of check
`

const FLAGS = {
  baseline: { type: 'string' },
  policies: { type: 'string', multiple: true },
  config: { type: 'string' },
  grow: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

const DEFAULT_FILE = '.github/policy-gate-baseline.json'
const MAX_SIZE = 64 * 1024 * 1024

export async function baseline(argv: readonly string[], host: Host): Promise<ExitCode> {
  const { values, positionals } = parseFlags('baseline', argv, FLAGS)
  const { help = false, config, grow = false, ...raw } = values
  if (help) return printed(host, HELP)
  if (positionals.join(' ') !== 'write') throw misused('baseline', '`baseline` takes `write`')
  const scope = { kind: 'paths', paths: ['.'] } as const
  const settings = await settingsOf(host, scope, { raw: { ...raw }, source: ARGV_SOURCE, config })
  const { baseline: named, ...options } = settings.options
  const { verdict } = await gate({ ...settings, options, scope, startEngines }, host)
  if (verdict.outcome === 'error') throw notJudged(verdict.summary)
  const file = named ?? DEFAULT_FILE
  return write(host, file, entriesOf(verdict.findings.filter((one) => isViolation(one, verdict.failOn))), grow)
}

async function write(host: Host, file: string, found: readonly BaselineEntry[], grow: boolean): Promise<ExitCode> {
  const known = (await host.inspect(file)) === undefined ? undefined : await entriesIn(host, file)
  const added = known === undefined || grow ? [] : found.filter(({ id }) => !known.has(id))
  for (const { rule, resource } of added) host.warn(`not in the baseline: ${visibleLine(`${rule} ${resource}`)}\n`)
  if (added.length > 0) return EXIT.violations
  await host.write(file, baselineText(found))
  host.print(`${visibleLine(file)}: ${found.length} violations\n`)
  return EXIT.pass
}

async function entriesIn(host: Host, file: string): Promise<ReadonlySet<string>> {
  const text = (await host.read(file, MAX_SIZE)).toString('utf8')
  return new Set(readBaseline(file, text).map(({ id }) => id))
}

function entriesOf(findings: readonly Finding[]): readonly BaselineEntry[] {
  return [...fingerprints(findings)].map(([{ result }, id]) => {
    const { kind, namespace, name } = result.document.resource
    return { id, rule: `${result.policy.name}/${result.rule}`, resource: `${kind} ${namespace}/${name}` }
  })
}

function notJudged(summary: string): ConfigError {
  const remedy =
    'run `policy-gate check`, and mend what it cannot judge; a baseline of half the repository would grow later'
  return new ConfigError({ code: 'baseline.not-judged', what: summary, remedy })
}
