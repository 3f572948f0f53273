// Judges manifests and infrastructure that others consider sane by the built-in policies: `npm run noise -- [--corpus DIR]`. What they
// find there is noise. The corpus of manifests is kept outside of the repository, like that of the conformance runs; infrastructure is
// fetched. The result is docs/policies/noise.md; a policy that blocks more than two in a hundred is a failure.
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { parse } from 'yaml'
import { ROOT } from '../support/built.ts'
import { infrastructureNoise } from './noise-infrastructure.ts'
import { manifestsNoise } from './noise-manifests.ts'
import { type Level, type Measured, noiseReport } from './noise-report.ts'
import { textOf } from './packs.ts'

const { values } = parseArgs({ options: { corpus: { type: 'string' } } })
const corpus = join(values.corpus ?? join(ROOT, '../shared/conformance'), 'kyverno-policies')

if (existsSync(corpus)) await measure()
else console.log(`skipped: no corpus at ${corpus}`)

async function measure(): Promise<void> {
  const levels = baseline()
  const measured = [await kubernetes(levels), await terraform(levels), await cloudFormation(levels)]
  const { text, loud } = noiseReport(measured)
  writeFileSync(join(ROOT, 'docs/policies/noise.md'), text)
  for (const { policy, rule, judged, found } of loud)
    console.log(`too loud to block: ${policy}/${rule}: ${found} of ${judged}`)
  const rules = measured.reduce((sum, { counted }) => sum + counted.length, 0)
  console.log(`${measured.map(({ about }) => about).join('\n')}\ndocs/policies/noise.md is written`)
  console.log(`${rules - loud.length} passed, ${loud.length} failed`)
  process.exitCode = loud.length > 0 ? 1 : 0
}

async function kubernetes(levels: ReadonlyMap<string, Level>): Promise<Measured> {
  const { manifests, counted } = await manifestsNoise(corpus, levels)
  const about = `The resources that a public corpus of Kyverno policies calls good, and the charts and kustomizations that our own tests render: ${manifests} manifests.`
  return { title: 'Kubernetes', about, counted }
}

async function terraform(levels: ReadonlyMap<string, Level>): Promise<Measured> {
  const { resources, counted } = await infrastructureNoise('terraform', levels)
  const about = `The sources by which Determined AI, Jupyter and MLStacks are installed with Amazon, Google and Azure: ${resources} resources, of every
type; where credentials are looked for, variables, data, modules and providers are counted, too. What is found is not always a mistake of the policy: some of these
sources have default passwords and access keys.`
  return { title: 'Terraform', about, counted }
}

async function cloudFormation(levels: ReadonlyMap<string, Level>): Promise<Measured> {
  const { resources, counted } = await infrastructureNoise('cloudformation', levels)
  const about = `What thirteen of the AWS Solutions Constructs make, and the templates by which Determined AI is installed: ${resources} resources, of
every type.`
  return { title: 'CloudFormation', about, counted }
}

interface Manifest {
  readonly packs: Readonly<
    Record<string, { readonly members: readonly { readonly policy: string; readonly level: Level }[] }>
  >
}

function baseline(): ReadonlyMap<string, Level> {
  const { packs } = parse(textOf('policies/packs.yaml')) as Manifest
  return new Map(packs['agent-baseline']?.members.map(({ policy, level }) => [policy, level]))
}
