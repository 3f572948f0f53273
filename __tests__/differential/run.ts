// Compares the embedded Kyverno engine with the official CLI, row by row: npm run differential
//
//   --corpus DIR      a folder of policies with their test resources (a checkout of kyverno/policies)
//   --resources N     how many resources of the corpus are judged (default 420)
//   --generated N     how many generated manifests are judged (default 200)
//   --seed N          for the generated manifests
//   --only TEXT       policies whose path contains the text
//   --slice           a small part, and only if the CLI was built before: what every change is checked with
//   --json FILE       writes all disagreements
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { referenceCli } from '../../scripts/reference/cli.ts'
import { DIFFERENCES } from '../../src/engines/official/differences.ts'
import { ROOT } from '../support/built.ts'
import type { Answer } from './answer.ts'
import { type Comparison, compare, total } from './compare.ts'
import { type Manifest, type PolicyText, policiesOf, sampleResources } from './corpus.ts'
import { generateManifests } from './generated.ts'
import { askEmbedded } from './ours.ts'
import { askReference, type Reference } from './reference.ts'

const { values } = parseArgs({
  options: {
    corpus: { type: 'string', default: join(ROOT, '../shared/conformance/kyverno-policies') },
    resources: { type: 'string', default: '420' },
    generated: { type: 'string', default: '200' },
    seed: { type: 'string', default: '20250' },
    only: { type: 'string', default: '' },
    slice: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
})

const reference = referenceCli({ build: !values.slice })
if ('skipped' in reference) skip(reference.skipped)
else if (!existsSync(values.corpus)) skip('no corpus')
else await run(reference)

function skip(why: string): void {
  console.log(`skipped: ${why}`)
}

async function run(reference: Reference): Promise<void> {
  const every = values.slice ? 12 : 1
  const policies = policiesOf(values.corpus).filter(
    ({ path }, index) => path.includes(values.only) && index % every === 0,
  )
  const share = (count: string) => Math.ceil(Number(count) / every)
  const comparisons = [
    await judge(reference, 'corpus', policies, sampleResources(values.corpus, share(values.resources))),
    await judge(reference, 'generated', policies, generateManifests(share(values.generated), Number(values.seed))),
  ]
  const sum = total(comparisons)
  report(sum)
  const unused = values.slice || values.only !== '' ? [] : DIFFERENCES.filter((entry) => !sum.expected.has(entry))
  for (const { reason } of unused) console.log(`UNUSED difference: ${reason}`)
  console.log(`${sum.agreed} passed, ${sum.disagreements.length + unused.length} failed`)
  // nothing compared is nothing proven
  if (sum.disagreements.length + unused.length > 0 || sum.agreed === 0) process.exitCode = 1
}

async function judge(
  reference: Reference,
  what: string,
  policies: readonly PolicyText[],
  manifests: readonly Manifest[],
): Promise<Comparison> {
  console.log(`${what}: ${policies.length} policies × ${manifests.length} resources`)
  const started = performance.now()
  const theirs = askReference(reference, policies, manifests, (known) => {
    console.log(`  kyverno ${reference.version}: ${known} of ${policies.length} policies (${seconds(started)} s)`)
  })
  const asked = performance.now()
  const ours = await askEmbedded(policies, manifests)
  const sum = total(policies.map((policy, index) => compare(policy, theirs[index] as Answer, ours[index] as Answer)))
  const differ = [...sum.expected.values()].reduce((count, some) => count + some.length, sum.disagreements.length)
  const refused = ours.filter((answer) => answer.refused !== undefined).length
  console.log(
    `  ${sum.agreed} rows agree, ${differ} differ; ${refused} policies refused; embedded engine ${seconds(asked)} s`,
  )
  return sum
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1)
}

function report({ expected, disagreements }: Comparison): void {
  for (const [entry, some] of expected) console.log(`on purpose, ${some.length} rows: ${entry.reason}`)
  for (const { policy, row, reference, embedded, messages } of disagreements.slice(0, 40)) {
    console.log(
      `DISAGREE ${policy} ${row}\n  kyverno: ${reference || '(no row)'} ${messages[0]}\n  embedded: ${embedded || '(no row)'} ${messages[1]}`,
    )
  }
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(disagreements, null, 1))
}
