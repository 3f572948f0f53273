import type { ExitCode } from '../errors.ts'
import type { Host } from '../host/host.ts'
import { parseTestArguments, type TestArguments, type TestFormat } from '../inputs/test-arguments.ts'
import type { SuiteReport, SuitesVerdict } from '../model/suite.ts'
import { json } from '../report/suites/json.ts'
import { junit } from '../report/suites/junit.ts'
import { text } from '../report/suites/text.ts'
import { decideSuites, suitesExitCode } from '../suites/decide-suites.ts'
import { findSuites } from '../suites/find-suites.ts'
import { runSuites } from '../suites/run-suites.ts'
import { SuiteFiles } from '../suites/suite-files.ts'
import { printed, wantsColour } from './output.ts'

const HELP = `Usage: policy-gate test DIR… [options]

Runs the test suites below folders with the official engines: kyverno-test.yaml as \`kyverno test\` does, and *_test.rego
with all Rego of the folder as \`opa test\` and \`conftest verify\` do. A policy, rule, file or resource that a suite names
and that is not there is a failure, and so is a result that no rule answered.

Options:
  --format FORMAT       text | json | junit (default: text)
  -o, --output FILE     write the report to a file
  --coverage            tell which lines of Rego policies no test reaches
  --allow-vacuous       only warn of results that no rule answered
  --timeout SECONDS     for one answer of the engine (default: 20)
  --max-file-size SIZE  such as 512KiB (default: 10MiB)
  -h, --help            show this

Exit codes: 0 every result is as expected, 1 some are not, 2 a suite cannot be used, 3 engine or internal failure
`

const WRITERS: Readonly<Record<TestFormat, (verdict: SuitesVerdict, colour: boolean) => string>> = { text, json, junit }

/** Runs the test suites that people keep beside their policies. */
export async function test(argv: readonly string[], host: Host): Promise<ExitCode> {
  const given = parseTestArguments(argv)
  if (given.help) return printed(host, HELP)
  const verdict = decideSuites(await runFound(given, host), given.allowVacuous)
  const report = WRITERS[given.format](verdict, given.output === undefined && wantsColour(host))
  if (given.output === undefined) host.print(report)
  else await host.write(given.output, report)
  return suitesExitCode(verdict)
}

async function runFound(
  { folders, timeoutSeconds, maxFileSize, coverage }: TestArguments,
  host: Host,
): Promise<readonly SuiteReport[]> {
  const { paths, roots, boundaries } = await findSuites(host, folders)
  const rootOf = (path: string): string => roots.get(path) ?? '.'
  return runSuites(paths, { files: new SuiteFiles(host, boundaries, maxFileSize), timeoutSeconds, rootOf, coverage })
}
