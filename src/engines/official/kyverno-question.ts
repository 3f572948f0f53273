import type { PolicyFile } from '../../model/source.ts'
import type { World } from '../../model/world.ts'
import { CANARY_POLICY } from './canary.ts'
import type { Question } from './program.ts'
import type { Handed, Law } from './second-opinion.ts'

/** Flags of every run: the report of all rows as JSON, and the log lines that tell of what was passed over. */
const REPORT = ['--policy-report', '--output-format', 'json', '--continue-on-fail', '--remove-color', '-v=2']

/** Asks what the policies say of documents. They have to differ in who they are, since rows tell them apart by that alone. */
export function judgingQuestion(law: Law, handed: readonly Handed[]): Question {
  const operation = handed[0]?.operation === 'DELETE' ? ['--set', 'request.operation=DELETE'] : []
  const policies = policyFiles(law)
  const resources = handed.map((one, at) => [`resources/${at}.yaml`, textOf(one)] as const)
  const { args, files } = worldOf(law.world)
  return {
    args: ['apply', ...policies.keys(), 'canary.yaml', '--resource', 'resources', ...args, ...operation, ...REPORT],
    files: new Map([...policies, ['canary.yaml', CANARY_POLICY], ...resources, ...files]),
    documents: handed.length,
  }
}

/** Asks how many rules there are: with a report asked for, the CLI does not say, and with none it ends with 0 as well. */
export function countingQuestion(law: Law): Question {
  const policies = policyFiles(law)
  const resource = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: policy-gate-canary\n'
  const { args, files } = worldOf(law.world)
  return {
    args: [
      'apply',
      ...policies.keys(),
      '--resource',
      'resource.yaml',
      ...args,
      '--continue-on-fail',
      '--remove-color',
      '-v=2',
    ],
    files: new Map([...policies, ['resource.yaml', resource], ...files]),
    documents: 1,
  }
}

/** What belongs to policies without being one. */
const COMPANION = /^kind:\s*["']?(?:PolicyException|\w*PolicyBinding|GlobalContextEntry)\b/m

/** Each file by itself: of a folder, the CLI passes over what it cannot read. Paths are ours, since names may be anything. */
function policyFiles({ files, policies }: Law): ReadonlyMap<string, string> {
  const used = new Set(policies.map(({ file }) => file))
  const isNeeded = ({ path, text }: PolicyFile) => used.has(path) || COMPANION.test(text)
  return new Map(files.filter(isNeeded).map(({ text }, at) => [`policies/${at}.yaml`, text]))
}

/** A document of its file by its lines, as it was written; of what stands in a list, the object. */
function textOf({ document, file, content }: Handed): string {
  if (document.root.length > 0) return JSON.stringify(content)
  const lines = file.text.split('\n').slice(document.line - 1, document.endLine)
  return `${lines.join('\n')}\n`
}

/** What policies may ask beyond the document, in the formats that the CLI takes. */
function worldOf(world: World): {
  readonly args: readonly string[]
  readonly files: readonly (readonly [string, string])[]
} {
  const args: string[] = ['--exceptions-within-policies']
  const files: (readonly [string, string])[] = []
  const give = (flag: string, name: string, text: string | undefined) => {
    if (text === undefined) return
    args.push(flag, name)
    files.push([name, text])
  }
  give('--values-file', 'values.yaml', world.values?.text)
  give('--userinfo', 'user-info.yaml', world.userInfo?.text)
  give('--context-file', 'context.yaml', world.context?.text)
  for (const [at, manifest] of (world.cluster ?? []).entries())
    give('--target-resource', `cluster/${at}.yaml`, manifest)
  for (const [at, manifest] of (world.params ?? []).entries())
    give('--parameter-resource', `params/${at}.yaml`, manifest)
  for (const variable of world.set ?? []) args.push('--set', variable)
  return { args, files }
}
