import type { Host } from '../host/host.ts'
import type { RecordPlan } from '../publish/publish-record.ts'
import { nextLine } from '../record/chain.ts'
import { gateSlug } from './job.ts'
import type { Told } from './told.ts'

/** Undefined where the workflow names no branch. Each gate has a file a day, which is a chain of its own. */
export function recordPlan(host: Host, { entry }: Told, branch: string): RecordPlan | undefined {
  if (branch === '') return undefined
  const day = host.now().toISOString().slice(0, 10)
  return { branch, path: `${day}/${gateSlug(host)}.jsonl`, next: (known) => known + nextLine(known, entry()) }
}
