import { EXIT, type ExitCode } from '../errors.ts'
import type { Verdict } from '../model/verdict.ts'

/**
 * The exit code of a verdict. An engine's failure outweighs the user's errors: the run itself cannot be trusted. A
 * rule that ends in an error (a missing variable, an expression on a field that is not there, a signature that cannot
 * be verified here) is the policy's or the manifest's, which the user can change: 2.
 */
export function exitCodeOf({ outcome, diagnostics }: Verdict): ExitCode {
  switch (outcome) {
    case 'pass':
      return EXIT.pass
    case 'fail':
      return EXIT.violations
    case 'error':
      return diagnostics.some(({ level, blame }) => level === 'error' && blame === 'engine') ? EXIT.internal : EXIT.user
  }
}
