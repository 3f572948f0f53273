import * as z from 'zod/mini'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { SourceFile } from '../model/source.ts'
import { type Annotated, annotationsOf, metadataOf } from './annotated.ts'

const TYPES = ['string', 'integer', 'number', 'boolean', 'array', 'object'] as const

export type ParameterType = (typeof TYPES)[number]

const declaration = z.strictObject({
  name: z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9_.-]{0,62}$/)),
  type: z.enum(TYPES),
  /** What each member of a list is. */
  items: z.optional(z.enum(TYPES)),
  enum: z.optional(z.array(z.json()).check(z.minLength(1))),
  default: z.optional(z.json()),
  description: z.optional(z.string()),
})

/** A value that a policy is written for, and who says so. Without a default it has to be given. */
export interface Declaration extends Readonly<z.output<typeof declaration>> {
  readonly policy: string
  readonly file: string
  readonly line: number
}

export interface Declarations {
  readonly declarations: readonly Declaration[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Finds the parameters that policies say they need: an annotation of Kyverno's, custom metadata of Rego's. */
export async function declarationsIn(policies: readonly SourceFile[]): Promise<Declarations> {
  const annotated = await Promise.all(
    policies.map((file) => (file.path.endsWith('.rego') ? metadataOf(file) : annotationsOf(file))),
  )
  const read = annotated.flat().map(declarationsOf)
  return {
    declarations: read.flatMap(({ declarations }) => declarations),
    diagnostics: read.flatMap(({ diagnostics }) => diagnostics),
  }
}

function declarationsOf({ value, ...place }: Annotated): Declarations {
  const parsed = z.array(declaration).safeParse(value)
  if (!parsed.success) return { declarations: [], diagnostics: [unusable(place, parsed.error.issues[0])] }
  return { declarations: parsed.data.map((one) => ({ ...one, ...place })), diagnostics: [] }
}

function unusable(
  { policy, file, line }: Pick<Declaration, 'policy' | 'file' | 'line'>,
  issue: z.core.$ZodIssue | undefined,
): Diagnostic {
  const [at, key = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined] = issue?.path ?? []
  const place =
    at === undefined ? 'what it says' : `parameter ${Number(at) + 1}${key === undefined ? '' : `, ${String(key)}`}`
  return {
    level: 'error',
    code: 'params.bad-declaration',
    message: `${policy} declares its parameters in a way that cannot be read: ${place}`,
    file,
    line,
    remedy: `write a list of name, type (${TYPES.join(', ')}) and, if you like, items, enum, default and description`,
    blame: 'user',
  }
}
