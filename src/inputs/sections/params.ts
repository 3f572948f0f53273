import * as z from 'zod/mini'
import { told } from '../told.ts'

/** Names that a ConfigMap's keys may have; a letter first, so that expressions can name them. */
const name = told(
  z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9_.-]{0,62}$/)),
  'The name that policies know a parameter by.',
  'a name of letters, digits, `_`, `-` and `.`, a letter first, at most 63',
)

const value = told(
  z.json().check(z.refine((given) => given !== null)),
  "A parameter's value.",
  'text, a number, true or false, a list or a mapping',
)

/** Values that policies are written for, such as the registries that are allowed. */
export const params = told(
  z._default(z.record(name, value), {}),
  'Values that policies are written for: Kyverno finds them in a ConfigMap, Rego as data.params.',
  'names of parameters and their values',
)
