import type { NodePath } from '../../model/position.ts'
import type { Channel } from '../channel.ts'
import { type Candidate, candidatesIn } from './candidates.ts'
import type { WireDocumentContent, WirePolicy, WireProbed, WireRow } from './wire.ts'

/** Where a failure comes from: places best first, and whether the first was proven or only mentioned. */
export interface Cause {
  readonly paths: readonly NodePath[]
  readonly proven: boolean
}

/** The document, and the admission request that it was judged as. */
export interface JudgedAs {
  readonly handle: number
  readonly operation?: string
  readonly old?: number
}

/** Asks what a rule would say of the document without some of its parts. */
type Probe = (removals: readonly (readonly NodePath[])[]) => Promise<readonly string[]>

/** A pattern rule names the place in its message; there is nothing to find. */
const NAMES_ITS_PLACE = /\bat path \//

/** Findings of one document that are probed; the rest keep the places that their rules mention. */
const MAX_PROBED = 50

/**
 * Finds the cause of each failed row without knowing any policy language: the rule says which places it looks at, and
 * the engine is asked again with each of them missing. What turns the answer is the cause; where several do, the
 * deepest is the closest.
 */
export async function findCauses(
  channel: Channel,
  request: JudgedAs,
  rows: readonly WireRow[],
  policies: readonly WirePolicy[],
): Promise<ReadonlyMap<number, Cause>> {
  const causes = new Map<number, Cause>()
  const failed = [...rows.entries()].filter(([, row]) => isUnplaced(row))
  if (failed.length === 0) return causes
  const content = await channel.ask<WireDocumentContent>('document', { handle: request.handle })
  if (!content.ok) return causes
  for (const [count, [index, row]] of failed.entries()) {
    const policy = policies[row.policy] as WirePolicy
    const candidates = candidatesIn(content.value.object, policy.named?.[row.rule] ?? policy.named?.[''] ?? [])
    if (candidates.length === 0) continue
    const cause =
      count < MAX_PROBED ? await searchCause(candidates, probeOf(channel, request, row)) : mentioned(candidates)
    causes.set(index, cause)
  }
  return causes
}

function isUnplaced(row: WireRow): boolean {
  return row.status === 'fail' && row.type === 'Validation' && !NAMES_ITS_PLACE.test(row.message ?? '')
}

function probeOf(channel: Channel, judged: JudgedAs, row: WireRow): Probe {
  return async (removals) => {
    if (removals.length === 0) return []
    const request = { ...judged, only: row.policy, rule: row.rule, removals }
    const answer = await channel.ask<WireProbed>('probe', request)
    return answer.ok && answer.value.error === undefined ? answer.value.statuses : []
  }
}

async function searchCause(candidates: readonly Candidate[], probe: Probe): Promise<Cause> {
  const search = new Search(candidates, probe)
  const found = await search.within(candidates, [], 1)
  return found.length === 0 ? mentioned(candidates) : { paths: found, proven: true }
}

/** A candidate whose end is missing is named in full: its location is the nearest thing that is there. */
const full = (candidate: Candidate): NodePath => [...candidate.path, ...candidate.missing]

const mentioned = (candidates: readonly Candidate[]): Cause => ({ paths: candidates.map(full), proven: false })

/** One search for the causes of one failure. */
class Search {
  private readonly leaves: readonly Candidate[]
  private readonly probe: Probe

  constructor(leaves: readonly Candidate[], probe: Probe) {
    this.leaves = leaves
    this.probe = probe
  }

  /**
   * Causes among some candidates while `gone` is missing already. `depth` counts the lists around them: when several
   * items of a list fail, removing one changes nothing, but keeping one and removing the others does tell.
   */
  async within(
    candidates: readonly Candidate[],
    gone: readonly NodePath[],
    depth: number,
  ): Promise<readonly NodePath[]> {
    const items = itemsAt(candidates, depth)
    const single = await this.turning([...candidates, ...items], gone)
    if (single !== undefined) return [this.closest(single)]
    if (items.length < 2) return items.length === 0 ? [] : this.within(candidates, gone, depth + 1)
    return this.amongItems(candidates, items, gone, depth)
  }

  private async amongItems(
    candidates: readonly Candidate[],
    items: readonly Candidate[],
    gone: readonly NodePath[],
    depth: number,
  ): Promise<readonly NodePath[]> {
    const without = items.map((item) => [...gone, ...items.filter((other) => other !== item).map(({ path }) => path)])
    const statuses = await this.probe(without.map(sorted))
    const found: NodePath[] = []
    for (const [index, item] of items.entries()) {
      if (statuses[index] !== 'fail') continue
      const inside = candidates.filter((candidate) => startsWith(candidate.path, item.path))
      const deeper = await this.within(inside, without[index] as NodePath[], depth + 1)
      found.push(...(deeper.length > 0 ? deeper : [this.closest(item)]))
    }
    return found
  }

  /** The deepest candidate without which the rule no longer fails; the first in the document among equals. */
  private async turning(candidates: readonly Candidate[], gone: readonly NodePath[]): Promise<Candidate | undefined> {
    const statuses = await this.probe(candidates.map(({ path }) => sorted([...gone, path])))
    const found = candidates.filter((_, index) => turned(statuses[index]))
    return [...found].sort((a, b) => b.path.length - a.path.length)[0]
  }

  /**
   * Inside an item of a list, the one place that the rule looks at is closer than the item: a rule that reads a field
   * cannot be asked without it, since it answers an error then.
   */
  private closest(candidate: Candidate): NodePath {
    if (typeof candidate.path.at(-1) !== 'number') return full(candidate)
    const inside = this.leaves.filter((leaf) => leaf !== candidate && startsWith(leaf.path, candidate.path))
    return full(inside.length === 1 ? (inside[0] as Candidate) : candidate)
  }
}

/** A rule that answers an error without the part says nothing about it. */
const turned = (status: string | undefined): boolean => status === '' || status === 'pass' || status === 'skip'

/** The items of lists that candidates lie in, at the nth list from the root. */
function itemsAt(candidates: readonly Candidate[], depth: number): readonly Candidate[] {
  const items = new Map<string, Candidate>()
  for (const { path } of candidates) {
    const indices = [...path.keys()].filter((at) => typeof path[at] === 'number')
    const at = indices[depth - 1]
    if (at === undefined) continue
    const item = path.slice(0, at + 1)
    items.set(JSON.stringify(item), { path: item, missing: [] })
  }
  return [...items.values()]
}

function startsWith(path: NodePath, prefix: NodePath): boolean {
  return prefix.every((step, index) => path[index] === step)
}

const sorted = (paths: readonly NodePath[]): readonly NodePath[] => [...paths].sort(byPosition)

/** The engine removes the last path first, so that the indices of those before it stay right. */
function byPosition(a: NodePath, b: NodePath): number {
  for (const [index, step] of a.entries()) {
    const other = b[index]
    if (other === undefined) return 1
    if (step !== other)
      return typeof step === 'number' && typeof other === 'number'
        ? step - other
        : String(step) < String(other)
          ? -1
          : 1
  }
  return a.length - b.length
}
