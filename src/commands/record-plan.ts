import type { Host } from '../host/host.ts'
import type { RecordPlan } from '../publish/publish-record.ts'
import { nextLine } from '../record/chain.ts'
import { recordEntry } from '../report/record.ts'
import type { Shown } from '../report/shown.ts'
import { contextOf, gateName } from './job.ts'

/** Undefined where the workflow names no branch. Each gate has a file a day, which is a chain of its own. */
export function recordPlan(host: Host, shown: Shown, branch: string): RecordPlan | undefined {
  if (branch === '') return undefined
  const day = host.now().toISOString().slice(0, 10)
  const gate = gateName(host).replaceAll(/[^\w.-]+/g, '-')
  const entry = recordEntry(shown, contextOf(host, shown))
  return { branch, path: `${day}/${gate}.jsonl`, next: (known) => known + nextLine(known, entry) }
}
