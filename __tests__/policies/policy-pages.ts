import { readManifest } from '../../src/changes/builtin-policies.ts'
import { TerminalHost } from '../../src/host/terminal.ts'
import { ROOT } from '../support/built.ts'
import { textOf } from './packs.ts'
import { policyPage } from './policy-page.ts'
import { regoPage } from './rego-page.ts'

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
  const rego = Object.entries(policies).filter(([, path]) => path.endsWith('.rego'))
  const regoPages = rego.map(([name, path]) => {
    const tests = textOf(`policies/${path.replace('.rego', '_test.rego')}`)
    return [
      `docs/policies/${name}.md`,
      regoPage({ path, policy: textOf(`policies/${path}`), tests, packs: levels(name) }),
    ] as const
  })
  const rowOf = ([page, text]: readonly [string, string]): string => {
    const name = page.replace(/^docs\/policies\/|\.md$/g, '')
    const of = (pack: string): string => levels(name).find(([one]) => one === pack)?.[1] ?? 'no'
    const title = /^# (.*)$/m.exec(text)?.[1] ?? name
    return `| [\`${name}\`](${page.replace('docs/policies/', '')}) | ${title} | ${of('agent-baseline')} | ${of('agent-strict')} |`
  }
  const indexes = { Kubernetes: pages.map(rowOf), 'Terraform and CloudFormation': regoPages.map(rowOf) }
  const readme = Object.entries(indexes).reduce(withIndex, textOf('docs/policies/README.md'))
  return new Map([...pages, ...regoPages, ['docs/policies/README.md', readme]])
}

const startOf = (what: string): string => `<!-- index of ${what}: npm run docs:policies -->`
const END = '<!-- end of the index -->'

function withIndex(readme: string, [what, rows]: readonly [string, readonly string[]]): string {
  const start = startOf(what)
  const before = readme.indexOf(start)
  const after = readme.indexOf(END, before)
  if (before < 0 || after < before) throw new Error('docs/policies/README.md has lost the place of its index')
  const table = [
    '| policy | what it asks for | `agent-baseline` | `agent-strict` |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n')
  return `${readme.slice(0, before + start.length)}\n\n${table}\n\n${readme.slice(after)}`
}
