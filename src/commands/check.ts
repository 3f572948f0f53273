import { EXIT, type ExitCode } from '../errors.ts'
import { gate } from '../gate.ts'
import type { Host } from '../host/host.ts'
import { ARGV_SOURCE, parseCheckArguments, type ReportArguments } from '../inputs/argv.ts'
import { TOOL_HELP } from '../inputs/tool-settings.ts'
import { partOf } from '../shard.ts'
import { partText } from '../shards/part-text.ts'
import { exitCodeOf } from '../verdict/exit-code.ts'
import { printed } from './output.ts'
import { isAdviceWanted, printReports } from './print-reports.ts'
import { settingsOf } from './settings.ts'
import { startEngines } from './start-engines.ts'

const HELP = `Usage: policy-gate check [PATH… | -] [options]

Judges Kubernetes manifests by Kyverno policies, and Terraform plans and other configuration by Rego, with the official engines.
PATH is a file or a folder (default: the current folder), - is standard input.

Options:
  --policies P          policy file, folder or glob; may be given again (default: policies)
  --builtin NAME        pack or policy that comes with the gate, or none; may be given again (default: agent-baseline,
                        where there are no policies)
  --changed BASE..HEAD  judge what changed between two commits instead of a PATH
  --paths GLOB          judge only files that match; !GLOB leaves out; may be given again
  --fail-on LEVEL       enforce | audit | none (default: enforce)
  --fail-on-severity S  the least severity that fails: critical | high | medium | low | info (default: info)
  --scope SCOPE         what of a difference counts: changed-lines | changed-files | changed-resources | all
                        (default: changed-resources)
  --baseline FILE       known violations that do not count, as \`policy-gate baseline write\` writes them
  --format FORMAT       text | json | github | markdown | sarif | junit | openreports | policyreport | gitlab | agent |
                        html (default: text)
  -o, --output FILE     write that report to a file
  --report FORMAT=FILE  write another report to a file; may be given again
  --all-results         report passes and skips, too
  -f, --values FILE     values for the variables of policies, a file of kind Values
  --set NAME=VALUE      a variable of policies; may be given again
  -u, --user-info FILE  who makes the request, a file of kind UserInfo
  --context FILE        objects and images that policies may ask for, a file of kind Context
  --plans FILE          a Terraform plan as JSON (terraform show -json); may be given again
  --rego-paths GLOB     further files that Rego judges, in any format that Conftest reads; may be given again
  --parsers GLOB=NAME   how files are read whose name does not tell; may be given again
  --namespaces NAME     Rego packages to judge by (default: all that have rules); may be given again
  --data PATH           data of Rego policies; may be given again
  --combine             judge all files of Rego together
  --allow-builtins NAME a builtin that is refused otherwise; may be given again
  --timeout SECONDS     for one document (default: 20)
  --max-file-size SIZE  such as 512KiB (default: 10MiB)
  --shard INDEX/COUNT   judge only the documents of one of several shards, counted from 0, and write its part (JSON) to standard
                        output or -o FILE; \`policy-gate merge\` decides from all of them
${TOOL_HELP}  --config FILE         the configuration (default: .github/policy-gate.yml, where there is one); options given here count
                        before it
  -h, --help            show this

Exit codes: 0 pass (with --shard: the part is whole), 1 violations, 2 input, policy or configuration cannot be used, 3 engine or internal failure
`

/** Judges files, a difference or standard input, and prints a report; for a shard, its part of what a report will rest on. */
export async function check(argv: readonly string[], host: Host): Promise<ExitCode> {
  const given = parseCheckArguments(argv)
  if (given.help) return printed(host, HELP)
  const { target: scope, raw, config, shard } = given
  const settings = await settingsOf(host, scope, { raw, source: ARGV_SOURCE, config })
  if (shard !== undefined)
    return told(host, given, partText(await partOf({ ...settings, scope, startEngines }, shard, host)))
  const shown = await gate({ ...settings, scope, startEngines, advise: isAdviceWanted(given) }, host)
  await printReports(host, given, shown)
  return exitCodeOf(shown.verdict)
}

/** A part decides nothing: that it is whole is all there is to say. */
async function told(host: Host, { output }: ReportArguments, text: string): Promise<ExitCode> {
  if (output === undefined) host.print(text)
  else await host.write(output, text)
  return EXIT.pass
}
