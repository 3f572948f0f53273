import type { ExitCode } from '../errors.ts'
import { gate } from '../gate.ts'
import type { Host } from '../host/host.ts'
import { ARGV_SOURCE, parseMergeArguments } from '../inputs/argv.ts'
import { joining } from '../shards/join.ts'
import { readParts } from '../shards/read-parts.ts'
import { exitCodeOf } from '../verdict/exit-code.ts'
import { printed } from './output.ts'
import { isAdviceWanted, printReports } from './print-reports.ts'
import { settingsOf } from './settings.ts'
import { startEngines } from './start-engines.ts'

const HELP = `Usage: policy-gate merge --parts PATH [PATH… | -] [options]

Decides from the parts that \`policy-gate check --shard INDEX/COUNT\` left, and prints the report of the whole. Run it on the same commit
and with the same PATHs and options as the shards; what they did not judge from the same is an error.

Options:
  --parts PATH          a part, a folder of them, or a glob; may be given again
  and those of \`policy-gate check\`, but for --shard

Exit codes: 0 pass, 1 violations, 2 input, policy, configuration or part cannot be used or is missing, 3 engine or internal failure
`

/** Decides from what several shards found out. */
export async function merge(argv: readonly string[], host: Host): Promise<ExitCode> {
  const given = parseMergeArguments(argv)
  if (given.help) return printed(host, HELP)
  const { target: scope, raw, config, parts } = given
  const settings = await settingsOf(host, scope, { raw, source: ARGV_SOURCE, config })
  const judging = joining(() => readParts(host, parts))
  const shown = await gate({ ...settings, scope, startEngines, judging, advise: isAdviceWanted(given) }, host)
  await printReports(host, given, shown)
  return exitCodeOf(shown.verdict)
}
