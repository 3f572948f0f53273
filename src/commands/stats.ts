import { ConfigError, EXIT, type ExitCode } from '../errors.ts'
import type { Host } from '../host/host.ts'
import { misused, parseFlags } from '../inputs/flags.ts'
import type { RecordLine } from '../record/entry-schema.ts'
import { readRecord } from '../record/read.ts'
import { statsOf } from '../record/stats.ts'
import { statsText } from '../report/stats.ts'
import { printed } from './output.ts'
import { namedRecord } from './record.ts'

const HELP = `Usage: policy-gate stats RECORD… [--format text|json]

Tells what records say: violations by policy, author and attempt; how many were resolved by the second and third attempt;
the time to green; policies that nobody violates or that are always excepted. A record that was tampered with is refused.

Exit codes: 0 told, 2 a record cannot be read, or is broken
`

const FLAGS = { format: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const

const FORMATS = ['text', 'json']

export async function stats(argv: readonly string[], host: Host): Promise<ExitCode> {
  const { values, positionals } = parseFlags('stats', argv, FLAGS)
  if (values.help === true) return printed(host, HELP)
  const { format = 'text' } = values
  if (positionals.length === 0 || !FORMATS.includes(format))
    throw misused('stats', 'it takes RECORD… and --format text or json')
  const lines: RecordLine[] = []
  for (const path of positionals) lines.push(...(await linesOf(path, host)))
  const found = statsOf(lines)
  host.print(format === 'json' ? `${JSON.stringify(found, null, 2)}\n` : statsText(found))
  return EXIT.pass
}

async function linesOf(path: string, host: Host): Promise<readonly RecordLine[]> {
  const read = readRecord(await namedRecord(path, host))
  if (read.kind === 'read') return read.lines
  throw new ConfigError({
    code: 'record.broken',
    what: `line ${read.line} of the record is broken: ${read.why}`,
    where: { file: path, line: read.line },
    remedy: 'find out with `policy-gate record verify` what happened to it; figures of a broken record prove nothing',
  })
}
