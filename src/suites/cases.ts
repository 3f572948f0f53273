import type { WireRow } from '../engines/kyverno/wire.ts'
import { ConfigError } from '../errors.ts'
import type { PolicyInfo } from '../model/policy.ts'
import type { SuiteCase } from '../model/suite.ts'
import { type KubernetesObject, sameIdentity, sameObject } from './compare-objects.ts'
import type { Answered, JudgedSuite } from './judge-suite.ts'
import { identityOf, selectorsOf } from './select.ts'
import type { Expectation } from './suite-file.ts'

/** Gives the objects that a file of expected resources holds. */
export type ReadObjects = (path: string) => Promise<readonly unknown[]>

/** What a case says beyond the expected result it belongs to. */
type Outcome = Pick<SuiteCase, 'resource' | 'actual' | 'outcome'> & { readonly message?: string | undefined }

/**
 * The cases of one expected result. Where `kyverno test` is lenient this is not: a policy, rule or resource that is not
 * there is missing, and a result without the answer of any rule tests nothing (unless a skip is expected).
 */
export async function casesOf(
  expected: Expectation,
  judged: JudgedSuite,
  read: ReadObjects,
): Promise<readonly SuiteCase[]> {
  const { policy, rule, result } = expected
  const outcomes = await outcomesOf(expected, judged, read)
  return outcomes.map(({ message = '', ...outcome }) => ({ policy, rule, expected: result, ...outcome, message }))
}

async function outcomesOf(expected: Expectation, judged: JudgedSuite, read: ReadObjects): Promise<readonly Outcome[]> {
  const policies = policiesNamed(judged, expected.policy)
  if (policies.length === 0) return [missing('policy not found', faults(judged))]
  if (!hasRule(policies, expected.rule)) return [missing('rule not found')]
  const answers = judged.answers.get(expected.operation ?? '') ?? []
  const outcomes: Outcome[] = []
  for (const { label, matches } of selectorsOf(expected)) {
    const selected = answers.filter(matches)
    if (selected.length === 0) outcomes.push({ ...missing('resource not found'), resource: label })
    else outcomes.push(...(await selectedOutcomes(expected, policies, selected, read)))
  }
  return outcomes
}

/**
 * A name may select several resources, of which the rule is about some. Only where it answers for none of them is
 * nothing tested.
 */
async function selectedOutcomes(
  expected: Expectation,
  policies: readonly PolicyInfo[],
  selected: readonly Answered[],
  read: ReadObjects,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  for (const answered of selected) {
    for (const row of answered.rows.filter((one) => isAbout(one, expected, policies))) {
      outcomes.push({ resource: identityOf(answered), ...(await rowOutcome(expected, row, read)) })
    }
  }
  return outcomes.length > 0 ? outcomes : selected.map((answered) => unanswered(expected, policies, answered))
}

function unanswered({ result, rule }: Expectation, policies: readonly PolicyInfo[], answered: Answered): Outcome {
  const resource = identityOf(answered)
  const rules = policies.flatMap((policy) =>
    policy.rules.filter(({ name }) => isRuleless(policy) || isNamed(name, rule)),
  )
  const [kind] = rules.every(({ judged }) => !judged) ? rules.map((one) => one.kind) : []
  if (kind !== undefined) return { resource, actual: 'not judged', outcome: 'unjudged', message: UNJUDGED(kind) }
  return { resource, actual: 'no answer', outcome: result === 'skip' ? 'skipped' : 'vacuous' }
}

const UNJUDGED = (kind: string): string => `${kind} rules are not judged here; run this suite with \`kyverno test\``

async function rowOutcome(expected: Expectation, row: WireRow, read: ReadObjects): Promise<Omit<Outcome, 'resource'>> {
  const difference = await patchDifference(expected, row, read)
  if (difference !== undefined) return { ...difference, message: row.message }
  const agreed = expected.result === 'skip' ? 'skipped' : 'passed'
  return {
    actual: row.status,
    outcome: row.status === expected.result ? agreed : 'disagrees',
    message: row.message,
  }
}

/** Undefined when the object after mutation is the expected one, or none is expected. */
async function patchDifference(
  { patchedResources: path, result, failOnMissingResources }: Expectation,
  row: WireRow,
  read: ReadObjects,
): Promise<Pick<Outcome, 'actual' | 'outcome'> | undefined> {
  if (path === undefined) return undefined
  const actual = (row.target ?? row.patched) as KubernetesObject | undefined
  const objects = await expectedObjects(path, read)
  if (objects === undefined) return { actual: `${path} cannot be read`, outcome: 'missing' }
  const wanted = actual && objects.find((object) => sameIdentity(object, actual))
  if (actual !== undefined && wanted !== undefined) return sameObject(actual, wanted) ? undefined : DIFFERS
  // What a rule leaves alone need not be described. `kyverno test` drops any result without a word when its object is not.
  if (row.status === result && result !== 'pass' && failOnMissingResources !== true) return undefined
  const reason = actual === undefined ? 'nothing was mutated' : `${path} does not describe the object`
  return { actual: `${row.status}, and ${reason}`, outcome: 'missing' }
}

const DIFFERS = { actual: 'the mutated resource differs from the expected one', outcome: 'disagrees' } as const

async function expectedObjects(path: string, read: ReadObjects): Promise<readonly KubernetesObject[] | undefined> {
  try {
    return (await read(path)).filter((value) => typeof value === 'object' && value !== null)
  } catch (error) {
    if (error instanceof ConfigError) return undefined
    throw error
  }
}

/** A policy is named alone or, with its namespace, as `namespace/name`. */
function policiesNamed({ policies }: JudgedSuite, policy: string): readonly PolicyInfo[] {
  const [name, namespace] = policy.split('/').reverse()
  return policies.filter((one) => one.name === name && (namespace === undefined || one.namespace === namespace))
}

/** Kinds whose policies have one unnamed rule; a rule that a suite names for them is not looked at. */
function isRuleless({ kind }: PolicyInfo): boolean {
  return /^(Namespaced)?(Validating|Mutating|ImageValidating|Generating|Deleting)(Admission)?Policy$/.test(kind)
}

function hasRule(policies: readonly PolicyInfo[], rule: string): boolean {
  return policies.some(
    (policy) => isRuleless(policy) || rule === '' || policy.rules.some(({ name }) => isNamed(name, rule)),
  )
}

/** A suite may name a rule as it is written or as it was generated for controllers. */
function isNamed(written: string, named: string): boolean {
  return named === '' || named === written || named.replace(/^autogen-(cronjob-)?/, '') === written
}

function isAbout(row: WireRow, { rule }: Expectation, policies: readonly PolicyInfo[]): boolean {
  const policy = policies.find(({ id }) => id === row.policy)
  if (policy === undefined) return false
  return rule === '' || isRuleless(policy) || [rule, `autogen-${rule}`, `autogen-cronjob-${rule}`].includes(row.rule)
}

const missing = (actual: string, message?: string): Outcome => ({ resource: '', actual, outcome: 'missing', message })

/** A policy is often not there because it did not load. */
function faults({ diagnostics }: JudgedSuite): string {
  return diagnostics.map(({ message }) => message).join('; ')
}
