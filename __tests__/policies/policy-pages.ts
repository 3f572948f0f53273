import { readManifest } from '../../src/changes/builtin-policies.ts'
import { TerminalHost } from '../../src/host/terminal.ts'
import { ROOT } from '../support/built.ts'
import { textOf } from './packs.ts'
import { policyPage } from './policy-page.ts'

/** The pages of docs/policies as they have to be, by their paths, and the index of them. */
export async function policyPages(): Promise<ReadonlyMap<string, string>> {
  const { packs, policies } = await readManifest(new TerminalHost(ROOT), `${ROOT}/policies`)
  const levels = (policy: string) =>
    Object.entries(packs).flatMap(([pack, { members }]) =>
      members.filter((member) => member.policy === policy).map(({ level }) => [pack, level] as const),
    )
  const kyverno = Object.entries(policies).filter(([, path]) => path.startsWith('kyverno/'))
  const pages = kyverno.map(([name, path]) => {
    const tests = `policies/kyverno/.kyverno-test/${name}`
    const source = {
      path,
      policy: textOf(`policies/${path}`),
      suite: textOf(`${tests}/kyverno-test.yaml`),
      resources: textOf(`${tests}/resources.yaml`),
      packs: levels(name),
    }
    return [`docs/policies/${name}.md`, policyPage(source)] as const
  })
  const rows = pages.map(([page, text], index) => {
    const name = kyverno[index]?.[0] ?? ''
    const of = (pack: string): string => levels(name).find(([one]) => one === pack)?.[1] ?? 'no'
    const title = /^# (.*)$/m.exec(text)?.[1] ?? name
    return `| [\`${name}\`](${page.replace('docs/policies/', '')}) | ${title} | ${of('agent-baseline')} | ${of('agent-strict')} |`
  })
  return new Map([...pages, ['docs/policies/README.md', withIndex(rows)]])
}

const START = '<!-- index of Kubernetes: npm run docs:policies -->'
const END = '<!-- end of the index -->'

function withIndex(rows: readonly string[]): string {
  const readme = textOf('docs/policies/README.md')
  const [before, after] = [readme.indexOf(START), readme.indexOf(END)]
  if (before < 0 || after < before) throw new Error('docs/policies/README.md has lost the place of its index')
  const table = [
    '| policy | what it asks for | `agent-baseline` | `agent-strict` |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n')
  return `${readme.slice(0, before + START.length)}\n\n${table}\n\n${readme.slice(after)}`
}
