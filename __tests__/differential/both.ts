// `engine: both` over every suite of the public corpus: what the embedded engine and the official kyverno say of the suite's own
// resources by its own policies, as the gate itself asks them.
//
//   npm run differential:both [-- --corpus DIR --only TEXT]
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { parse } from 'yaml'
import { referenceCli } from '../../scripts/reference/cli.ts'
import { inLanes } from '../../src/suites/lanes.ts'
import { cli, ROOT } from '../support/built.ts'
import { filesNamed } from './corpus.ts'

const { values } = parseArgs({
  options: {
    corpus: { type: 'string', default: join(ROOT, '../shared/conformance/kyverno-policies') },
    only: { type: 'string', default: '' },
  },
})

interface Suite {
  readonly policies?: readonly string[]
  readonly resources?: readonly string[]
  readonly variables?: string
  readonly userinfo?: string
}

interface Report {
  readonly counts: Readonly<Record<string, number>>
  readonly diagnostics: readonly { readonly level: string; readonly code: string; readonly message: string }[]
}

interface Outcome {
  readonly rows: number
  readonly told: Report['diagnostics']
}

/** Each suite starts programs that wait for each other. */
const LANES = 3

const STATUSES = ['pass', 'fail', 'warn', 'error', 'skip']

const reference = referenceCli({ build: true })
if ('skipped' in reference) console.log(`skipped: ${reference.skipped}`)
else if (!existsSync(values.corpus)) console.log('skipped: no corpus')
else await compareAll(reference.path)

async function compareAll(program: string): Promise<void> {
  const tools = mkdtempSync(join(tmpdir(), 'policy-gate-both-'))
  symlinkSync(program, join(tools, 'kyverno'))
  const files = filesNamed(values.corpus, /(?:^|\/)kyverno-test\.ya?ml$/).filter((path) => path.includes(values.only))
  try {
    report(
      await inLanes(files, LANES, {
        open: () => ({ close: async () => {} }),
        work: (_, file) => compareSuite(file, tools),
      }),
    )
  } finally {
    rmSync(tools, { recursive: true })
  }
}

async function compareSuite(file: string, tools: string): Promise<Outcome> {
  const folder = dirname(file)
  const suite = parse(readFileSync(join(values.corpus, file), 'utf8')) as Suite
  const paths = (names: readonly string[] = []) => names.map((name) => join(folder, name))
  const flag = (name: string, value?: string) => (value === undefined ? [] : [name, join(folder, value)])
  const args = [
    ...['check', ...paths(suite.resources), ...paths(suite.policies).flatMap((path) => ['--policies', path])],
    ...[...flag('--values', suite.variables), ...flag('--user-info', suite.userinfo)],
    ...['--engine', 'both', '--tool-path', tools, '--format', 'json', '--timeout', '120'],
  ]
  const { stdout, stderr } = await cli(values.corpus, args)
  const answer = stdout.startsWith('{') ? (JSON.parse(stdout) as Report) : undefined
  const told = answer?.diagnostics ?? [{ level: 'error', code: 'none', message: stderr.slice(0, 500) }]
  const rows = STATUSES.reduce((sum, status) => sum + (answer?.counts[status] ?? 0), 0)
  const problems = told.filter(({ level, code }) => level === 'error' || code === 'engine.differs')
  for (const { code, message } of problems) console.log(`${code} ${folder}: ${message}`)
  return { rows, told: problems }
}

function report(outcomes: readonly Outcome[]): void {
  const count = (code: string) => outcomes.flatMap(({ told }) => told).filter((one) => one.code === code).length
  const isCompared = ({ told }: Outcome) =>
    told.every(({ code }) => code === 'engine.disagree' || code === 'engine.differs')
  const compared = outcomes.filter(isCompared)
  const rows = compared.reduce((sum, one) => sum + one.rows, 0)
  console.log(
    `${outcomes.length} suites; ${compared.length} compared with ${rows} rows: ${count('engine.disagree')} disagreements, ${count('engine.differs')} on purpose; ${outcomes.length - compared.length} not compared`,
  )
  // nothing compared is nothing proven
  if (count('engine.disagree') > 0 || rows === 0) process.exitCode = 1
}
