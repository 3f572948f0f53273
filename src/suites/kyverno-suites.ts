import { isAbsolute, join } from 'node:path'
import { KyvernoEngine } from '../engines/kyverno/kyverno.ts'
import { ConfigError, ToolError } from '../errors.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { SuiteCase, SuiteReport } from '../model/suite.ts'
import { casesOf } from './cases.ts'
import { type JudgedSuite, judgeSuite } from './judge-suite.ts'
import { type Expectation, parseSuites, type Suite } from './suite-file.ts'
import type { SuiteFiles } from './suite-files.ts'
import { readSuiteInputs, valuesOf } from './suite-inputs.ts'
import type { RunnerOptions, SuiteRunner } from './suite-runner.ts'

/** A report, and what it was made of. */
export interface KyvernoSuiteRun {
  readonly report: SuiteReport
  readonly judged: readonly JudgedSuite[]
}

/** Runs the suites of `kyverno test`. */
export class KyvernoSuites implements SuiteRunner {
  private readonly files: SuiteFiles
  private readonly timeoutSeconds: number
  private engine: KyvernoEngine | undefined

  constructor({ files, timeoutSeconds }: RunnerOptions) {
    this.files = files
    this.timeoutSeconds = timeoutSeconds
    this.engine = this.started()
  }

  async run(path: string): Promise<SuiteReport> {
    return (await this.judge(path)).report
  }

  /** A file may hold several suites; they are one report. */
  async judge(path: string): Promise<KyvernoSuiteRun> {
    const parts: Part[] = []
    const suites = await attempt(async () => parseSuites(await this.files.read(path)))
    if (!suites.ok) return { report: { file: path, results: [], problems: [suites.problem] }, judged: [] }
    for (const suite of suites.value) parts.push(await this.judgeOne(suite))
    const report = {
      file: path,
      results: parts.flatMap(({ results }) => results),
      problems: parts.flatMap(({ problems }) => problems),
    }
    return { report, judged: parts.flatMap(({ judged }) => judged ?? []) }
  }

  async close(): Promise<void> {
    await this.engine?.close()
    this.engine = undefined
  }

  private async judgeOne(suite: Suite): Promise<Part> {
    const expectations = suite.content.results
    const inputs = await attempt(() => readSuiteInputs(suite, this.files))
    if (!inputs.ok) return notRun(expectations, [inputs.problem])
    const operations = [...new Set(expectations.map(({ operation }) => operation ?? ''))]
    this.engine ??= this.started()
    const judged = await judgeSuite(this.engine, inputs.value, operations)
    const problems = judged.diagnostics.filter(({ level }) => level === 'error').map((one) => inSuite(suite, one))
    if (await this.hasBroken(problems)) return notRun(expectations, problems)
    const results: (readonly SuiteCase[])[] = []
    for (const expected of expectations) results.push(await casesOf(expected, judged, this.readerFor(suite)))
    return { results: results.length === 0 ? [[NOTHING_EXPECTED]] : results, problems, judged }
  }

  /** An engine that failed once stays failed, so the next suite gets another. One that cannot start never will. */
  private async hasBroken(problems: readonly Diagnostic[]): Promise<boolean> {
    const broken = problems.find(({ blame }) => blame === 'engine')
    if (broken === undefined) return false
    if (NEVER_STARTS.has(broken.code)) throw noEngine(broken)
    await this.close()
    return true
  }

  private readerFor({ folder }: Suite): (path: string) => Promise<readonly unknown[]> {
    return async (path) => valuesOf(await this.files.read(isAbsolute(path) ? path : join(folder, path)))
  }

  private started(): KyvernoEngine {
    return new KyvernoEngine({ callTimeoutSeconds: this.timeoutSeconds })
  }
}

interface Part {
  readonly results: SuiteReport['results']
  readonly problems: readonly Diagnostic[]
  readonly judged?: JudgedSuite
}

/** Every expected result of a suite that did not run is accounted for. */
function notRun(expectations: readonly Expectation[], problems: readonly Diagnostic[]): Part {
  const results = expectations.map(({ policy, rule, result }) => [
    { policy, rule, resource: '', expected: result, actual: 'not run', outcome: 'unjudged', message: '' } as const,
  ])
  return { results, problems }
}

/** `kyverno test` leaves out a suite that expects nothing; it looks like one that passed. */
const NOTHING_EXPECTED: SuiteCase = {
  policy: '',
  rule: '',
  resource: '',
  expected: 'at least one result',
  actual: 'nothing is expected',
  outcome: 'vacuous',
  message: 'the suite has no results, so it tests nothing',
}

const NEVER_STARTS = new Set(['engine.wrong-digest', 'engine.unavailable'])

function noEngine({ code, message, remedy = '' }: Diagnostic): ToolError {
  return new ToolError({ code, what: message, remedy })
}

/** Whatever has no place of its own is about the suite. */
function inSuite({ file }: Suite, diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, file: diagnostic.file ?? file }
}

type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Diagnostic }

/** The user's errors are problems of the suite they are in; the other suites run all the same. */
async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const { code, what, where = {}, remedy } = error.detail
    const { input: _input, ...place } = where
    return { ok: false, problem: { level: 'error', code, message: what, ...place, remedy, blame: 'user' } }
  }
}
