import type { ChangeSet } from '../model/change.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { ExceptionEntry, ExceptionProblem, ExceptionState } from '../model/exception.ts'

const PROBLEMS: Readonly<Record<ExceptionProblem, string>> = {
  'no-justification': 'it does not say why',
  'weak-justification': 'its justification says too little, or what the policy says itself',
  'no-expiry': 'it does not say until when',
  'bad-expiry': 'its expiry is no date (YYYY-MM-DD)',
  expired: 'it has expired',
  'too-long': 'it lasts longer than exceptions may',
  'over-broad': 'it names no resource, or every policy',
  'not-exemptable': 'the policy allows no exceptions',
  'names-nothing': 'there is no such policy or rule',
}

type Tell = (entry: ExceptionEntry, isComplete: boolean) => Diagnostic | undefined

/** What there is to say of an exception, by its state. */
const TELL: Readonly<Record<ExceptionState, Tell>> = {
  active: (entry, isComplete) =>
    isComplete && entry.uses === 0
      ? diagnostic('note', 'exception.unused', entry, 'lets nothing through', 'take it out')
      : undefined,
  pending: (entry) =>
    diagnostic(
      'warning',
      'exception.pending',
      entry,
      `is added by this change itself: it counts once an owner of the policy has approved this commit${wouldLet(entry)}`,
      'have an owner of the policy, who is not the author, approve the commit by a review or by `/policy-gate approve COMMIT`',
    ),
  rejected: (entry) =>
    diagnostic(
      'warning',
      'exception.rejected',
      entry,
      `does not count: ${entry.problems.map((problem) => PROBLEMS[problem]).join('; ')}${wouldLet(entry)}`,
      'say what, why and until when: docs/exceptions.md',
    ),
}

/** Exceptions that do not count, and those that nothing needs where everything was judged. */
export function exceptionDiagnostics(entries: readonly ExceptionEntry[], { source }: ChangeSet): readonly Diagnostic[] {
  return entries.flatMap((entry) => TELL[entry.state](entry, source === 'all-files') ?? [])
}

function wouldLet({ uses }: ExceptionEntry): string {
  return uses === 0 ? '' : ` (it would let ${uses} ${uses === 1 ? 'finding' : 'findings'} through)`
}

function diagnostic(
  level: Diagnostic['level'],
  code: string,
  { id, file, line }: ExceptionEntry,
  says: string,
  remedy: string,
): Diagnostic {
  return { level, code, message: `the exception ${id} ${says}`, file, line, remedy, blame: 'user' }
}
