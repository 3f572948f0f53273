import { engineDiagnostic } from '../engines/channel.ts'
import { RegoEngine } from '../engines/rego/rego.ts'
import type { WireTested } from '../engines/rego/wire.ts'
import { ConfigError } from '../errors.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { SourceFile } from '../model/source.ts'
import type { CaseOutcome, Coverage, SuiteCase, SuiteReport } from '../model/suite.ts'
import type { RunnerOptions, SuiteRunner } from './suite-runner.ts'

/** What all tests below one folder came to. */
type Tested =
  | { readonly ok: true; readonly value: WireTested }
  | { readonly ok: false; readonly problems: readonly Diagnostic[] }

/** Runs `*_test.rego` with upstream's own runner. All files below a folder are one program, which is run once. */
export class RegoSuites implements SuiteRunner {
  private readonly options: RunnerOptions
  private readonly engine: RegoEngine
  private readonly tested = new Map<string, Promise<Tested>>()
  private readonly covered = new Set<string>()

  constructor(options: RunnerOptions) {
    this.options = options
    this.engine = new RegoEngine({ callTimeoutSeconds: options.timeoutSeconds })
  }

  async run(path: string): Promise<SuiteReport> {
    const root = this.options.rootOf(path)
    const running = this.tested.get(root) ?? this.test(root)
    this.tested.set(root, running)
    const tested = await running
    if (!tested.ok) return { file: path, results: [], problems: tested.problems }
    const cases = tested.value.cases.filter(({ file }) => file === path)
    const problems = cases.length === 0 ? [noTests(path)] : []
    return { file: path, results: cases.map((one) => [caseOf(one)]), problems, ...this.coverageOf(root, tested.value) }
  }

  close(): Promise<void> {
    return this.engine.close()
  }

  private async test(root: string): Promise<Tested> {
    const files = await attempt(() => this.options.files.rego(root))
    if (!files.ok) return files
    const policies = files.value.filter(({ path }) => path.endsWith('.rego'))
    const data = files.value.filter(({ path }) => !path.endsWith('.rego'))
    const request = {
      policies,
      data,
      dataRoots: data.length === 0 ? [] : [root],
      filter: '',
      coverage: this.options.coverage,
    }
    const answer = await this.engine.ask<WireTested>('test', request)
    if (!answer.ok) return { ok: false, problems: [engineDiagnostic(answer, `while tests of ${root} were run`)] }
    const errors = answer.value.diagnostics.filter(({ level }) => level === 'error')
    if (errors.length > 0) return { ok: false, problems: errors.map((one) => ({ ...one, blame: 'user' as const })) }
    return { ok: true, value: answer.value }
  }

  /** Coverage is of the folder, so the first of its suites tells it. */
  private coverageOf(root: string, { coverage }: WireTested): { readonly coverage?: Coverage } {
    if (coverage === undefined || this.covered.has(root)) return {}
    this.covered.add(root)
    const files = Object.entries(coverage.files).map(([file, { percent, notCovered }]) => ({
      file,
      percent,
      notCovered,
    }))
    return { coverage: { percent: coverage.percent, files: files.sort((a, b) => (a.file < b.file ? -1 : 1)) } }
  }
}

async function attempt(
  read: () => Promise<readonly SourceFile[]>,
): Promise<
  | { readonly ok: true; readonly value: readonly SourceFile[] }
  | { readonly ok: false; readonly problems: readonly Diagnostic[] }
> {
  try {
    return { ok: true, value: await read() }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const { code, what, remedy, where } = error.detail
    const file = where !== undefined && 'file' in where ? { file: where.file } : {}
    return { ok: false, problems: [{ level: 'error', code, message: what, ...file, remedy, blame: 'user' }] }
  }
}

/** A test that is marked `todo_` is a skip that somebody meant. */
const OUTCOMES: Readonly<Record<WireTested['cases'][number]['status'], CaseOutcome>> = {
  pass: 'passed',
  fail: 'disagrees',
  error: 'disagrees',
  skip: 'skipped',
}

function caseOf({
  package: policy,
  name,
  line,
  status,
  message = '',
  output = '',
}: WireTested['cases'][number]): SuiteCase {
  return {
    policy: policy.replace(/^data\./, ''),
    rule: name,
    resource: `line ${line}`,
    expected: 'pass',
    actual: status,
    outcome: OUTCOMES[status],
    message: [message, output].filter((text) => text !== '').join('\n'),
  }
}

function noTests(file: string): Diagnostic {
  return {
    level: 'error',
    code: 'suite.empty',
    message: 'the file has no test: no rule whose name begins with test_',
    file,
    remedy: 'write a rule `test_… if { … }`, or give the file another name',
    blame: 'user',
  }
}
