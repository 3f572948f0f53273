import { DIFFERENCES, type Difference } from '../../src/engines/official/differences.ts'
import type { Answer } from './answer.ts'
import type { PolicyText } from './corpus.ts'

export interface Disagreement {
  readonly policy: string
  readonly row: string
  readonly reference: string
  readonly embedded: string
  readonly messages: readonly [reference: string, embedded: string]
}

export interface Comparison {
  readonly agreed: number
  readonly disagreements: readonly Disagreement[]
  /** Disagreements that are on purpose, by their entry. */
  readonly expected: ReadonlyMap<Difference, readonly Disagreement[]>
}

/** Compares row by row; a row that only one side has is a disagreement. */
export function compare(policy: PolicyText, reference: Answer, embedded: Answer): Comparison {
  if (reference.refused !== undefined || embedded.refused !== undefined)
    return compareRefusals(policy, reference, embedded)
  const keys = new Set([...Object.keys(reference.rows), ...Object.keys(embedded.rows)])
  const found: Disagreement[] = []
  let agreed = 0
  for (const row of keys) {
    const [ours, theirs] = [statusesOf(embedded, row), statusesOf(reference, row)]
    if (ours === theirs) agreed += 1
    else
      found.push({
        policy: policy.path,
        row,
        reference: theirs,
        embedded: ours,
        messages: [messageOf(reference, row), messageOf(embedded, row)],
      })
  }
  return sorted(policy, agreed, found)
}

/** `unjudged` stands for a resource that a side passed over as a whole. */
function statusesOf({ rows, unjudged }: Answer, row: string): string {
  const resource = row.slice(row.indexOf('|', row.indexOf('|') + 1) + 1)
  return rows[row]?.join(',') ?? (unjudged[resource] === undefined ? '' : 'unjudged')
}

function messageOf({ messages, unjudged }: Answer, row: string): string {
  return messages[row] ?? unjudged[row.slice(row.indexOf('|', row.indexOf('|') + 1) + 1)] ?? ''
}

function compareRefusals(policy: PolicyText, reference: Answer, embedded: Answer): Comparison {
  if (reference.refused !== undefined && embedded.refused !== undefined) return sorted(policy, 1, [])
  const side = ({ refused }: Answer) => (refused === undefined ? 'applied' : 'refused')
  const messages = [reference.refused ?? '', embedded.refused ?? ''] as const
  return sorted(policy, 0, [
    { policy: policy.path, row: '', reference: side(reference), embedded: side(embedded), messages },
  ])
}

function sorted({ text }: PolicyText, agreed: number, found: readonly Disagreement[]): Comparison {
  const expected = new Map<Difference, Disagreement[]>()
  const disagreements: Disagreement[] = []
  for (const disagreement of found) {
    const entry = DIFFERENCES.find((difference) => covers(difference, text, disagreement))
    if (entry === undefined) disagreements.push(disagreement)
    else expected.set(entry, [...(expected.get(entry) ?? []), disagreement])
  }
  return { agreed, disagreements, expected }
}

const covers = (difference: Difference, text: string, { reference, embedded, messages }: Disagreement): boolean =>
  difference.reference === reference &&
  difference.because.test(messages[0]) &&
  difference.embedded.test(embedded) &&
  (difference.policy?.test(text) ?? true)

/** The sum of comparisons. */
export function total(comparisons: readonly Comparison[]): Comparison {
  const expected = new Map<Difference, readonly Disagreement[]>()
  for (const comparison of comparisons) {
    for (const [entry, some] of comparison.expected) expected.set(entry, [...(expected.get(entry) ?? []), ...some])
  }
  return {
    agreed: comparisons.reduce((sum, { agreed }) => sum + agreed, 0),
    disagreements: comparisons.flatMap(({ disagreements }) => disagreements),
    expected,
  }
}
