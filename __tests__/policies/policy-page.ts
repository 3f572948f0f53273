import { parse } from 'yaml'

// A page of docs/policies, written from what the policy and its suite say.

/** What a page is made of. */
export interface PageSource {
  /** Below `policies/`. */
  readonly path: string
  readonly policy: string
  readonly suite: string
  readonly resources: string
  /** What each pack that has it makes of it. */
  readonly packs: readonly (readonly [pack: string, level: string])[]
}

interface Policy {
  readonly metadata: { readonly name: string; readonly annotations: Readonly<Record<string, string>> }
  readonly spec: {
    readonly rules: readonly { readonly name: string; readonly validate: { readonly message: string } }[]
  }
}

interface Parameter {
  readonly name: string
  readonly type: string
  readonly default: unknown
  readonly description: string
}

/** Annotations that say where others ask for the same. */
const MAPPING: Readonly<Record<string, string>> = {
  'policy-gate.dev/cis': 'CIS Kubernetes Benchmark',
  'policy-gate.dev/nsa': 'NSA/CISA Kubernetes Hardening Guidance',
  'policy-gate.dev/pss': 'Pod Security Standards',
}

export function policyPage(source: PageSource): string {
  const { metadata, spec } = parse(source.policy) as Policy
  const { name, annotations } = metadata
  const said = (key: string): string => (annotations[key] ?? '').replaceAll(/\s+/g, ' ').trim()
  const parameters = parse(annotations['policy-gate.dev/params'] ?? '[]') as readonly Parameter[]
  const rules = spec.rules.map((rule) => `| \`${rule.name}\` | ${rule.validate.message} |`)
  return `# ${said('policies.kyverno.io/title')}

<!-- Written by \`npm run docs:policies\` from the policy and its suite. -->

\`${name}\`, ${said('policies.kyverno.io/severity')}, ${said('policies.kyverno.io/category')}, about ${said('policies.kyverno.io/subject')}. ${packs(source.packs)}

## Why

${said('policies.kyverno.io/description')}

| rule | what it says |
|---|---|
${rules.join('\n')}

## What fails

${examples(source, 'fail')}
## What passes

${examples(source, 'pass')}
## What to do

${said('policy-gate.dev/remedy')}

## Parameters

${parameters.length === 0 ? 'None.' : table(parameters)}

## Exceptions

For one resource, with a reason and an expiry ([the forms](../exceptions.md)):

\`\`\`yaml
exceptions:
  - policy: ${name}
    rule: ${spec.rules[0]?.name ?? ''}
    resource: { kind: ${kindOf(source)}, namespace: shop, name: example }
    justification: Why it has to be, and until when.
    expires: 2027-01-31
\`\`\`

## Where others ask for it

${mapping(said)}

The policy: [\`policies/${source.path}\`](../../policies/${source.path}), and in CEL [\`policies/${cel(source.path)}\`](../../policies/${cel(source.path)}).
`
}

const cel = (path: string): string => path.replace(/^kyverno\//, 'kyverno-cel/')

function packs(levels: PageSource['packs']): string {
  const told = levels.map(([pack, level]) => `${level === 'enforce' ? 'blocks' : 'warns'} in \`${pack}\``)
  return `It ${told.join(' and ')}.`
}

function table(parameters: readonly Parameter[]): string {
  const rows = parameters.map(
    ({ name, type, default: value, description }) =>
      `| \`${name}\` | ${type} | \`${JSON.stringify(value)}\` | ${description} |`,
  )
  return `| parameter | type | default | meaning |\n|---|---|---|---|\n${rows.join('\n')}\n\nThey are set below \`params\` in the configuration: [parameters](../parameters.md).`
}

function mapping(said: (key: string) => string): string {
  const rows = Object.entries(MAPPING).filter(([key]) => said(key) !== '')
  if (rows.length === 0) return 'Nowhere among the CIS benchmark, the NSA/CISA guidance and the Pod Security Standards.'
  return `| where | what |\n|---|---|\n${rows.map(([key, where]) => `| ${where} | ${said(key)} |`).join('\n')}`
}

interface Suite {
  readonly results: readonly { readonly result: string; readonly kind: string; readonly resources: readonly string[] }[]
}

/** The first cases of the suite: they are the plainest. */
const SHOWN = 2

function examples({ suite, resources }: PageSource, result: 'pass' | 'fail'): string {
  const { results } = parse(suite) as Suite
  const prefix = result === 'pass' ? 'good-' : 'bad-'
  const names = results.filter((one) => one.result === result).flatMap((one) => one.resources)
  const chosen = [...new Set(names)].filter((name) => name.startsWith(prefix)).slice(0, SHOWN)
  const documents = resources.split('\n---\n')
  const shown = chosen.map((name) => documents.find((text) => text.includes(`\n  name: ${name}\n`))?.trim() ?? '')
  return `\`\`\`yaml\n${shown.join('\n---\n')}\n\`\`\`\n`
}

const kindOf = ({ suite }: PageSource): string => (parse(suite) as Suite).results[0]?.kind ?? 'Pod'
