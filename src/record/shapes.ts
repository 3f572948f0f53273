import * as z from 'zod/mini'

// What the published formats have in common: the JSON report, the record and the feedback for agents.

export const text = z.string()
export const count = z.int().check(z.minimum(0))
/** A line or a column. */
export const position = z.int().check(z.minimum(1))
export const list = <Item extends z.core.$ZodType>(item: Item) => z.readonly(z.array(item))

/** `exact` is the offending node, `nearest` its nearest ancestor, `document` the first line, `template` a line of a template. */
export const precision = z.enum(['exact', 'nearest', 'document', 'template'])

export const outcome = z.enum(['pass', 'fail', 'error'])
export const status = z.enum(['pass', 'fail', 'warn', 'error', 'skip'])
export const severity = z.enum(['critical', 'high', 'medium', 'low', 'info'])
export const failOn = z.enum(['enforce', 'audit', 'none'])
export const level = z.enum(['error', 'warning', 'note'])
export const engines = z.record(z.string(), z.strictObject({ version: text, digest: text }))

export const exceptionState = z.enum(['active', 'pending', 'rejected'])

/** Who said of which commit that it may be, when, how and why. */
export const approval = z.strictObject({
  by: text,
  at: text,
  how: z.enum(['review', 'comment']),
  commit: text,
  reason: text,
})
