import type { World } from '../../model/world.ts'
import type { Question } from './program.ts'
import type { Handed, Law } from './second-opinion.ts'

export interface ConftestOptions {
  readonly namespaces: readonly string[]
  readonly combine: boolean
  /** The modules of what policies find as `data.policy_gate`. */
  readonly library: readonly string[]
}

/** The folder that the judged files stand in, so that no name of a file is taken for a flag. */
export const INPUT = 'input/'

/** Asks what the policies say of whole files, which are read by one parser. */
export function conftestQuestion(
  law: Law,
  handed: readonly Handed[],
  { namespaces, combine, library }: ConftestOptions,
): Question {
  const policies = law.files.map(({ text }, at) => [`policy/${at}.rego`, text] as const)
  const offered = law.files.some(({ text }) => text.includes('data.policy_gate'))
    ? library.map((text, at) => [`policy/library-${at}.rego`, text] as const)
    : []
  const inputs = new Map(handed.map(({ file }) => [`${INPUT}${file.path}`, file.text]))
  const data = dataOf(law.world)
  const parser = handed[0]?.file.parser
  return {
    args: [
      ...['test', '--output', 'json', '--no-color', '--policy', 'policy'],
      ...(namespaces.length === 0 ? ['--all-namespaces'] : namespaces.flatMap((name) => ['--namespace', name])),
      ...data.roots.flatMap((root) => ['--data', root]),
      ...(combine ? ['--combine'] : []),
      ...(parser === undefined ? [] : ['--parser', parser]),
      ...inputs.keys(),
    ],
    files: new Map([...policies, ...offered, ...inputs, ...data.files]),
    documents: handed.length,
  }
}

/** Parameters are a file of data like any other. */
function dataOf({ data = [], dataRoots = [], parameters }: World) {
  const files = data.map(({ path, text }) => [`data/${path}`, text] as const)
  const roots = dataRoots.map((root) => `data/${root}`)
  if (parameters === undefined) return { files, roots }
  const file = ['parameters/params.json', JSON.stringify({ params: parameters })] as const
  return { files: [...files, file], roots: [...roots, file[0]] }
}
