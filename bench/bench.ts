// Measures Policy Gate beside the native `kyverno apply` on the same input, in turns, and then beside `conftest test` and `helm template`:
// npm run bench
//
//   --full         also measures the sizes at which the native CLI takes minutes; they are extrapolated otherwise
//   --largest N    leaves out larger sizes
//   --rounds N     runs of each program (default 5)
//   --corpus DIR   policies of best-practices and best-practices-vpol (a checkout of kyverno/policies)
//   --write        replaces the tables in docs/benchmarks.md
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { referenceCli } from '../scripts/reference/cli.ts'
import { deployments } from './deployments.ts'
import {
  alternate,
  cpuOf,
  load,
  type Measured,
  measure,
  median,
  type Program,
  peakOf,
  secondsOf,
  spreadOf,
} from './measure.ts'
import { number, Page } from './page.ts'

const root = resolve(fileURLToPath(import.meta.url), '../..')
const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    corpus: { type: 'string', default: join(root, '../shared/conformance/kyverno-policies') },
    largest: { type: 'string', default: '5000' },
    write: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const work = mkdtempSync(join(tmpdir(), 'policy-gate-bench-'))
const reference = referenceCli({ build: true })
// Policies may look up what a repository holds: what is measured has to be all there is.
process.chdir(work)
const native = 'path' in reference ? reference.path : undefined

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ya?ml$/.test(path) && !/(^|\/)\./.test(path))
    .map((path) => join(folder, path))
    .sort()

/** Both end with 1 when there are violations; the gate ends with 2 when a rule itself is an error, as one of the corpus is. */
const VERDICT = { gate: [0, 1, 2], kyverno: [0, 1] }

const gate = (manifests: string, policies: string): Program => ({
  command: [
    process.execPath,
    join(root, 'dist/cli/index.js'),
    'check',
    manifests,
    '--policies',
    policies,
    '--max-file-size',
    '100MiB',
  ],
  done: VERDICT.gate,
})

const kyverno = (binary: string, manifests: readonly string[], policies: string): Program => ({
  command: [
    binary,
    'apply',
    ...filesIn(policies),
    ...manifests.flatMap((file) => ['--resource', file]),
    '--policy-report',
  ],
  done: VERDICT.kyverno,
})

const page = new Page()
const say = (line?: string): void => page.say(line)
const row = (...cells: readonly (string | number)[]): void => page.row(...cells)
const heading = (...cells: readonly string[]): void => page.heading(...cells)

function machine(): void {
  const { modules } = JSON.parse(readFileSync(join(root, 'dist/engines/manifest.json'), 'utf8')) as {
    modules: { kyverno: { bytes: number; packedBytes: number; compression: string; memory?: { bytes: number } } }
  }
  const { bytes, packedBytes, compression, memory } = modules.kyverno
  say(
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GB, ` +
      `Node ${process.version}, Kyverno ${'path' in reference ? reference.version : `(native: skipped, ${reference.skipped})`}, ${rounds} runs of each in turns, medians; load at the start ${number(load(), 1)}.`,
  )
  say(
    `Engine module: ${number((bytes + (memory?.bytes ?? 0)) / 1e6, 1)} MB, shipped as ${number(packedBytes / 1e6, 1)} MB (${compression}), ` +
      `${memory !== undefined ? 'initialised at build time' : 'not initialised at build time'}.`,
  )
}

/** The first two policies of the pack as they were at the beginning, so that figures of later versions can be compared. */
const SEED = join(root, 'bench/policies')

function policySets(): readonly PolicySet[] {
  const seed = {
    name: 'the 2 seed policies',
    folder: SEED,
    counts: [100, 1000, 5000],
    nativeLimit: 5000,
  }
  if (!existsSync(values.corpus)) return [seed]
  const folder = mkdtempSync(join(work, 'policies-'))
  const files = ['best-practices', 'best-practices-vpol'].flatMap((name) => filesIn(join(values.corpus, name)))
  for (const [index, file] of files.entries()) writeFileSync(join(folder, `${index}.yaml`), readFileSync(file))
  const name = `the ${files.length} policies of best-practices and best-practices-vpol`
  return [seed, { name, folder, counts: [25, 200, 1000, 5000], nativeLimit: 200 }]
}

async function coldStart(): Promise<void> {
  const policies = SEED
  const manifests = join(root, 'examples/agent-pr')
  // the native CLI panics on a `kind: List`, so it is spared that file
  const readable = filesIn(manifests).filter((file) => !/^kind: List$/m.test(readFileSync(file, 'utf8')))
  const programs = [gate(manifests, policies), ...(native ? [kyverno(native, readable, policies)] : [])]
  const [ours = [], theirs = []] = await alternate(programs, Math.max(rounds, 7))
  say('\n### Cold start: one pull request, 2 policies, process start to verdict\n')
  heading('', 'ratio', 'seconds', '± spread', 'ratio of processor time', 'processor seconds', 'peak memory MB')
  row(
    'kyverno apply',
    '1.00',
    number(secondsOf(theirs)),
    percent(theirs),
    '1.00',
    number(cpuOf(theirs)),
    number(peakOf(theirs), 0),
  )
  row(
    'policy-gate check',
    number(secondsOf(ours) / secondsOf(theirs)),
    number(secondsOf(ours)),
    percent(ours),
    number(cpuOf(ours) / cpuOf(theirs)),
    number(cpuOf(ours)),
    number(peakOf(ours), 0),
  )
  await split(filesIn(policies), filesIn(manifests))
}

const percent = (runs: readonly Measured[]): string =>
  runs.length === 0 ? '–' : `${number(spreadOf(runs) * 100, 0)} %`

const PARTS = [
  'node',
  'thread',
  'read',
  'decompress',
  'compile',
  'initialise',
  'policies',
  'reading',
  'judging',
] as const
type Split = Readonly<Record<(typeof PARTS)[number] | 'rows', number>>

async function splitOnce(policies: readonly string[], manifests: readonly string[]): Promise<Split> {
  const command = [process.execPath, join(root, 'bench/split.ts'), policies.join(','), ...manifests] as const
  return JSON.parse((await measure({ command: [...command], done: [0] })).stdout) as Split
}

async function split(policies: readonly string[], manifests: readonly string[]): Promise<void> {
  const runs: Split[] = []
  for (let round = 0; round < Math.max(rounds, 7); round++) runs.push(await splitOnce(policies, manifests))
  say(
    '\nWhere it goes, in milliseconds (from inside; the sources are read without a bundle there). The thread starts beside what follows; its column is what was still waited for:\n',
  )
  heading(...PARTS)
  row(...PARTS.map((part) => number(median(runs.map((run) => run[part])), 0)))
}

interface Size {
  readonly count: number
  readonly rounds: number
  /** The native CLI is measured at this size, or its time is taken from the line through smaller ones. */
  readonly native: boolean
}

interface PolicySet {
  readonly name: string
  readonly folder: string
  readonly counts: readonly number[]
  /** The largest size at which the native CLI takes seconds, not minutes. */
  readonly nativeLimit: number
}

async function throughput({ name, folder, counts, nativeLimit }: PolicySet): Promise<void> {
  say(`\n### Deployments × ${name}\n`)
  heading(
    'Deployments',
    'kyverno apply ÷ policy-gate, one core',
    'the same by processor time',
    'one core ÷ all cores',
    'kyverno apply s',
    'policy-gate s, one core',
    'all cores',
    'judging alone s, one thread',
    'ms for each document',
    'peak MB kyverno',
    'peak MB policy-gate, all cores',
  )
  const measured: { count: number; seconds: number; cpu: number }[] = []
  for (const count of counts.filter((one) => one <= Number(values.largest))) {
    const size = {
      count,
      rounds: count >= 1000 ? Math.min(rounds, 3) : rounds,
      native: values.full || count <= nativeLimit,
    }
    await throughputAt(size, folder, measured)
  }
}

async function throughputAt(
  size: Size,
  policies: string,
  measured: { count: number; seconds: number; cpu: number }[],
): Promise<void> {
  const manifest = join(work, `deployments-${size.count}.yaml`)
  writeFileSync(manifest, deployments(size.count))
  const both = native !== undefined && size.native
  const all = gate(manifest, policies)
  const programs = [onOneCore(all), all, ...(both ? [onOneCore(kyverno(native, [manifest], policies))] : [])]
  const [one = [], every = [], theirs = []] = await alternate(programs, size.rounds)
  const inside = await splitOnce(filesIn(policies), [manifest])
  if (both) measured.push({ count: size.count, seconds: secondsOf(theirs), cpu: cpuOf(theirs) })
  const nativeSeconds = both ? secondsOf(theirs) : extrapolate(measured, size.count, ({ seconds }) => seconds)
  const nativeCpu = both ? cpuOf(theirs) : extrapolate(measured, size.count, ({ cpu }) => cpu)
  row(
    size.count,
    number(nativeSeconds / secondsOf(one), 1),
    number(nativeCpu / cpuOf(one), 1),
    number(secondsOf(one) / secondsOf(every)),
    `${number(nativeSeconds)}${both ? '' : ' (extrapolated)'}`,
    number(secondsOf(one)),
    number(secondsOf(every)),
    number(inside.judging / 1000),
    number(inside.judging / size.count, 3),
    both ? number(peakOf(theirs), 0) : '–',
    number(peakOf(every), 0),
  )
}

/** A comparison of engines, not of how many threads a garbage collector takes. */
function onOneCore({ command, done }: Program): Program {
  return { command: ['taskset', '-c', '0', ...command], done }
}

/** The line through the smallest and the largest size measured. */
function extrapolate<T extends { readonly count: number }>(
  measured: readonly T[],
  count: number,
  value: (one: T) => number,
): number {
  const [first, last] = [measured[0], measured.at(-1)]
  if (first === undefined || last === undefined || first === last) return Number.NaN
  const each = (value(last) - value(first)) / (last.count - first.count)
  return value(last) + each * (count - last.count)
}

try {
  machine()
  await coldStart()
  for (const set of policySets()) await throughput(set)
  if (values.write) page.write('figures')
} finally {
  process.chdir(root)
  rmSync(work, { recursive: true, force: true })
}

// the other half, by the same options: Rego beside Conftest
await import('./rego.ts')
await import('./render.ts')
