import type { SuiteReport } from '../model/suite.ts'
import type { SuiteFiles } from './suite-files.ts'

/** Runs suites one after the other, on an engine of its own. A suite that fails is a report, not an exception. */
export interface SuiteRunner {
  run(path: string): Promise<SuiteReport>
  close(): Promise<void>
}

export interface RunnerOptions {
  readonly files: SuiteFiles
  /** How long an engine may take for one answer. */
  readonly timeoutSeconds: number
  /** The folder that was given, which a suite was found in: policies and their tests are below it. */
  readonly rootOf: (path: string) => string
  /** Measure which lines of policies their tests reach, where the kind of suite can. */
  readonly coverage: boolean
}
