import type { SourceFile } from '../model/source.ts'
import { problemsOf } from '../verdict/exception-problems.ts'
import { stateOf } from '../verdict/exceptions.ts'
import type { ExceptionRules } from '../verdict/written-exception.ts'
import { conftestExceptions, newConftestExceptions } from './conftest.ts'
import { only, type PolicyException, policyExceptions, without } from './policy-exceptions.ts'
import { policyIndex } from './policy-index.ts'
import type { StandingException } from './standing.ts'

/** Finds out who approved an exception that is new, or that it need not be approved. */
export type Settle = (written: StandingException) => Promise<StandingException>

/** The files of policies that judge, and those that the change would have judge. */
export interface PolicySets {
  readonly base: readonly SourceFile[]
  /** The change's own, where it alters them. */
  readonly head?: readonly SourceFile[] | undefined
  /** The change's own policies count already. */
  readonly isHead: boolean
}

export interface Prepared {
  /** What is loaded: without exceptions that do not count, with those that were approved. */
  readonly files: readonly SourceFile[]
  readonly written: readonly StandingException[]
}

/** Takes the exceptions among the policies that do not count out of what the engine gets: it would apply them all. */
export async function prepareExceptions(law: PolicySets, settle: Settle, rules: ExceptionRules): Promise<Prepared> {
  const files = law.isHead ? (law.head ?? law.base) : law.base
  const { standing, added } = sorted(law)
  const asked = await Promise.all(
    added.map(async (one) => ({ ...one, written: await settle({ ...one.written, isNew: true }) })),
  )
  const policies = standing.length + asked.length === 0 ? [] : policyIndex(files)
  const counts = ({ written }: PolicyException) => stateOf(written, problemsOf(written, rules, policies)) === 'active'
  const replaced = new Set(asked.filter(counts).map(({ written }) => written.id))
  const kept = standing.filter(({ written }) => !replaced.has(written.id))
  const loaded = [...kept, ...asked].filter(counts)
  const out = [...standing, ...(law.isHead ? asked : [])].filter((one) => !loaded.includes(one))
  const texts = new Map(law.head?.map(({ path, text }) => [path, text]))
  const joined = law.isHead ? [] : asked.filter(counts).map((one) => only(one, texts.get(one.file) ?? ''))
  return {
    files: [...without(files, out), ...joined],
    written: [
      ...[...kept, ...asked].map(({ written }) => written),
      ...conftestExceptions(files),
      ...(law.isHead ? [] : newConftestExceptions(law.base, law.head ?? [])),
    ],
  }
}

interface Sorted {
  /** As the base has them; of those that the change takes away, only while its policies do not count. */
  readonly standing: readonly PolicyException[]
  /** As only the change has them. */
  readonly added: readonly PolicyException[]
}

function sorted({ base, head, isHead }: PolicySets): Sorted {
  const before = policyExceptions(base)
  const after = policyExceptions(head ?? [])
  const known = new Set(before.map(({ says }) => says))
  const standing = isHead ? after.filter(({ says }) => known.has(says)) : before
  return { standing, added: after.filter(({ says }) => !known.has(says)) }
}
