// Puts one fault at a time into each policy that comes with the gate, and asks its suites: `npm run mutants:policies -- [PART OF A
// PATH]`. Without a part the result is written to docs/policies/mutants.md. It takes long, and is no part of `npm test`.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { inLanes } from '../../../src/suites/lanes.ts'
import { filesIn, textOf } from '../packs.ts'
import { EQUIVALENT } from './equivalent.ts'
import { mutantsOfPolicy } from './kyverno.ts'
import { MutantRunner } from './kyverno-suites.ts'
import type { Fate, Mutant } from './mutant.ts'
import { reportOf, type Subject } from './report.ts'

const root = join(import.meta.dirname, '../../..')
process.chdir(root)
const [part = ''] = process.argv.slice(2)

const subjects: Subject[] = []
for (const folder of ['policies/kyverno', 'policies/kyverno-cel'])
  for (const file of filesIn(folder))
    if (`${folder}/${file}`.includes(part)) subjects.push(await subjectOf(folder, file))

const alive = subjects.flatMap(({ path, survivors }) => survivors.map(({ change }) => `survived: ${path}: ${change}`))
for (const line of alive) console.log(line)
if (part === '') writeFileSync('docs/policies/mutants.md', reportOf(subjects))
const killed = subjects.reduce((sum, one) => sum + one.killed.length, 0)
console.log(`${killed} passed, ${alive.length} failed`)
process.exitCode = alive.length > 0 ? 1 : 0

async function subjectOf(folder: string, file: string): Promise<Subject> {
  const path = `${folder}/${file}`
  const text = textOf(path)
  const mutants = mutantsOfPolicy(text)
  const suites = suitesOf(folder, text)
  const fates = await inLanes<MutantRunner, Mutant, Fate>(mutants, 2, {
    open: () => new MutantRunner(root),
    work: (runner, mutant) => runner.fateOf({ path, text: mutant.text }, suites),
  })
  const withFate = (fate: Fate) => mutants.filter((_, index) => fates[index] === fate)
  const whyOf = ({ change }: Mutant) =>
    EQUIVALENT.find((one) => one.policy === path && change.startsWith(one.change))?.why
  const subject = {
    path,
    killed: withFate('killed'),
    refused: withFate('refused').length,
    equivalent: withFate('survived').flatMap((mutant) => {
      const why = whyOf(mutant)
      return why === undefined ? [] : [{ ...mutant, why }]
    }),
    survivors: withFate('survived').filter((mutant) => whyOf(mutant) === undefined),
  }
  console.log(
    `${path}: ${subject.killed.length} killed, ${subject.survivors.length} survived, ${subject.equivalent.length} equivalent, ${subject.refused} refused`,
  )
  return subject
}

/** The suite of the policy, and the one that gives parameters. */
function suitesOf(folder: string, text: string): readonly string[] {
  const { name } = (parse(text) as { metadata: { name: string } }).metadata
  const tests = `${folder}/.kyverno-test`
  const own = `${tests}/${name}/kyverno-test.yaml`
  if (!existsSync(own)) throw new Error(`no suite for ${name} among ${readdirSync(tests).join(', ')}`)
  const parameters = `${tests}/parameters/kyverno-test.yaml`
  return readFileSync(parameters, 'utf8').includes(`policy: ${name}\n`) ? [own, parameters] : [own]
}
