// Measures Policy Gate beside the native `conftest test` on Terraform plans of growing size, in turns: part of npm run bench
//
//   --rounds N    runs of each program (default 5)
//   --write       replaces the tables in docs/benchmarks.md
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { regoTools } from '../scripts/reference/rego-tools.ts'
import { alternate, cpuOf, load, type Measured, type Program, peakOf, secondsOf, spreadOf } from './measure.ts'
import { number, Page } from './page.ts'
import { plan } from './plans.ts'

const root = resolve(fileURLToPath(import.meta.url), '../..')
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, write: { type: 'boolean', default: false } },
  // the options of the other half of `npm run bench`
  strict: false,
})
const rounds = Number(values.rounds)
const work = mkdtempSync(join(tmpdir(), 'policy-gate-bench-'))
const tools = regoTools({ build: true })
const page = new Page()

const POLICIES = join(root, 'policies/terraform')
/** Resources, and how often each size is measured. The last is 60 MB. */
const SIZES: readonly { readonly count: number; readonly rounds: number }[] = [
  { count: 10, rounds: Math.max(rounds, 5) },
  { count: 1000, rounds },
  { count: 20_000, rounds: Math.min(rounds, 3) },
  { count: 75_000, rounds: 1 },
]

/** Both end with 1 when there are violations. */
const DONE = [0, 1]

const gate = (file: string, policies: readonly string[]): Program => ({
  command: [
    process.execPath,
    join(root, 'dist/cli/index.js'),
    'check',
    file,
    ...policies.flatMap((path) => ['--policies', path]),
    ...LARGE,
  ],
  done: DONE,
})
const LARGE = ['--max-file-size', '200MiB', '--timeout', '120', '--format', 'json']

const conftest = (binary: string, file: string, policies: readonly string[]): Program => ({
  command: [binary, 'test', file, '-o', 'json', ...policies],
  done: DONE,
})
const LIBRARY = join(root, 'engine/rego/library')

const OLD = `package main

import future.keywords.in

deny[msg] {
  module := input.planned_values.root_module.child_modules[_]
  group := module.resources[_]
  group.type == "aws_security_group"
  rule := group.values.ingress[_]
  "0.0.0.0/0" in rule.cidr_blocks
  msg := sprintf("%s admits everybody", [group.address])
}

deny[msg] {
  module := input.planned_values.root_module.child_modules[_]
  database := module.resources[_]
  database.type == "aws_db_instance"
  database.values.publicly_accessible
  msg := sprintf("%s is public", [database.address])
}
`

interface PolicySet {
  readonly name: string
  readonly gate: readonly string[]
  readonly conftest: readonly string[]
  /** The most resources that it is measured with: a finding for each of them takes memory. */
  readonly largest: number
}

/** What the gate finds by itself has to be told to Conftest: the library, the version of the language, all packages. */
function policySets(): readonly PolicySet[] {
  const old = join(work, 'old.rego')
  writeFileSync(old, OLD)
  return [
    {
      name: 'a policy of one file in the syntax before Rego 1',
      gate: [old],
      conftest: ['--rego-version', 'v0', '-p', old],
      largest: 75_000,
    },
    {
      name: 'policies/terraform, by the library',
      gate: [POLICIES],
      conftest: ['--all-namespaces', '-p', POLICIES, '-p', LIBRARY],
      largest: 20_000,
    },
  ]
}

async function size({ count, rounds: times }: (typeof SIZES)[number], policies: PolicySet): Promise<void> {
  const file = join(work, `plan-${count}.json`)
  const text = plan(count)
  writeFileSync(file, text)
  const programs = [
    gate(file, policies.gate),
    ...('conftest' in tools ? [conftest(tools.conftest, file, policies.conftest)] : []),
  ]
  const [ours = [], theirs = []] = await alternate(programs, times)
  page.row(
    count,
    number(text.length / 1e6, 1),
    number(secondsOf(ours) / secondsOf(theirs)),
    number(cpuOf(ours) / cpuOf(theirs)),
    number(secondsOf(theirs)),
    number(secondsOf(ours)),
    percent(ours),
    number(peakOf(theirs), 0),
    number(peakOf(ours), 0),
    violations(ours),
  )
}

const percent = (runs: readonly Measured[]): string => (runs.length < 2 ? '–' : `${number(spreadOf(runs) * 100, 0)} %`)

/** That both did the work is seen from what they found. */
function violations(runs: readonly Measured[]): number {
  const { counts } = JSON.parse(runs[0]?.stdout ?? '{}') as { counts?: { fail?: number } }
  return counts?.fail ?? Number.NaN
}

async function table(policies: PolicySet): Promise<void> {
  page.say(`\n### Terraform plans × ${policies.name}, process start to verdict\n`)
  page.heading(
    'resources',
    'MB',
    'policy-gate ÷ conftest',
    'the same by processor time',
    'conftest s',
    'policy-gate s',
    '± spread',
    'peak MB conftest',
    'peak MB policy-gate',
    'violations',
  )
  for (const one of SIZES.filter(({ count }) => count <= policies.largest)) await size(one, policies)
}

try {
  const conftestName = 'conftest' in tools ? tools.conftestVersion : `(skipped: ${tools.skipped})`
  page.say(
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, ` +
      `Conftest ${conftestName}, ${rounds} runs of each in turns (3 of 16 MB, 1 of 60 MB), medians; load at the start ${number(load(), 1)}.`,
  )
  for (const policies of policySets()) await table(policies)
  page.say(`\nLoad at the end ${number(load(), 1)}.`)
  if (values.write) page.write('rego figures')
} finally {
  rmSync(work, { recursive: true, force: true })
}
