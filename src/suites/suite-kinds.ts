import { basename } from 'node:path'
import { KyvernoSuites } from './kyverno-suites.ts'
import { RegoSuites } from './rego-suites.ts'
import type { RunnerOptions, SuiteRunner } from './suite-runner.ts'

/** A kind of suite: which files hold one, and what runs it. */
export interface SuiteKind {
  readonly describes: string
  readonly isSuite: (fileName: string) => boolean
  readonly open: (options: RunnerOptions) => SuiteRunner
}

/** Every kind of suite; a new one is a runner and an entry here. */
const SUITE_KINDS: readonly SuiteKind[] = [
  {
    describes: 'kyverno-test.yaml',
    isSuite: (name) => name === 'kyverno-test.yaml',
    open: (options) => new KyvernoSuites(options),
  },
  {
    describes: '*_test.rego',
    isSuite: (name) => name.endsWith('_test.rego'),
    open: (options) => new RegoSuites(options),
  },
]

export const SUITE_NAMES: readonly string[] = SUITE_KINDS.map(({ describes }) => describes)

export function suiteKindOf(path: string): SuiteKind | undefined {
  return SUITE_KINDS.find(({ isSuite }) => isSuite(basename(path)))
}
