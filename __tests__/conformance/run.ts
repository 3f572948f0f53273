// Holds the engine and the test command to public corpora of Kyverno policies and of the Kyverno CLI's own suites, which
// are kept outside of the repository: `npm run conformance -- [--corpus DIR] [--rows FILE] [PART OF A PATH]`. `--rows` writes every
// answer of the engine to a file.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { TerminalHost } from '../../src/host/terminal.ts'
import { findSuites } from '../../src/suites/find-suites.ts'
import { type KyvernoSuiteRun, KyvernoSuites } from '../../src/suites/kyverno-suites.ts'
import { inLanes } from '../../src/suites/lanes.ts'
import { SuiteFiles } from '../../src/suites/suite-files.ts'
import { agreement, answersIn, type ExpectedRow } from './rows.ts'
import { type NotApplicable, verdictsOf } from './suites.ts'

const here = import.meta.dirname
const { values, positionals } = parseArgs({
  options: { corpus: { type: 'string' }, rows: { type: 'string' } },
  allowPositionals: true,
})
const corpus = values.corpus ?? join(here, '../../../shared/conformance')
const CORPORA = ['kyverno-policies', 'kyverno-cli'].filter((name) => existsSync(join(corpus, name)))

const runs = new Map<string, KyvernoSuiteRun>()
for (const name of CORPORA) for (const [path, run] of await judge(name)) runs.set(path, run)

if (CORPORA.length === 0) console.log(`skipped: no corpus at ${corpus}`)
const suites = verdictsOf(runs, load<NotApplicable[]>('not-applicable.json'))
for (const line of suites.lines) console.log(line)
if (values.rows !== undefined) writeFileSync(values.rows, JSON.stringify(Object.fromEntries(answersIn(runs))))
const rows = compareRows()
console.log(`${suites.passed + rows.passed} passed, ${suites.failed + rows.failed} failed`)
process.exitCode = suites.failed + rows.failed > 0 ? 1 : 0

/** Runs all suites of a corpus through the test command's code. Paths are relative to the corpora. */
async function judge(name: string): Promise<ReadonlyMap<string, KyvernoSuiteRun>> {
  const host = new TerminalHost(corpus)
  const { paths, boundaries } = await findSuites(host, [name])
  const wanted = paths.filter((path) => positionals.every((part) => path.includes(part)))
  const started = performance.now()
  const ran = await inLanes(wanted, 2, {
    open: () =>
      new KyvernoSuites({
        files: new SuiteFiles(host, boundaries, 64 * 1024 ** 2),
        timeoutSeconds: 120,
        rootOf: () => '.',
        coverage: false,
      }),
    work: (runner, path) => runner.judge(path),
  })
  console.log(`${name}: ${wanted.length} suites in ${((performance.now() - started) / 1000).toFixed(1)} s`)
  return new Map(ran.map((run) => [relative('.', run.report.file), run]))
}

/** Compares (policy, rule, resource, status) with what `kyverno test` answered; the floor is only ever raised. */
function compareRows(): { passed: number; failed: number } {
  const file = join(corpus, 'kyverno-policies/expected.jsonl')
  if (!existsSync(file)) return { passed: 0, failed: 0 }
  const expected = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ExpectedRow)
  const { agreeing, all, differences } = agreement(runs, expected)
  for (const difference of differences) console.log(difference)
  const floor = load<{ agreeing: number; of: number }>('floor.json')
  const holds = all === 0 || agreeing / all >= floor.agreeing / floor.of
  console.log(`${agreeing} of ${all} rows agree with \`kyverno test\` (floor: ${floor.agreeing} of ${floor.of})`)
  if (all === floor.of && agreeing > floor.agreeing) console.log(`raise the floor in floor.json to ${agreeing}`)
  return { passed: holds ? 1 : 0, failed: holds ? 0 : 1 }
}

function load<T>(name: string): T {
  return JSON.parse(readFileSync(join(here, name), 'utf8')) as T
}
