import type { DocumentRef } from '../model/document.ts'
import type { Finding } from '../model/finding.ts'
import type { Result } from '../model/result.ts'
import type { Suggestion } from '../model/suggestion.ts'
import { type AdviceInputs, textOf } from './advise.ts'
import type { Judgement } from './judge-again.ts'
import { lineChanges } from './line-changes.ts'
import { PolicyRules } from './policy-rules.ts'
import { inDocument, searchRemedy } from './search.ts'
import { editText } from './yaml-edit.ts'

/** `determined` where the policy leaves one answer, `examples` also where it takes others and what is written is to be chosen. */
export type Suggested = 'determined' | 'examples'

/** Findings of one run that are mended. */
const MOST = 300

/**
 * Mends what can be mended in each document, one finding after the other, each time judged again as the document is by then: two
 * remedies that are right alone may undo each other together. What came of it is told as lines to replace.
 */
export async function suggest(
  findings: readonly Finding[],
  inputs: AdviceInputs,
  wanted: Suggested,
): Promise<readonly Suggestion[]> {
  const rules = await PolicyRules.of(inputs.policies)
  const documents = new Map<string, Mending>()
  for (const finding of findings.filter(isMendable).slice(0, MOST)) {
    const { document } = finding.result
    const key = JSON.stringify([document.file, document.index])
    const text = textOf(document, inputs.texts)
    if (text === undefined) continue
    const mending = documents.get(key) ?? new Mending(document, text, inputs, rules)
    documents.set(key, mending)
    await mending.mend(finding.result, wanted)
  }
  return [...documents.values()].flatMap((mending) => mending.suggestions())
}

/** What does not count need not be mended, what is rendered has no file, and a line of a Secret must not be told. */
function isMendable({ result, marks, occurrences }: Finding): boolean {
  if (occurrences !== undefined || result.document.resource.kind === 'Secret') return false
  const isOpen = marks.inScope && marks.exception === undefined && marks.baselined !== true
  return isOpen && (result.status === 'fail' || result.status === 'warn')
}

/** One document on its way. */
class Mending {
  private readonly document: DocumentRef
  private readonly before: string
  private readonly inputs: AdviceInputs
  private readonly rules: PolicyRules
  private readonly reasons = new Set<string>()
  private text: string

  constructor(document: DocumentRef, text: string, inputs: AdviceInputs, rules: PolicyRules) {
    this.document = document
    this.before = text
    this.text = text
    this.inputs = inputs
    this.rules = rules
  }

  /** Nothing is done where the rule was satisfied by what was mended before. */
  async mend(result: Result, wanted: Suggested): Promise<void> {
    const { document } = result
    const rule = this.rules.ruleOf(result.policy, result.rule, document.resource.kind)
    const now = rule === undefined ? undefined : await this.inputs.judge(document, this.text, true)
    const same = now === undefined ? undefined : stillThere(now, result)
    if (rule === undefined || now === undefined || same === undefined) return
    const patient = { document, text: this.text, before: now, result: same, rule }
    const remedy = await searchRemedy(patient, this.inputs.judge)
    if (remedy === undefined || (wanted === 'determined' && remedy.choices.length > 0)) return
    const written = await editText(this.text, inDocument(remedy.edits, document.root))
    if (written === undefined) return
    this.text = written
    this.reasons.add(`${result.policy.name}/${result.rule}`)
  }

  suggestions(): readonly Suggestion[] {
    const { file, line } = this.document
    const reason = [...this.reasons].join(', ')
    return lineChanges(this.before.split('\n'), this.text.split('\n')).map(({ start, end, lines }) => ({
      file,
      line: line + start,
      endLine: line + end - 1,
      text: lines.join('\n').replace(/\r$/, ''),
      reason,
    }))
  }
}

function stillThere({ results }: Judgement, { policy, rule, status }: Result): Result | undefined {
  return results.find((one) => one.policy.id === policy.id && one.rule === rule && one.status === status)
}
