import type { Diagnostic } from './diagnostic.ts'

/**
 * How an expectation of a test suite came out for one resource. `vacuous`: no rule answered, so nothing was tested.
 * `missing`: the suite names a policy, rule, resource or file that is not there. `unjudged`: what it asks for is not
 * judged here, or the run broke off.
 */
export type CaseOutcome = 'passed' | 'skipped' | 'disagrees' | 'vacuous' | 'missing' | 'unjudged'

/** One expected result for one resource. `actual` is a status, or says why there is none. */
export interface SuiteCase {
  readonly policy: string
  readonly rule: string
  readonly resource: string
  readonly expected: string
  readonly actual: string
  readonly outcome: CaseOutcome
  readonly message: string
}

/** What one suite file came to: the cases of each result it expects, in its order. */
export interface SuiteReport {
  readonly file: string
  readonly results: readonly (readonly SuiteCase[])[]
  /** What kept the suite from being what it says: it cannot be read, a policy does not load, the engine broke. */
  readonly problems: readonly Diagnostic[]
  /** What tests reach of the policies; one suite of those that are run together has it. */
  readonly coverage?: Coverage
}

export interface Coverage {
  /** From 0 to 100, of all files together. */
  readonly percent: number
  readonly files: readonly FileCoverage[]
}

export interface FileCoverage {
  readonly file: string
  readonly percent: number
  /** Ranges of lines, inclusive. */
  readonly notCovered: readonly (readonly [number, number])[]
}

export type Tally = Readonly<Record<CaseOutcome, number>>

/** All suites of a run, and which outcomes it puts up with. */
export interface SuitesVerdict {
  readonly suites: readonly SuiteReport[]
  readonly accepted: ReadonlySet<CaseOutcome>
  /** By expected result as the suites list them; one with several cases counts as the worst of them. */
  readonly expected: Tally
  readonly cases: Tally
}
