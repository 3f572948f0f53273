// Measures Policy Gate on a chart beside the native `helm template … | kyverno apply`, in turns: part of npm run bench
//
//   --rounds N    runs of each (default 5)
//   --write       replaces the table in docs/benchmarks.md
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { referenceCli } from '../scripts/reference/cli.ts'
import { renderers } from '../scripts/reference/renderers.ts'
import { SETS, writeChart } from './chart.ts'
import { alternate, cpuOf, load, type Measured, median, type Program, secondsOf, spreadOf } from './measure.ts'
import { number, Page } from './page.ts'

const root = resolve(fileURLToPath(import.meta.url), '../..')
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, write: { type: 'boolean', default: false } },
  // the options of the other parts of `npm run bench`
  strict: false,
})
const rounds = Number(values.rounds)
const work = mkdtempSync(join(tmpdir(), 'policy-gate-bench-'))
const kyverno = referenceCli({ build: true })
const tools = renderers({ build: true })
const page = new Page()
const POLICIES = join(root, 'bench/policies')

const gate = (folder: string): Program => ({
  command: [
    process.execPath,
    join(root, 'dist/cli/index.js'),
    'check',
    'chart',
    '--policies',
    POLICIES,
    '--format',
    'json',
  ],
  done: [0, 1],
  cwd: folder,
})

/** Each set through a pipe, as a job would; the shell says at the end what all of them took of the processors. */
function pipes(folder: string, helm: string, apply: string): Program {
  const lines = SETS.map((files) => {
    const over = files.map((file) => `-f chart/${file}`).join(' ')
    return `"$0" template chart chart ${over} | "$1" apply "$2"/* --resource -`
  })
  return { command: ['sh', '-c', [...lines, 'times'].join('\n'), helm, apply, POLICIES], done: [0, 1], cwd: folder }
}

/** The last line is that of the children: user and system, as 0m1.23s. */
function processorSeconds(runs: readonly Measured[]): number {
  const ofRun = ({ stdout }: Measured): number =>
    [...(stdout.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)].reduce(
      (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
      0,
    )
  return median(runs.map(ofRun))
}

const violationsOf = (runs: readonly Measured[]): number =>
  (JSON.parse(runs[0]?.stdout ?? '{}') as { counts?: { fail?: number } }).counts?.fail ?? Number.NaN

/** That the others did the same work is seen from what they counted. */
const violationsOfPipes = (runs: readonly Measured[]): number =>
  [...(runs[0]?.stdout ?? '').matchAll(/fail: (\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0)

async function row(name: string, isFaulty: boolean): Promise<void> {
  const folder = join(work, name.replaceAll(' ', '-'))
  writeChart(join(folder, 'chart'), isFaulty)
  const native = 'path' in kyverno && 'helm' in tools ? [pipes(folder, tools.helm, kyverno.path)] : []
  const [ours = [], theirs = []] = await alternate([gate(folder), ...native], rounds)
  if (native.length > 0 && violationsOf(ours) !== violationsOfPipes(theirs))
    throw new Error(`${violationsOf(ours)} violations here, ${violationsOfPipes(theirs)} there`)
  page.row(
    name,
    number(secondsOf(ours) / secondsOf(theirs)),
    number(cpuOf(ours) / processorSeconds(theirs)),
    number(secondsOf(theirs)),
    number(secondsOf(ours)),
    `${number(spreadOf(ours) * 100, 0)} %`,
    number(processorSeconds(theirs)),
    number(cpuOf(ours)),
  )
}

try {
  const names =
    'helm' in tools && 'path' in kyverno ? `Helm ${tools.helmVersion}, Kyverno ${kyverno.version}` : '(skipped)'
  page.say(
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, ` +
      `${names}, ${rounds} runs of each in turns, medians; load at the start ${number(load(), 1)}.`,
  )
  page.say('\n### A chart of 30 templates × 3 sets of values × the 2 seed policies, cold, process start to verdict\n')
  page.heading(
    'the chart',
    'policy-gate ÷ helm and kyverno',
    'the same by processor time',
    'helm and kyverno s',
    'policy-gate s',
    '± spread',
    'processor s of helm and kyverno',
    'of policy-gate',
  )
  await row('nothing to find', false)
  await row('a value of production to find', true)
  page.say(`\nLoad at the end ${number(load(), 1)}.`)
  if (values.write) page.write('render figures')
} finally {
  rmSync(work, { recursive: true, force: true })
}
