import type { Result, Status } from '../../model/result.ts'

/** One thing that both were asked, and did not answer alike. */
export interface Disagreement {
  readonly embedded: readonly Result[]
  readonly official: readonly Result[]
}

/**
 * Compares answer by answer: what only one side says is a disagreement as well. Results with an empty key are not compared.
 */
export function disagreements(
  embedded: readonly Result[],
  official: readonly Result[],
  keyOf: (result: Result) => string,
): readonly Disagreement[] {
  const [ours, theirs] = [grouped(embedded, keyOf), grouped(official, keyOf)]
  return [...new Set([...ours.keys(), ...theirs.keys()])]
    .map((key) => ({ embedded: ours.get(key) ?? [], official: theirs.get(key) ?? [] }))
    .filter((both) => statusesOf(both.embedded) !== statusesOf(both.official))
}

function grouped(
  results: readonly Result[],
  keyOf: (result: Result) => string,
): ReadonlyMap<string, readonly Result[]> {
  const groups = new Map<string, Result[]>()
  for (const result of results) {
    const key = keyOf(result)
    if (key !== '') groups.set(key, [...(groups.get(key) ?? []), result])
  }
  return groups
}

/** The statuses of rows for one thing, in an order that says nothing. */
export function statusesOf(rows: readonly { readonly status: string | Status }[]): string {
  return rows
    .map(({ status }) => status)
    .sort()
    .join(',')
}
