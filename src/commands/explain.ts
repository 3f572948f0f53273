import { EXIT, type ExitCode } from '../errors.ts'
import type { Host } from '../host/host.ts'
import { ARGV_SOURCE } from '../inputs/argv.ts'
import { misused, parseFlags } from '../inputs/flags.ts'
import { JUDGING_FLAGS, JUDGING_HELP } from '../inputs/judging-flags.ts'
import { inertInLog } from '../report/escape-command.ts'
import { explanation } from '../report/explain.ts'
import { printed } from './output.ts'
import { policyBook, policyNamed } from './policy-book.ts'
import { settingsOf } from './settings.ts'

const HELP = `Usage: policy-gate explain POLICY [options]

Tells what a policy wants, why, and where it stands.

Options:
${JUDGING_HELP}`

export async function explain(argv: readonly string[], host: Host): Promise<ExitCode> {
  const { values, positionals } = parseFlags('explain', argv, JUDGING_FLAGS)
  const { help = false, config, ...raw } = values
  if (help) return printed(host, HELP)
  const [name] = positionals
  if (name === undefined || positionals.length > 1) throw misused('explain', '`explain` takes one policy')
  const settings = await settingsOf(host, { kind: 'stdin' }, { raw: { ...raw }, source: ARGV_SOURCE, config })
  const said = explanation(policyNamed(name, await policyBook(settings, host)))
  const head = [`${said.name}  ${said.title}`, `  ${said.file}:${said.line} (${said.enforcement}, ${said.severity})`]
  const about = [said.why, said.remedy].filter((words) => words !== '').map((words) => `  ${words}`)
  const rules = said.rules.flatMap(({ name: rule, condition, line }) => [
    '',
    `  rule ${rule} (line ${line})`,
    ...condition.split('\n').map((words) => `    ${words}`.trimEnd()),
  ])
  host.print(inertInLog(`${[...head, ...about, ...rules].join('\n')}\n`))
  return EXIT.pass
}
