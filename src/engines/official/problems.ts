import type { Diagnostic } from '../../model/diagnostic.ts'
import type { Program } from './program.ts'

const MOST = 1000

/** The official program gave no answer, or not a whole one. */
export function unanswered(program: Program, why: string, file?: string, line?: number): Diagnostic {
  return {
    level: 'error',
    code: 'engine.official',
    message: `${nameOf(program)} gave no whole answer: ${why.slice(0, MOST)}`,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    remedy: 'correct the policy or the manifest that it names, raise `timeout`, or take `engine: embedded`',
    blame: 'engine',
  }
}

/** What the embedded engine can be asked, and the official program cannot. */
export function unaskable(program: Program, file: string, why: string): Diagnostic {
  return {
    level: 'error',
    code: 'engine.unaskable',
    message: `${nameOf(program)} cannot be asked about ${file}: ${why}`,
    file,
    remedy: 'take `engine: embedded`, which can',
    blame: 'user',
  }
}

/** A program that was built by hand may not know its version. */
export function nameOf({ name, version }: Pick<Program, 'name' | 'version'>): string {
  return version === '' ? `the official ${name}` : `${name} ${version}`
}
