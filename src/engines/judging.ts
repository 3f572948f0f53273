import type { Requests } from './admissions.ts'
import type { Judge, Judged, Loaded } from './engine.ts'

/** What is to be judged: documents that an engine holds, and the policies that it holds beside them. */
export interface Question extends Requests {
  readonly engine: Judge
  readonly loaded: Loaded
}

/** Who answers for documents that were read. Results come in the order of documents, then of policies. */
export interface Judging {
  /** How much of all documents it asks an engine about, from 0 to 1: engines prepare for many. */
  readonly portion: number
  answer(question: Question): Promise<Judged>
}

/** The engine answers for all of them. */
export const BY_ENGINE: Judging = {
  portion: 1,
  answer: ({ engine, documents, admissions }) => engine.judge(documents, admissions),
}
