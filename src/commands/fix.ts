import { type ExitCode, InternalError } from '../errors.ts'
import { gate } from '../gate.ts'
import type { Host } from '../host/host.ts'
import { withTexts } from '../host/overlay.ts'
import { ARGV_SOURCE } from '../inputs/argv.ts'
import { type FixArguments, parseFixArguments } from '../inputs/fix-arguments.ts'
import { JUDGING_HELP } from '../inputs/judging-flags.ts'
import type { Suggestion } from '../model/suggestion.ts'
import { changes } from '../report/changes.ts'
import { inertInLog } from '../report/escape-command.ts'
import type { Shown } from '../report/shown.ts'
import { text } from '../report/text.ts'
import { visibleLine } from '../report/visible.ts'
import { count } from '../report/wording.ts'
import { exitCodeOf } from '../verdict/exit-code.ts'
import { printed, wantsColour } from './output.ts'
import { type Settings, settingsOf } from './settings.ts'
import { startEngines } from './start-engines.ts'

const HELP = `Usage: policy-gate fix [PATH…] [options]

Mends manifests where a policy says how: every change was applied in memory and judged again, and is offered only if the
rule then passes and no other got worse. Shows the changes; --write writes them.

Options:
  --write               write the changes to the files
  --examples            change also where the policy takes many values: the one that is written passes, and is yours to choose
  --paths GLOB          only files that match; !GLOB leaves out; may be given again
${JUDGING_HELP}
Exit codes: 0 nothing is left (or would be, with --write), 1 violations are left, 2 and 3 as for check
`

/** Applies the remedies that were proven. */
export async function fix(argv: readonly string[], host: Host): Promise<ExitCode> {
  const given = parseFixArguments(argv)
  if (given.help) return printed(host, HELP)
  const { raw, config, paths } = given
  const scope = { kind: 'paths', paths } as const
  const settings = await settingsOf(host, scope, { raw, source: ARGV_SOURCE, config })
  const suggest = given.examples ? 'examples' : 'determined'
  const before = await gate({ ...settings, scope, startEngines, suggest }, host)
  const { verdict } = before
  if (verdict.outcome === 'error') return refused(before, host)
  const files = await changedFiles(verdict.suggestions ?? [], host)
  const after = await judgedAfter(before, files, settings, given, host)
  host.print(changes(before, wantsColour(host)))
  if (given.write) for (const { path, text: written } of files.values()) await host.write(path, written)
  host.warn(closing(before, after, given.write))
  return exitCodeOf(after.verdict)
}

interface Changed {
  readonly path: string
  readonly text: string
}

/** A file larger than the limit was not judged, and so has no suggestion. */
const MOST_BYTES = 512 * 1024 ** 2

/** Files with their suggestions applied, by their real paths. */
async function changedFiles(suggestions: readonly Suggestion[], host: Host): Promise<ReadonlyMap<string, Changed>> {
  const files = new Map<string, Changed>()
  for (const path of new Set(suggestions.map(({ file }) => file))) {
    const old = (await host.read(path, MOST_BYTES)).toString('utf8')
    const own = suggestions.filter(({ file }) => file === path)
    files.set(await host.realPath(path), { path, text: applied(old, own) })
  }
  return files
}

/** From the last to the first, so that the lines before keep their numbers. */
function applied(old: string, suggestions: readonly Suggestion[]): string {
  const lines = old.split('\n')
  for (const { line, endLine, text: words } of suggestions.toSorted((a, b) => b.line - a.line)) {
    const end = lines[endLine - 1]?.endsWith('\r') === true ? '\r' : ''
    lines.splice(line - 1, endLine - line + 1, ...`${words}${end}`.split('\n'))
  }
  return lines.join('\n')
}

/** All changes together, judged as they would be written: the last word before anything is. */
async function judgedAfter(
  before: Shown,
  files: ReadonlyMap<string, Changed>,
  settings: Settings,
  { paths }: FixArguments,
  host: Host,
): Promise<Shown> {
  if (files.size === 0) return before
  const texts = new Map([...files].map(([real, { text: written }]) => [real, written]))
  const scope = { kind: 'paths', paths } as const
  const after = await gate({ ...settings, scope, startEngines }, withTexts(host, texts))
  if (after.verdict.outcome !== 'error' && after.verdict.findings.length <= before.verdict.findings.length) return after
  throw new InternalError(
    'changes that satisfy the policies one by one do not satisfy them together; nothing was written',
  )
}

function refused(shown: Shown, host: Host): ExitCode {
  host.warn(text(shown))
  return exitCodeOf(shown.verdict)
}

function closing(before: Shown, after: Shown, isWritten: boolean): string {
  const [had, left] = [before.verdict.findings.length, after.verdict.findings.length]
  const mended = had - left
  if (had === 0) return text(after)
  const hint = mended === 0 || isWritten ? '' : '; --write writes these changes'
  const done = `${count(mended, 'finding')} of ${had} ${isWritten ? 'mended' : 'can be mended'}${hint}`
  return `${left === 0 ? '' : `${text(after)}\n`}${inertInLog(`${visibleLine(done)}\n`)}`
}
