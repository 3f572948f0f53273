import * as z from 'zod/mini'
import { ConfigError } from '../errors.ts'
import { suggestion } from './nearest.ts'

const flag = z.enum(['true', 'false'])
const autoOrOff = z.enum(['auto', 'off'])

/** What GitHub takes as the name of an artifact. */
const artifact = z.string().check(z.regex(/^[^"\\:<>|*?\r\n/]{1,200}$/))

/** A part of what git takes as the name of a branch, and all that anybody needs for records. */
const branch = z.string().check(z.regex(/^[\w][\w./-]{0,200}$/))

const schema = z.object({
  comment: z._default(autoOrOff, 'auto'),
  'check-run': z._default(autoOrOff, 'auto'),
  suggestions: z._default(flag, 'false'),
  'upload-sarif': z._default(flag, 'false'),
  artifact: z._default(artifact, 'auto'),
  'record-branch': z._default(branch, ''),
})

/** Where on GitHub a workflow wants the verdict shown. */
export type PublicationInputs = Readonly<z.output<typeof schema>>

export const PUBLICATION_INPUTS = Object.keys(schema.shape) as readonly (keyof PublicationInputs)[]

/** What stands for the values of an input that has no list of them. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  artifact: ['auto', 'off', 'a name without slashes, colons and quotes'],
  'record-branch': ['the name of a branch, such as policy-gate-records'],
}

/** `raw` has no empty values: an empty input was not given. */
export function parsePublicationInputs(raw: Readonly<Record<string, string>>): PublicationInputs {
  const parsed = schema.safeParse(raw)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const key = String(issue?.path[0])
  const allowed = issue?.code === 'invalid_value' ? issue.values.map(String) : (WORDS[key] ?? [])
  throw new ConfigError({
    code: 'config.bad-value',
    what: `the input ${key} cannot be ${JSON.stringify(raw[key])}`,
    where: { input: key },
    remedy: suggestion(raw[key] ?? '', allowed),
  })
}
