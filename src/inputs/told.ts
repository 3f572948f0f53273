import * as z from 'zod/mini'

/** What a schema says to people: in an editor (`description`), and after a mistake (`it takes …`). */
export interface Told extends Record<string, unknown> {
  readonly description: string
  readonly expected: string
}

export const TOLD = z.registry<Told>()

/** Gives a schema its words, in the file that has the schema. */
export function told<Schema extends z.core.$ZodType>(schema: Schema, description: string, expected: string): Schema {
  TOLD.add(schema, { description, expected })
  return schema
}
