// Puts one fault at a time into each policy that comes with the gate, and asks its suites: `npm run mutants:policies -- [PART OF A
// PATH]`. Without a part the result is written to docs/policies/mutants.md. It takes long, and is no part of `npm test`.
import { writeFileSync } from 'node:fs'
import { inLanes } from '../../../src/suites/lanes.ts'
import { ROOT } from '../../support/built.ts'
import { textOf } from '../packs.ts'
import { EQUIVALENT } from './equivalent.ts'
import { LANGUAGES, type Language } from './languages.ts'
import type { Fate, Mutant } from './mutant.ts'
import { reportOf, type Subject } from './report.ts'

process.chdir(ROOT)
const [part = ''] = process.argv.slice(2)

const subjects: Subject[] = []
for (const language of LANGUAGES)
  for (const path of language.policies) if (path.includes(part)) subjects.push(await subjectOf(language, path))

const alive = subjects.flatMap(({ path, survivors }) => survivors.map(({ change }) => `survived: ${path}: ${change}`))
for (const line of alive) console.log(line)
if (part === '') writeFileSync('docs/policies/mutants.md', reportOf(subjects))
const killed = subjects.reduce((sum, one) => sum + one.killed.length, 0)
console.log(`${killed} passed, ${alive.length} failed`)
process.exitCode = alive.length > 0 ? 1 : 0

async function subjectOf({ mutantsOf, suitesOf, runner }: Language, path: string): Promise<Subject> {
  const mutants = mutantsOf(textOf(path))
  const suites = suitesOf(path)
  const fates = await inLanes(mutants, 2, {
    open: runner,
    work: (lane, { text }) => lane.fateOf({ path, text }, suites),
  })
  const subject = subjectBy(path, (fate) => mutants.filter((_, index) => fates[index] === fate))
  console.log(
    `${path}: ${subject.killed.length} killed, ${subject.survivors.length} survived, ${subject.equivalent.length} equivalent, ${subject.refused} refused`,
  )
  return subject
}

function subjectBy(path: string, withFate: (fate: Fate) => readonly Mutant[]): Subject {
  const whyOf = ({ change }: Mutant) =>
    EQUIVALENT.find((one) => one.policy === path && change.includes(one.change))?.why
  return {
    path,
    killed: withFate('killed'),
    refused: withFate('refused').length,
    equivalent: withFate('survived').flatMap((mutant) => {
      const why = whyOf(mutant)
      return why === undefined ? [] : [{ ...mutant, why }]
    }),
    survivors: withFate('survived').filter((mutant) => whyOf(mutant) === undefined),
  }
}
