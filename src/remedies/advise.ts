import { LineIndex } from '../documents/positions.ts'
import type { Advice, Expectation } from '../model/advice.ts'
import type { DocumentRef } from '../model/document.ts'
import type { Finding } from '../model/finding.ts'
import type { PolicyFile } from '../model/source.ts'
import { valueAt } from './edits.ts'
import type { JudgeAgain, Judgement } from './judge-again.ts'
import { literalsIn } from './literals.ts'
import { type PolicyRule, PolicyRules } from './policy-rules.ts'
import { searchRemedy } from './search.ts'

export interface AdviceInputs {
  readonly policies: readonly PolicyFile[]
  /** File → its text as it was judged. */
  readonly texts: ReadonlyMap<string, string>
  readonly judge: JudgeAgain
}

/** Findings of one run for which remedies are looked for; the others keep what their rules ask. */
const MOST_REMEDIES = 60

/** Says of each failure what its rule asks for, and how to mend it where that can be told and proven. */
export async function advise(findings: readonly Finding[], inputs: AdviceInputs): Promise<readonly Finding[]> {
  const adviser = new Adviser(await PolicyRules.of(inputs.policies), inputs)
  const advised: Finding[] = []
  // what was rendered has no file that a remedy could be written to
  for (const finding of findings) advised.push(isWritten(finding) ? await adviser.advise(finding) : finding)
  return advised
}

const isWritten = ({ occurrences, location, result }: Finding): boolean =>
  occurrences === undefined || location.file === result.document.file

class Adviser {
  private readonly rules: PolicyRules
  private readonly inputs: AdviceInputs
  private readonly judged = new Map<DocumentRef, Promise<Judgement | undefined>>()
  private left = MOST_REMEDIES

  constructor(rules: PolicyRules, inputs: AdviceInputs) {
    this.rules = rules
    this.inputs = inputs
  }

  async advise(finding: Finding): Promise<Finding> {
    const { result } = finding
    if (result.status !== 'fail' && result.status !== 'warn') return finding
    const rule = this.rules.ruleOf(result.policy, result.rule, result.document.resource.kind)
    if (rule === undefined) return finding
    return { ...finding, advice: await this.adviceFor(finding, rule) }
  }

  private async adviceFor({ result, path, marks }: Finding, rule: PolicyRule): Promise<Advice> {
    const expectation = expectationOf(rule, path)
    const text = textOf(result.document, this.inputs.texts)
    if (text === undefined || !marks.inScope || this.left-- <= 0) return { expectation }
    const before = await this.before(result.document, text)
    const same = before?.results.find(
      (one) => one.policy.id === result.policy.id && one.rule === result.rule && one.status === result.status,
    )
    if (before === undefined || same === undefined) return { expectation }
    const patient = { document: result.document, text, before, result: same, rule }
    const remedy = await searchRemedy(patient, this.inputs.judge)
    return remedy === undefined ? { expectation } : { expectation, remedy }
  }

  /** A document is judged alone once, so that every remedy is compared with the same. */
  private before(document: DocumentRef, text: string): Promise<Judgement | undefined> {
    const known = this.judged.get(document) ?? this.inputs.judge(document, text, true)
    this.judged.set(document, known)
    return known
  }
}

/** The lines of a document; what stood at the base and is gone has none. */
export function textOf(document: DocumentRef, texts: ReadonlyMap<string, string>): string | undefined {
  const text = texts.get(document.file)
  if (text === undefined || document.removed === true) return undefined
  const lines = new LineIndex(text)
  return text.slice(lines.startOf(document.line), lines.startOf(document.endLine + 1))
}

function expectationOf(
  { kind, condition, text, file, line, endLine, root }: PolicyRule,
  path: Finding['path'],
): Expectation {
  const inside = path?.slice(root.length).map((step) => (typeof step === 'number' ? 0 : step)) ?? []
  const there = kind === 'pattern' ? deepest(condition, inside) : condition
  return { kind, text, file, line, endLine, values: literalsIn(there) }
}

/** The part of a pattern that stands for a place, as far as the pattern goes. */
function deepest(pattern: unknown, path: readonly (string | number)[]): unknown {
  for (let length = path.length; length > 0; length--) {
    const found = valueAt(pattern, path.slice(0, length))
    if (found !== undefined) return found
  }
  return pattern
}
