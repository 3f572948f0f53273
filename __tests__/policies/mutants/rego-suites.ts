import { RegoEngine } from '../../../src/engines/rego/rego.ts'
import type { WireTested } from '../../../src/engines/rego/wire.ts'
import type { SourceFile } from '../../../src/model/source.ts'
import { textOf } from '../packs.ts'
import type { Fate } from './mutant.ts'

/** Runs the tests of a policy in Rego on its mutants, by the engine that ships with the gate; one for all of them. */
export class RegoMutantRunner {
  private readonly engine = new RegoEngine({ callTimeoutSeconds: 60 })

  async fateOf(mutant: SourceFile, suites: readonly string[]): Promise<Fate> {
    const beside = suites.map((path) => ({ path, text: textOf(path) }))
    const answer = await this.engine.ask<WireTested>('test', { policies: [mutant, ...beside], filter: '' })
    if (!answer.ok) throw new Error(`the tests of ${mutant.path} did not run: ${JSON.stringify(answer)}`)
    const { diagnostics, cases } = answer.value
    if (diagnostics.some(({ level }) => level === 'error')) return 'refused'
    return cases.some(({ status }) => status !== 'pass') ? 'killed' : 'survived'
  }

  close(): Promise<void> {
    return this.engine.close()
  }
}
