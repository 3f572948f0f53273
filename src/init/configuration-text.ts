import type { Declaration } from '../parameters/declarations.ts'
import { visibleLine } from '../report/visible.ts'
import { count } from '../report/wording.ts'
import { yamlText } from '../report/yaml-text.ts'
import type { Survey } from './survey.ts'

const SCHEMA = 'https://raw.githubusercontent.com/policy-gate/policy-gate/v0/schema/policy-gate.schema.json'

/**
 * The configuration for what was found. What the gate would do anyway, and what people have to decide, stands there as a
 * comment. Names of files are untrusted: in values they are quoted, in comments they stay on their line.
 */
export function configurationText(found: Survey): string {
  const parts = [head(found), policies(found), paths(found), regoPaths(found), plans(found), params(found), LEVELS]
  return `${[...parts, BASELINE, approvals(found)].filter((part) => part !== '').join('\n\n')}\n`
}

function head(found: Survey): string {
  return `# yaml-language-server: $schema=${SCHEMA}

# The settings of Policy Gate. Pull requests are judged by this file as the base commit has it.
#
# Found by \`policy-gate init\`:
${foundLines(found)
  .map((line) => `#   ${line}`)
  .join('\n')}`
}

/** What was found, a line a kind. */
export function foundLines(found: Survey): readonly string[] {
  const { manifests, charts, kustomizations, terraform, plans: made, cloudFormation } = found
  const engine = (name: string) => found.policies.filter((policy) => policy.engine === name).length
  const kinds: readonly (readonly [number, string, readonly string[]])[] = [
    [manifests.length, count(manifests.length, 'file of Kubernetes manifests', 'files of Kubernetes manifests'), []],
    [charts.length, count(charts.length, 'Helm chart'), charts],
    [kustomizations.length, count(kustomizations.length, 'kustomization'), kustomizations],
    [terraform.length, count(terraform.length, 'source of Terraform', 'sources of Terraform'), []],
    [made.length, count(made.length, 'Terraform plan'), made],
    [cloudFormation.length, count(cloudFormation.length, 'CloudFormation template'), cloudFormation],
    [engine('kyverno'), count(engine('kyverno'), 'Kyverno policy', 'Kyverno policies'), found.places],
    [engine('rego'), count(engine('rego'), 'Rego rule'), found.places],
  ]
  const lines = kinds.filter(([n]) => n > 0).map(([, words, names]) => `${words}${named(names)}`)
  return lines.length === 0 ? ['nothing that the gate judges'] : lines
}

const MOST_NAMED = 5

function named(names: readonly string[]): string {
  if (names.length === 0) return ''
  const more = names.length > MOST_NAMED ? `, and ${names.length - MOST_NAMED} more` : ''
  return `: ${names.slice(0, MOST_NAMED).map(visibleLine).join(', ')}${more}`
}

function policies(found: Survey): string {
  if (found.places.length === 0) return `${BUILTIN}${unjudged(found)}\nbuiltin:\n  - agent-baseline`
  const tests = found.suites.length === 0 ? '' : ` Their tests run with \`policy-gate test\`.`
  const packs = '# The packs that come with the gate may judge beside them: `builtin: [agent-baseline]`.'
  return `# Folders are read with all that is below them.${tests}\n${packs}\n${setting('policies', found.places)}`
}

const BUILTIN = `# No policies were found here: the pack that comes with the gate judges. agent-strict blocks more; your own policies belong
# into a folder, such as \`policies\`.`

/** The packs name what they judge; whoever has something else must not take a pass for a judgement. */
function unjudged({ terraform, cloudFormation }: Survey): string {
  const others = [terraform.length > 0 ? 'Terraform' : '', cloudFormation.length > 0 ? 'CloudFormation' : '']
  const names = others.filter((name) => name !== '').join(' and ')
  return names === ''
    ? ''
    : `\n# ${names} is judged by Rego policies alone: the pack names those that it has, docs/policies/README.md.`
}

/** Test suites hold manifests that are meant to fail. */
function paths({ suites, places }: Survey): string {
  const own = suites.filter((folder) => folder !== '.' && places.some((place) => folder.startsWith(`${place}/`)))
  if (own.length === 0) return ''
  const left = [...new Set(own)].map((folder) => `!${escaped(folder)}/**`)
  return `# What is judged. Manifests for tests of policies are meant to fail.\n${setting('paths', ['**', ...left])}`
}

const escaped = (path: string): string => path.replace(/[\\*?[\]{}()!+@|]/g, '\\$&')

/** Where there is nothing else that Rego could be meant for, it is meant for the manifests. */
function regoPaths(found: Survey): string {
  const { policies, manifests, terraform, plans, cloudFormation } = found
  if (!policies.some(({ engine }) => engine === 'rego')) return ''
  const isForManifests =
    policies.every(({ engine }) => engine === 'rego') &&
    terraform.length + plans.length + cloudFormation.length === 0 &&
    manifests.length > 0
  return isForManifests
    ? `# Rego judges infrastructure, and what is named here.\n${setting('rego-paths', ['**/*.yaml', '**/*.yml'])}`
    : `# Rego judges Terraform, CloudFormation, and what is named here.\n${commented(setting('rego-paths', ['**/Dockerfile']))}`
}

function plans({ asksPlan, plans: made }: Survey): string {
  if (!asksPlan) return ''
  const own = made.length === 0 ? '' : '\n# A plan that a pull request brings itself is refused.'
  return `# Policies look at Terraform plans: a step of the workflow makes one, and it is named here. Until then a change of the
# sources is an error (terraform.no-plan), because it would pass unseen.${own}\n${commented(setting('plans', ['plan.json']))}`
}

function params({ parameters }: Survey): string {
  const declared = [...new Map(parameters.map((one) => [one.name, one])).values()]
  if (declared.length === 0) return ''
  const lines = declared.map((one) => `#   ${one.name}: ${exampleOf(one)}${toGive(one)}`)
  return `# Values that the policies are written for.\n# params:\n${lines.join('\n')}`
}

const EMPTY = { string: '""', integer: '0', number: '0', boolean: 'false', array: '[]', object: '{}' } as const

function exampleOf({ default: known, type }: Declaration): string {
  return known === undefined || known === null ? EMPTY[type] : visibleLine(JSON.stringify(known))
}

const toGive = ({ default: known, type }: Declaration): string =>
  known === undefined ? ` # has to be given: ${type}` : ''

const LEVELS = `# enforce: policies that block in the cluster fail the check. audit: those that only report, too.
fail-on: enforce

# What of a change counts: what the base does not have in the same content.
scope: changed-resources`

const BASELINE = `# Violations that are there today need not count: \`policy-gate baseline write\` writes them down.
# baseline: .github/policy-gate-baseline.json`

function approvals({ owners }: Survey): string {
  const who =
    owners.length === 0
      ? `# Who may approve exceptions and changes of policies, beside the owners that CODEOWNERS names for them.
# owners:
#   - "@organisation/team"`
      : `# CODEOWNERS names owners of the policies, who may approve exceptions and changes: ${owners.map(visibleLine).join(', ')}.
# owners:
#   - "@organisation/another-team"`
  return `${who}

# Whether a change of policies and settings fails until an owner has approved it.
# require-approval-for-policy-changes: true`
}

function setting(key: string, values: readonly string[]): string {
  return yamlText({ [key]: values }).replace(/^"([\w-]+)":/, '$1:')
}

const commented = (text: string): string => text.replace(/^/gm, '# ')
