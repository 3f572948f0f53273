// Moves the engines to other versions of their upstream, and tells what that changes:
//
//   npm run upgrade-engines -- kyverno@v1.20.0 opa@v1.23.0      these
//   npm run upgrade-engines                                     all, to the newest that Go finds
//   --dry-run prints what would be done · --no-suites leaves the suites to you
//
// go.mod → build → rows of the public suites before and after → conformance and differential suites → CHANGELOG.md
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { changedRows, inChangelog, type Rows } from './rows.ts'
import { requiredIn, UPSTREAMS, type Upstream, withVersion } from './upstreams.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'dry-run': { type: 'boolean' }, 'no-suites': { type: 'boolean' } },
})

interface Move {
  readonly upstream: Upstream
  readonly from: string
  readonly to: string
}

const SUITES = ['conformance', 'conformance:rego', 'differential', 'differential:both']

const moves = plan()
for (const line of described(moves)) console.log(line)
if (values['dry-run'] !== true) upgrade(moves.filter(({ from, to }) => from !== to))

function plan(): readonly Move[] {
  const words = positionals.length > 0 ? positionals : UPSTREAMS.map(({ name }) => `${name}@latest`)
  return words.map((word) => {
    const [name, version] = word.split('@')
    const upstream = UPSTREAMS.find((one) => one.name === name)
    if (upstream === undefined || version === undefined)
      throw new Error(`${word}: say NAME@VERSION, where NAME is one of ${UPSTREAMS.map((one) => one.name).join(', ')}`)
    return { upstream, from: requiredIn(ROOT, upstream), to: version === 'latest' ? newest(upstream) : version }
  })
}

function newest({ engine, module }: Upstream): string {
  const args = ['list', '-m', '-mod=mod', '-f', '{{.Version}}', `${module}@latest`]
  return execFileSync('go', args, { cwd: join(ROOT, 'engine', engine), encoding: 'utf8' }).trim()
}

function described(all: readonly Move[]): readonly string[] {
  const moving = all.filter(({ from, to }) => from !== to)
  const steps = all.map(({ upstream: { name, engine, module }, from, to }) =>
    from === to ? `${name}: stays at ${from}` : `${name}: ${from} → ${to} (${module} in engine/${engine}/go.mod)`,
  )
  if (moving.length === 0) return [...steps, '0 rows differ: nothing moves']
  const files = moving.flatMap(({ upstream }) => upstream.alsoIn.map(({ file }) => file))
  return [
    ...steps,
    ...[...new Set(files)].map((file) => `edit: ${file}`),
    ...enginesOf(moving).map((engine) => `build: ${engine}`),
    ...suites().map((suite) => `run: npm run ${suite}`),
    'write: the rows that differ into CHANGELOG.md',
  ]
}

function suites(): readonly string[] {
  return values['no-suites'] === true ? [] : SUITES
}

function enginesOf(some: readonly Move[]): readonly string[] {
  return [...new Set(some.map(({ upstream }) => upstream.engine))]
}

function upgrade(moving: readonly Move[]): void {
  if (moving.length === 0) return
  const before = rowsNow()
  for (const move of moving) moveOne(move)
  for (const engine of enginesOf(moving)) must('go', ['mod', 'tidy'], join(ROOT, 'engine', engine))
  must('npm', ['run', 'build:engines', '--', ...enginesOf(moving)])
  const changed = changedRows(before, rowsNow())
  for (const { row, before: was, after } of changed) console.log(`differs: ${row}: ${was} → ${after}`)
  const changelog = join(ROOT, 'CHANGELOG.md')
  const moved = moving.map(({ upstream: { name }, from, to }) => `${name} ${to.slice(1)} (${from.slice(1)} before)`)
  writeFileSync(changelog, inChangelog(readFileSync(changelog, 'utf8'), moved, changed))
  console.log(`${changed.length} rows differ`)
  // Each suite tells what else differs; none hides the next.
  const failed = suites().filter(
    (suite) => spawnSync('npm', ['run', suite], { cwd: ROOT, stdio: 'inherit' }).status !== 0,
  )
  for (const suite of failed) console.log(`failed: npm run ${suite}`)
  console.log(
    'Left to a person: digests of the new releases in src/host/tools/releases.ts, docs, npm run notices, npm run build',
  )
  if (failed.length > 0) process.exitCode = 1
}

function moveOne({ upstream: { engine, module, alsoIn }, to }: Move): void {
  must('go', ['get', `${module}@${to}`], join(ROOT, 'engine', engine))
  for (const { file, pattern } of alsoIn) {
    const path = join(ROOT, file)
    writeFileSync(path, withVersion(readFileSync(path, 'utf8'), pattern, to.slice(1)))
  }
}

/** What the engines as they are built now say of the public suites. */
function rowsNow(): Rows {
  const folder = mkdtempSync(join(tmpdir(), 'policy-gate-upgrade-'))
  try {
    const file = join(folder, 'rows.json')
    // Whether it agrees is for later: here only the rows count.
    spawnSync('npm', ['run', '--silent', 'conformance', '--', '--rows', file], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const rows = JSON.parse(readFileSync(file, 'utf8')) as Rows
    if (Object.keys(rows).length === 0)
      throw new Error('no suite of the corpus gave a row: there is nothing to compare by')
    return rows
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function must(command: string, args: readonly string[], cwd = ROOT): void {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed in ${cwd}`)
}
