import type { Ran } from '../../model/ran.ts'

export interface Question {
  readonly args: readonly string[]
  /** What stands in the folder that it runs in, by paths with `/`. */
  readonly files: ReadonlyMap<string, string>
  /** How many documents it judges: each has the time that one may take. */
  readonly documents: number
}

/** An official program that may be run, and was found to be what was released. */
export interface Program {
  readonly name: string
  readonly version: string
  readonly digest: string
  /** Where it came from, for people. */
  readonly origin: string
  run(question: Question): Promise<Ran>
  close(): Promise<void>
}
