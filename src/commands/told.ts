import type { JudgedEntry } from '../record/entry-schema.ts'
import type { Context } from '../report/context.ts'
import { REPORTERS } from '../report/formats.ts'
import { recordEntry } from '../report/record.ts'
import type { Shown } from '../report/shown.ts'

/** A verdict, and what several places are told of it in the same words: made once, also where there are ten thousand findings. */
export interface Told {
  readonly shown: Shown
  readonly context: Context
  /** The JSON report. */
  readonly report: string
  /** The feedback for agents. */
  readonly feedback: string
  /** The line of the record. A fault in it is the affair of whoever asks first, and changes no verdict. */
  entry(): JudgedEntry
}

export function tell(shown: Shown, context: Context): Told {
  let entry: JudgedEntry | undefined
  return {
    shown,
    context,
    report: REPORTERS.json(shown, context, false),
    feedback: REPORTERS.agent(shown, context, false),
    entry: () => {
      entry ??= recordEntry(shown, context)
      return entry
    },
  }
}
