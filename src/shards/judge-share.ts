import type { Judged } from '../engines/engine.ts'
import type { Judging, Question } from '../engines/judging.ts'
import type { Whose } from '../exceptions/law.ts'
import { grouped } from '../grouped.ts'
import type { Grounds } from '../hearing.ts'
import type { DocumentRef } from '../model/document.ts'
import type { PolicyInfo } from '../model/policy.ts'
import type { Result } from '../model/result.ts'
import type { Shard } from '../model/shard.ts'
import type { PartJudgement, PartResult } from './part-schema.ts'
import { restsOf } from './rests.ts'
import { shareOf } from './share.ts'
import { Telling } from './telling.ts'

/** Has the documents of one shard judged, and hands over what they came to. */
export function judgeShare(
  shard: Shard,
  whose: Whose,
  grounds: Grounds,
  keep: (judgement: PartJudgement) => void,
): Judging {
  return {
    portion: 1 / shard.of,
    answer: async (question) => {
      const own = shareOf(question.documents, shard, grounds.law.options.combine)
      const documents = question.documents.filter((document) => own.has(document))
      const judged = await question.engine.judge(documents, question.admissions)
      keep({ law: whose, ...written(question, documents, grounds, judged) })
      return judged
    },
  }
}

function written(
  { documents: all, loaded }: Question,
  own: readonly DocumentRef[],
  grounds: Grounds,
  { results, diagnostics }: Judged,
): Omit<PartJudgement, 'law'> {
  const places = new Map(all.map((document, at) => [document, at]))
  const policies = new Map(loaded.policies.map((policy, at) => [keyOf(policy), at]))
  const byDocument = grouped(results, ({ document }) => document)
  const telling = new Telling(grounds)
  const tells = (document: DocumentRef) => byDocument.get(document)?.some((one) => telling.tellsSecret(one)) === true
  const [withheld, told] = [own.filter(tells), own.filter((document) => !tells(document))]
  const placeOf = (document: DocumentRef) => places.get(document) as number
  return {
    engines: grounds.engines,
    rests: restsOf(grounds),
    documents: all.length,
    answers: told.map((document) => ({
      document: placeOf(document),
      results: (byDocument.get(document) ?? []).map((result) =>
        rowOf(result, policies.get(keyOf(result.policy)) as number),
      ),
    })),
    withheld: withheld.map(placeOf),
    diagnostics,
  }
}

/** Policies are numbered by the engine that loaded them. */
const keyOf = ({ engine, id }: PolicyInfo): string => `${engine} ${id}`

function rowOf(
  { rule, status, enforcement, message, paths, pathProven, hint, exception }: Result,
  policy: number,
): PartResult {
  return {
    policy,
    rule,
    status,
    enforcement,
    message,
    paths,
    pathProven,
    ...(hint === undefined ? {} : { hint }),
    ...(exception === undefined ? {} : { exception }),
  }
}
