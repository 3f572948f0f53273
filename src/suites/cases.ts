import type { WireRow } from '../engines/kyverno/wire.ts'
import type { PolicyInfo } from '../model/policy.ts'
import type { SuiteCase } from '../model/suite.ts'
import type { Answered, JudgedSuite } from './judge-suite.ts'
import { isAbout, policiesNamed, rulesNamed } from './named-policies.ts'
import { patchDifference, type ReadObjects } from './patched-resources.ts'
import { identityOf, selectorsOf } from './select.ts'
import type { Expectation } from './suite-file.ts'

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
  const policies = policiesNamed(judged.policies, expected.policy)
  if (policies.length === 0) return [missing('policy not found', faults(judged))]
  if (policies.every((policy) => rulesNamed(policy, expected.rule).length === 0)) return [missing('rule not found')]
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
    const resource = identityOf(answered)
    for (const row of answered.rows.filter((one) => isAbout(one, policies, expected.rule))) {
      outcomes.push({ resource, ...(unjudgedRow(row, policies) ?? (await rowOutcome(expected, row, read))) })
    }
  }
  return outcomes.length > 0 ? outcomes : selected.map((answered) => unanswered(expected, policies, answered))
}

async function rowOutcome(expected: Expectation, row: WireRow, read: ReadObjects): Promise<Omit<Outcome, 'resource'>> {
  const difference = await patchDifference(expected, row, read)
  if (difference !== undefined) return { ...difference, message: row.message }
  const agreed = expected.result === 'skip' ? 'skipped' : 'passed'
  const outcome = row.status === expected.result ? agreed : 'disagrees'
  return { actual: row.status, outcome, message: row.message }
}

/** An error that says that signatures cannot be verified here is not the error that a suite may expect. */
function unjudgedRow(row: WireRow, policies: readonly PolicyInfo[]): Omit<Outcome, 'resource'> | undefined {
  const policy = policies.find(({ id }) => id === row.policy)
  const [rule] = policy === undefined ? [] : rulesNamed(policy, row.rule)
  return row.status === 'error' && rule?.judged === false ? notJudged(rule.kind) : undefined
}

function unanswered({ result, rule }: Expectation, policies: readonly PolicyInfo[], answered: Answered): Outcome {
  const resource = identityOf(answered)
  const rules = policies.flatMap((policy) => rulesNamed(policy, rule))
  const [never] = rules.every(({ kind }) => NEVER_ANSWER.has(kind)) ? rules : []
  if (never !== undefined) return { resource, ...notJudged(never.kind) }
  return { resource, actual: 'no answer', outcome: result === 'skip' ? 'skipped' : 'vacuous' }
}

/** Rules that no resource is judged by, at admission or here. */
const NEVER_ANSWER = new Set(['generate', 'cleanup'])

function notJudged(kind: string): Omit<Outcome, 'resource'> {
  const message = `${kind} rules are not judged here; run this suite with \`kyverno test\``
  return { actual: 'not judged', outcome: 'unjudged', message }
}

const missing = (actual: string, message?: string): Outcome => ({ resource: '', actual, outcome: 'missing', message })

/** A policy is often not there because it did not load. */
function faults({ diagnostics }: JudgedSuite): string {
  return diagnostics.map(({ message }) => message).join('; ')
}
