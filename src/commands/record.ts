import { ConfigError, EXIT, type ExitCode } from '../errors.ts'
import type { Host } from '../host/host.ts'
import { misused } from '../inputs/flags.ts'
import { type Broken, MAX_RECORD, verify } from '../record/chain.ts'
import { visibleLine } from '../report/visible.ts'
import { printed } from './output.ts'

const HELP = `Usage: policy-gate record verify FILE

Tells whether a record is whole: each line holds the hash of the line before it, so that one that was edited, moved or
taken out shows.

Exit codes: 0 whole, 1 broken, 2 the file cannot be read
`

const WHY: Readonly<Record<Broken, string>> = {
  unreadable: 'is no JSON object',
  edited: 'is not what it was when it was written',
  predecessor: 'does not follow the line before it: something was taken out, added or moved',
}

export async function record(argv: readonly string[], host: Host): Promise<ExitCode> {
  const [verb, path, ...rest] = argv
  if (verb === '--help' || verb === '-h') return printed(host, HELP)
  if (verb !== 'verify' || path === undefined || rest.length > 0)
    throw misused('record', '`record` takes `verify` and one file')
  const said = verify(await namedRecord(path, host))
  if (said.kind === 'whole') {
    host.print(`${visibleLine(path)}: whole, ${said.lines} lines, the last is ${said.last}\n`)
    return EXIT.pass
  }
  host.print(`${visibleLine(path)}:${said.line}: this line ${WHY[said.why]}\n`)
  return EXIT.violations
}

/** The text of a record that a person names. */
export async function namedRecord(path: string, host: Host): Promise<string> {
  const info = await host.inspect(path)
  if (info?.kind === 'file' && info.size <= MAX_RECORD) return (await host.read(path, MAX_RECORD)).toString('utf8')
  throw new ConfigError({
    code: 'input.unreadable',
    what: `${path} is no record that can be read`,
    where: { file: path },
    remedy: 'name a file of JSON Lines that the gate wrote, of at most 512 MiB',
  })
}
