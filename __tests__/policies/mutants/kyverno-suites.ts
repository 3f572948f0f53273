import { resolve } from 'node:path'
import { TerminalHost } from '../../../src/host/terminal.ts'
import type { SourceFile } from '../../../src/model/source.ts'
import { decideSuites, suitesExitCode } from '../../../src/suites/decide-suites.ts'
import { KyvernoSuites } from '../../../src/suites/kyverno-suites.ts'
import { SuiteFiles } from '../../../src/suites/suite-files.ts'
import type { Fate } from './mutant.ts'

/** Reads what suites name, with one policy in place of the one that stands at its path. */
class WithMutant extends SuiteFiles {
  private mutant: SourceFile | undefined

  replace(mutant: SourceFile): void {
    this.mutant = mutant
  }

  override async read(path: string): Promise<SourceFile> {
    const replaced = this.mutant !== undefined && resolve(path) === resolve(this.mutant.path)
    return replaced ? { path, text: this.mutant?.text ?? '' } : super.read(path)
  }
}

const REFUSALS = new Set(['policy.invalid', 'policy.invalid-cel', 'policy.unparsable'])

/** Runs suites of `kyverno test` on mutants, by the code of the test command. */
export class MutantRunner {
  private readonly files: WithMutant
  private readonly suites: KyvernoSuites

  constructor(root: string) {
    this.files = new WithMutant(new TerminalHost(root), [root], 1024 ** 2)
    this.suites = new KyvernoSuites({ files: this.files, timeoutSeconds: 60, rootOf: () => '.', coverage: false })
  }

  /** The first suite that fails kills; one that does not load the policy says that nobody could install it. */
  async fateOf(mutant: SourceFile, suites: readonly string[]): Promise<Fate> {
    this.files.replace(mutant)
    for (const suite of suites) {
      const report = await this.suites.run(suite)
      if (report.problems.some(({ code }) => REFUSALS.has(code))) return 'refused'
      if (suitesExitCode(decideSuites([report], false)) !== 0) return 'killed'
    }
    return 'survived'
  }

  close(): Promise<void> {
    return this.suites.close()
  }
}
