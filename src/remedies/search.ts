import type { Edit, Remedy } from '../model/advice.ts'
import type { DocumentRef } from '../model/document.ts'
import type { NodePath } from '../model/position.ts'
import type { Result, Status } from '../model/result.ts'
import { draftOfPolicy, draftsFor } from './drafts.ts'
import { applyEdits, isSame } from './edits.ts'
import type { JudgeAgain, Judgement } from './judge-again.ts'
import type { Draft } from './pattern.ts'
import type { PolicyRule } from './policy-rules.ts'
import { editText } from './yaml-edit.ts'

/** A finding to be mended: the text of its document alone, and what the engine says of it. */
export interface Patient {
  readonly document: DocumentRef
  readonly text: string
  readonly before: Judgement
  readonly result: Result
  readonly rule: PolicyRule
}

/** How often the engine is asked for one finding, and how many steps a remedy may take. */
const MOST_TRIALS = 40
const MOST_STEPS = 5

/** Looks for edits after which the rule passes and nothing else got worse, by trying. */
export async function searchRemedy(patient: Patient, judge: JudgeAgain): Promise<Remedy | undefined> {
  const search = new Search(patient, judge)
  const own = draftOfPolicy({ ...caseOf(patient, patient.before, patient.result) })
  if (own !== undefined && (await search.settles(own))) return remedyOf([own], 'policy')
  const found = await search.from([], patient.before, patient.result, 0)
  return found === undefined ? undefined : remedyOf(found, 'condition')
}

class Search {
  private readonly patient: Patient
  private readonly judge: JudgeAgain
  private trials = 0

  constructor(patient: Patient, judge: JudgeAgain) {
    this.patient = patient
    this.judge = judge
  }

  async settles(draft: Draft): Promise<boolean> {
    const after = await this.after([draft], false)
    return after !== undefined && this.isMended(after)
  }

  /** Drafts that lead from a judgement to a good one; a rule that fails for another reason by now is on its way. */
  async from(
    done: readonly Draft[],
    now: Judgement,
    result: Result,
    step: number,
  ): Promise<readonly Draft[] | undefined> {
    const nearer: Draft[] = []
    for (const draft of draftsFor(caseOf(this.patient, now, result))) {
      const after = await this.after([...done, draft], false)
      if (after === undefined) continue
      if (this.isMended(after)) return [...done, draft]
      if (this.isWayOn(after, result)) nearer.push(draft)
    }
    return step + 1 < MOST_STEPS ? this.further(done, nearer, step + 1) : undefined
  }

  private async further(
    done: readonly Draft[],
    nearer: readonly Draft[],
    step: number,
  ): Promise<readonly Draft[] | undefined> {
    for (const draft of nearer.slice(0, 2)) {
      const after = await this.after([...done, draft], true)
      const result = after === undefined ? undefined : worst(after, this.patient.result)
      if (after === undefined || result === undefined) continue
      const found = await this.from([...done, draft], after, result, step)
      if (found !== undefined) return found
    }
    return undefined
  }

  /** The document after some drafts, written into its text; undefined when the text does not come to the same. */
  private async after(drafts: readonly Draft[], places: boolean): Promise<Judgement | undefined> {
    if (this.trials >= MOST_TRIALS) return undefined
    const { document, text, before } = this.patient
    const edits = drafts.flatMap((draft) => draft.edits)
    const written = await editText(text, inDocument(edits, document.root))
    if (written === undefined || written === text) return undefined
    this.trials++
    const after = await this.judge(document, written, places)
    if (after === undefined || !isSame(after.object, applyEdits(before.object, edits))) return undefined
    return after
  }

  /** Only a pass is a remedy: a rule that is skipped no longer applies, and was evaded. */
  private isMended(after: Judgement): boolean {
    const { result, before } = this.patient
    const status = statusesOf(after).get(keyOf(result))
    return status === 'pass' && !gotWorse(before, after)
  }

  private isWayOn(after: Judgement, result: Result): boolean {
    const now = worst(after, result)
    return now?.status === 'fail' && now.message !== result.message && !gotWorse(this.patient.before, after)
  }
}

function caseOf({ rule }: Patient, { object, resource }: Judgement, { paths, message }: Result) {
  return { rule, object, resource, causes: paths, message }
}

function worst({ results }: Judgement, result: Result): Result | undefined {
  return results.find((other) => keyOf(other) === keyOf(result) && other.status === 'fail')
}

const keyOf = ({ policy, rule }: Result): string => `${policy.id} ${rule}`

const RANKS: Readonly<Record<Status, number>> = { pass: 0, skip: 0, warn: 1, fail: 2, error: 3 }

/** The worst answer of each rule. */
function statusesOf({ results }: Judgement): ReadonlyMap<string, Status> {
  const statuses = new Map<string, Status>()
  for (const result of results) {
    const known = statuses.get(keyOf(result))
    if (known === undefined || RANKS[result.status] > RANKS[known]) statuses.set(keyOf(result), result.status)
  }
  return statuses
}

function gotWorse(before: Judgement, after: Judgement): boolean {
  const earlier = statusesOf(before)
  return [...statusesOf(after)].some(([key, status]) => RANKS[status] > RANKS[earlier.get(key) ?? 'pass'])
}

/** A resource may be a part of its document: an item of a list. */
export function inDocument(edits: readonly Edit[], root: NodePath): readonly Edit[] {
  return root.length === 0 ? edits : edits.map((edit) => ({ ...edit, path: [...root, ...edit.path] }))
}

function remedyOf(drafts: readonly Draft[], source: Remedy['source']): Remedy {
  return {
    edits: drafts.flatMap(({ edits }) => edits),
    choices: drafts.flatMap(({ choices }) => choices),
    source,
  }
}
