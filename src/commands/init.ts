import { CONFIGURATION_FILES } from '../changes/configuration.ts'
import { ConfigError, EXIT, type ExitCode } from '../errors.ts'
import { Git } from '../host/git.ts'
import type { Host } from '../host/host.ts'
import { configurationText, foundLines } from '../init/configuration-text.ts'
import { type Survey, survey } from '../init/survey.ts'
import { WORKFLOW_FILE, workflowText } from '../init/workflow-text.ts'
import { ARGV_SOURCE } from '../inputs/argv.ts'
import { misused, parseFlags } from '../inputs/flags.ts'
import { parseOptions } from '../inputs/options.ts'
import { inertInLog } from '../report/escape-command.ts'
import { visibleLine } from '../report/visible.ts'
import { printed } from './output.ts'
import { startEngines } from './start-engines.ts'

const HELP = `Usage: policy-gate init [options]

Writes .github/policy-gate.yml for what stands in this repository, and the workflow that runs the gate. What was found is told.

Options:
  --dry-run   print the files, write nothing
  --force     write over files that are there
  -h, --help  show this

Exit codes: 0 written or printed, 2 a file is there already, or the folder is not the top of the repository
`

const FLAGS = {
  'dry-run': { type: 'boolean' },
  force: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

interface File {
  readonly path: string
  readonly text: string
}

export async function init(argv: readonly string[], host: Host): Promise<ExitCode> {
  const { values, positionals } = parseFlags('init', argv, FLAGS)
  if (values.help === true) return printed(host, HELP)
  if (positionals.length > 0) throw misused('init', '`init` takes no words')
  const isDry = values['dry-run'] === true
  const configuration = await configurationPlace(host)
  await assertTop(host)
  for (const path of [configuration, WORKFLOW_FILE]) await assertFree(host, path, isDry || values.force === true)
  const found = await survey(host, parseOptions({}, ARGV_SOURCE), startEngines)
  const files = [
    { path: configuration, text: configurationText(found) },
    { path: WORKFLOW_FILE, text: workflowText(found.asksPlan) },
  ]
  host.warn(inertInLog(told(found)))
  host.print(isDry ? files.map(({ path, text }) => `# ${path}\n${text}`).join('\n') : await written(host, files))
  return EXIT.pass
}

/** A second configuration beside one of the other name would be a contradiction. */
async function configurationPlace(host: Host): Promise<string> {
  for (const path of CONFIGURATION_FILES) if ((await host.inspect(path)) !== undefined) return path
  return CONFIGURATION_FILES[0]
}

/** GitHub reads workflows at the top of a repository, and the gate its configuration. */
async function assertTop(host: Host): Promise<void> {
  const top = await new Git(host).topLevel()
  if (top === undefined || top === (await host.realPath('.'))) return
  throw new ConfigError({
    code: 'init.not-top',
    what: 'this is not the top folder of the repository, where GitHub looks for workflows',
    where: { input: 'init' },
    remedy: `run it in ${top}`,
  })
}

/** A link is never written through: it may lead anywhere. */
async function assertFree(host: Host, path: string, mayReplace: boolean): Promise<void> {
  const info = await host.inspect(path)
  if (info === undefined || (mayReplace && info.kind === 'file')) return
  const isFile = info.kind === 'file'
  throw new ConfigError({
    code: 'init.exists',
    what: isFile ? `${path} is there already` : `${path} is there, and is no file`,
    where: { file: path },
    remedy: isFile ? 'look at what it would be with --dry-run; --force writes over it' : 'move it out of the way',
  })
}

async function written(host: Host, files: readonly File[]): Promise<string> {
  for (const { path, text } of files) await host.write(path, text)
  const lines = files.map(({ path }) => `wrote ${path}`)
  return `${lines.join('\n')}\nNext: look at both files, run \`policy-gate check\`, and commit them.\n`
}

function told(found: Survey): string {
  const faults = found.faults.map(({ file = '', message, remedy = '' }) =>
    [`cannot be used: ${visibleLine(`${file}: ${message}`)}`, ...(remedy === '' ? [] : [`  remedy: ${remedy}`])].join(
      '\n',
    ),
  )
  return `${['found:', ...foundLines(found).map((line) => `  ${line}`), ...faults].join('\n')}\n`
}
