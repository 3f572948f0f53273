import { distinct } from '../engines/distinct-diagnostics.ts'
import type { Judged } from '../engines/engine.ts'
import type { Judging, Question } from '../engines/judging.ts'
import type { Whose } from '../exceptions/law.ts'
import type { Grounds } from '../hearing.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { DocumentRef } from '../model/document.ts'
import { isCompiled, type PolicyInfo } from '../model/policy.ts'
import type { Result } from '../model/result.ts'
import { VERSION } from '../version.ts'
import type { Part, PartJudgement, PartResult } from './part-schema.ts'
import { different, lawless, type Named, torn } from './problems.ts'
import { restsOf } from './rests.ts'
import { shareOf } from './share.ts'

/** Answers from parts, which are read once they are asked for: whatever else is wrong is told first, as without shards. */
export function joining(read: () => Promise<readonly Named<Part>[]>): (whose: Whose, grounds: Grounds) => Judging {
  let reading: Promise<readonly Named<Part>[]> | undefined
  const parts = () => {
    reading ??= read()
    return reading
  }
  return (whose, grounds) => joinParts(parts, whose, grounds)
}

/**
 * Answers from the parts that the shards left. It is checked against what the merge itself has read and loaded that they answer this
 * very question, each document once. What spans documents, and what shards withheld, the engines are asked about here.
 */
function joinParts(parts: () => Promise<readonly Named<Part>[]>, whose: Whose, grounds: Grounds): Judging {
  return {
    portion: 0,
    answer: async (question) => {
      const rests = restsOf(grounds)
      const told = new Map<DocumentRef, readonly Result[]>()
      const diagnostics: Diagnostic[] = []
      for (const part of await parts()) {
        const judgement = judgementIn(part, whose, grounds, rests)
        for (const [document, results] of answersIn({ part, judgement }, question, grounds)) told.set(document, results)
        diagnostics.push(...judgement.diagnostics)
      }
      const left = question.documents.filter((document) => !told.has(document))
      const asked = await question.engine.judge(left, question.admissions)
      return inOrder(question.documents, Object.keys(grounds.engines), {
        results: [...[...told.values()].flat(), ...asked.results],
        diagnostics: [...diagnostics, ...asked.diagnostics],
      })
    },
  }
}

/** The judgement under a law, if it rests on what the merge has found itself. */
function judgementIn(part: Named<Part>, whose: Whose, grounds: Grounds, rests: PartJudgement['rests']): PartJudgement {
  const { gate, commit, judgements } = part.value
  const { base, head } = grounds.changes
  if (gate !== VERSION) throw different(part, 'another version of Policy Gate', gate, VERSION)
  for (const [end, mine] of [
    ['base', base],
    ['head', head],
  ] as const)
    if (commit[end] !== mine) throw different(part, `another ${end} commit`, commit[end], mine)
  const judgement = judgements.find(({ law }) => law === whose)
  if (judgement === undefined)
    throw lawless(
      part,
      judgements.map(({ law }) => law),
      whose,
    )
  for (const what of ['settings', 'policies', 'data', 'documents'] as const)
    if (judgement.rests[what] !== rests[what])
      throw different(part, `other ${what}`, judgement.rests[what], rests[what])
  const [theirs, mine] = [judgement.engines, grounds.engines].map((engines) => JSON.stringify(engines))
  if (theirs !== mine) throw different(part, 'other engines', theirs, mine)
  return judgement
}

interface Told {
  readonly part: Named<Part>
  readonly judgement: PartJudgement
}

/** What a shard said of its documents. It has to speak of all of them, and of no other. */
function answersIn(
  { part, judgement }: Told,
  { documents, loaded }: Question,
  { law }: Grounds,
): ReadonlyMap<DocumentRef, readonly Result[]> {
  const { shard: index, of } = part.value
  const share = shareOf(documents, { index, of }, law.options.combine)
  const spoken = [...judgement.answers.map(({ document }) => document), ...judgement.withheld]
  const isWhole = spoken.length === share.size && new Set(spoken).size === share.size
  if (!isWhole || judgement.documents !== documents.length) throw torn(part)
  return new Map(
    judgement.answers.map(({ document: at, results }) => {
      const document = documents[at]
      if (document === undefined || !share.has(document)) throw torn(part)
      return [document, results.map((row) => resultOf(row, document, loaded.policies[row.policy], part))]
    }),
  )
}

function resultOf(row: PartResult, document: DocumentRef, policy: PolicyInfo | undefined, part: Named<Part>): Result {
  if (policy === undefined) throw torn(part)
  return { ...row, policy, document }
}

/**
 * The order in which one run has answers: by engine; what compiled policies of Rego say after what its sources say; by document. The
 * answers for one document come from one place, in their order.
 */
function inOrder(documents: readonly DocumentRef[], engines: readonly string[], judged: Judged): Judged {
  const places = new Map(documents.map((document, at) => [document, at]))
  const keys = new Map(
    judged.results.map((result) => [
      result,
      [
        engines.indexOf(result.policy.engine),
        isCompiled(result.policy.file) ? 1 : 0,
        places.get(result.document) ?? 0, // what is judged together has no place of its own
      ] as const,
    ]),
  )
  const keyOf = (result: Result) => keys.get(result) as readonly [number, number, number]
  return {
    results: judged.results.toSorted((a, b) => compare(keyOf(a), keyOf(b))),
    diagnostics: distinct(judged.diagnostics.toSorted((a, b) => placeOf(a, documents) - placeOf(b, documents))),
  }
}

type Key = readonly [number, number, number]

const compare = (a: Key, b: Key): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]

/** A diagnostic of a judgement names the file of its document, or the policy's. */
function placeOf({ file, line }: Diagnostic, documents: readonly DocumentRef[]): number {
  const at = documents.findIndex((document) => document.file === file && (line === undefined || document.line === line))
  return at < 0 ? documents.length : at
}
