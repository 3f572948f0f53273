import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { SourceFile } from '../../../src/model/source.ts'
import { ROOT } from '../../support/built.ts'
import { filesIn, textOf } from '../packs.ts'
import { mutantsOfPolicy } from './kyverno.ts'
import { MutantRunner } from './kyverno-suites.ts'
import type { Fate, Mutant } from './mutant.ts'
import { mutantsOfRego } from './rego.ts'
import { RegoMutantRunner } from './rego-suites.ts'

interface Runner {
  fateOf(mutant: SourceFile, suites: readonly string[]): Promise<Fate>
  close(): Promise<void>
}

/** How policies of one language are changed and tested. */
export interface Language {
  readonly policies: readonly string[]
  readonly mutantsOf: (text: string) => readonly Mutant[]
  /** What tests the policy at a path. */
  readonly suitesOf: (path: string) => readonly string[]
  readonly runner: () => Runner
}

const pathsIn = (folders: readonly string[], names: (folder: string) => readonly string[]): readonly string[] =>
  folders.flatMap((folder) => names(folder).map((name) => `${folder}/${name}`))

const regoIn = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder)).filter((name) => existsSync(join(ROOT, folder, name.replace('.rego', '_test.rego'))))

export const LANGUAGES: readonly Language[] = [
  {
    policies: pathsIn(['policies/kyverno', 'policies/kyverno-cel'], filesIn),
    mutantsOf: mutantsOfPolicy,
    suitesOf: kyvernoSuites,
    runner: () => new MutantRunner(ROOT),
  },
  {
    policies: pathsIn(['policies/terraform', 'policies/cloudformation'], regoIn).filter(
      (path) => !path.endsWith('_test.rego'),
    ),
    mutantsOf: mutantsOfRego,
    suitesOf: (path) => [path.replace('.rego', '_test.rego'), path.replace(/[^/]+$/, 'fixtures.rego')],
    runner: () => new RegoMutantRunner(),
  },
]

/** The suite of the policy, and the one that gives parameters. */
function kyvernoSuites(path: string): readonly string[] {
  const { name } = (parse(textOf(path)) as { metadata: { name: string } }).metadata
  const tests = path.replace(/[^/]+$/, '.kyverno-test')
  const own = `${tests}/${name}/kyverno-test.yaml`
  if (!existsSync(join(ROOT, own))) throw new Error(`no suite for ${name} in ${tests}`)
  const parameters = `${tests}/parameters/kyverno-test.yaml`
  return textOf(parameters).includes(`policy: ${name}\n`) ? [own, parameters] : [own]
}
