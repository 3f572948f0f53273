import { parse } from 'yaml'

// A page of docs/policies, written from what a policy in Rego and its tests say.

export interface RegoSource {
  /** Below `policies/`. */
  readonly path: string
  readonly policy: string
  readonly tests: string
  /** What each pack that has it makes of it. */
  readonly packs: readonly (readonly [pack: string, level: string])[]
}

interface Metadata {
  readonly title: string
  readonly description: string
  readonly custom: {
    readonly id?: string
    readonly category?: string
    readonly severity?: string
    readonly remedy?: string
    readonly params?: readonly Parameter[]
  }
}

interface Parameter {
  readonly name: string
  readonly type: string
  readonly default: unknown
  readonly description: string
}

interface Block {
  readonly metadata: Metadata
  /** The line that the block stands above. */
  readonly above: string
}

/** The METADATA blocks of a file: the package's first, then those of rules. */
export function metadataOf(text: string): readonly Block[] {
  return [...text.matchAll(/^# METADATA\n((?:#.*\n)+)(.*)$/gm)].map(([, comment = '', above = '']) => ({
    metadata: parse(comment.replaceAll(/^# ?/gm, '')) as Metadata,
    above,
  }))
}

export const packageOf = (text: string): string => /^package (\S+)$/m.exec(text)?.[1] ?? ''

export function regoPage({ path, policy, tests, packs }: RegoSource): string {
  const [own, ...rules] = metadataOf(policy)
  if (own === undefined) throw new Error(`${path} has no METADATA`)
  const { title, description, custom } = own.metadata
  const first = rules[0]?.metadata.custom.id ?? ''
  return `# ${title}

<!-- Written by \`npm run docs:policies\` from the policy and its tests. -->

\`${packageOf(policy)}\`, ${custom.severity}, ${custom.category}. It ${packs.map(([pack, level]) => `${level === 'enforce' ? 'blocks' : 'warns'} in \`${pack}\``).join(' and ')}.

## Why

${oneLine(description)}

| rule | severity | what it says |
|---|---|---|
${rules.map(({ metadata, above }) => `| \`${metadata.custom.id}\`${above.startsWith('warn') ? ', which only warns' : ''} | ${metadata.custom.severity} | ${metadata.title}. ${oneLine(metadata.description)} |`).join('\n')}

## What fails

${cases(tests, 'What fails.')}

## What passes

${cases(tests, 'What passes.')}

## What cannot be known

${tests.includes('# What is not known.') ? cases(tests, 'What is not known.') : 'What is worked out elsewhere is not written out, so this policy has nothing to say of it.'}

## What to do

${rules.map(({ metadata }) => `- \`${metadata.custom.id}\`: ${oneLine(metadata.custom.remedy ?? '')}`).join('\n')}

## Parameters

${parameters(custom.params ?? [])}

## Exceptions

For one resource, with a reason and an expiry ([the forms](../exceptions.md)):

\`\`\`yaml
exceptions:
  - policy: ${packageOf(policy)}
    rule: ${first}
    resource: { name: example }
    justification: Why it has to be, and until when.
    expires: 2027-01-31
\`\`\`

The policy: [\`policies/${path}\`](../../policies/${path}), with [its tests](../../policies/${path.replace('.rego', '_test.rego')}).
`
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

/** Names of tests are sentences: `test_known_networks_pass`. */
function cases(tests: string, heading: string): string {
  const section = tests.split(/^# (?=What )/m).find((part) => part.startsWith(heading)) ?? ''
  const names = [...section.matchAll(/^test_(\w+)/gm)].map(([, name = '']) => name.replaceAll('_', ' '))
  return names.map((name) => `- ${name}`).join('\n')
}

function parameters(list: readonly Parameter[]): string {
  if (list.length === 0) return 'None.'
  const rows = list.map(
    ({ name, type, default: value, description }) =>
      `| \`${name}\` | ${type} | \`${JSON.stringify(value)}\` | ${description} |`,
  )
  return `| parameter | type | default | meaning |\n|---|---|---|---|\n${rows.join('\n')}\n\nThey are set below \`params\` in the configuration: [parameters](../parameters.md).`
}
