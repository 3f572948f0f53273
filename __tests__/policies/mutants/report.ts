import type { Mutant } from './mutant.ts'

/** A policy, and what became of its mutants. */
export interface Subject {
  readonly path: string
  readonly killed: readonly Mutant[]
  readonly refused: number
  readonly equivalent: readonly Equivalent[]
  readonly survivors: readonly Mutant[]
}

interface Equivalent extends Mutant {
  readonly why: string
}

const COUNTED: readonly (readonly [string, string])[] = [
  ['condition dropped', 'a condition, a rule, an operand or an item left out'],
  [
    'operator turned',
    '`Equals` to `NotEquals`, `all` to `exists`, `every` to `some`, and to or, a negation left out or put in, an anchor taken off',
  ],
  ['field renamed', 'a field that the manifest does not have'],
  ['value changed', 'another literal, number or default'],
  ['value dropped', 'an item of a list or a default left out'],
  ['alternative dropped', 'an alternative of a regular expression left out'],
]

/** docs/policies/mutants.md */
export function reportOf(subjects: readonly Subject[]): string {
  const killed = subjects.flatMap((one) => one.killed)
  const sum = (of: (subject: Subject) => number): number => subjects.reduce((total, one) => total + of(one), 0)
  return `# Mutants of the policies

One fault at a time is put into each policy, and its suites have to fail. ${killed.length} mutants are killed, ${sum((one) => one.survivors.length)} survive. ${sum((one) => one.equivalent.length)} say the same as
the policy, for the reasons below, and ${sum((one) => one.refused)} do not load, so nobody could install them.

| fault | what it is | killed |
|---|---|---|
${COUNTED.map(([mutator, what]) => `| ${mutator} | ${what} | ${killed.filter((one) => one.mutator === mutator).length} |`).join('\n')}

| policy | killed | survive | the same | do not load |
|---|---|---|---|---|
${subjects.map(rowOf).join('\n')}
${section('Mutants that survive', subjects, (one) => one.survivors.map(({ change }) => cell(change)))}${section(
  'Mutants that say the same',
  subjects,
  (one) => one.equivalent.map(({ change, why }) => `${cell(change)}: ${why}`),
)}
\`npm run mutants:policies\` makes them, asks the suites and writes this page.
`
}

const rowOf = ({ path, killed, survivors, equivalent, refused }: Subject): string =>
  `| \`${path}\` | ${killed.length} | ${survivors.length} | ${equivalent.length} | ${refused} |`

function section(title: string, subjects: readonly Subject[], of: (subject: Subject) => readonly string[]): string {
  const parts = subjects.flatMap((one) => {
    const lines = of(one)
    return lines.length === 0 ? [] : [`\n\`${one.path}\`\n\n${lines.map((line) => `- ${line}`).join('\n')}\n`]
  })
  return parts.length === 0 ? '' : `\n## ${title}\n${parts.join('')}`
}

const cell = (text: string): string => `\`\`${text}\`\``
