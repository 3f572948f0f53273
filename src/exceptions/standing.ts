import type { Options } from '../inputs/options.ts'
import type { WrittenException } from '../verdict/written-exception.ts'

/** How an exception says what it is for, where that is more than a question to ask of each document. */
export type Meant =
  | { readonly kind: 'entry'; readonly entry: Options['exceptions'][number] }
  /** The resource that it stands on. */
  | { readonly kind: 'own-resource' }
  | { readonly kind: 'manifest'; readonly manifest: Readonly<Record<string, unknown>> }
  | { readonly kind: 'rego' }

/** An exception as it stands in a file, with what it takes to write it in another form. */
export interface StandingException extends WrittenException {
  readonly meant: Meant
}
