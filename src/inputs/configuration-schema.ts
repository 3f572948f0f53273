import * as z from 'zod/mini'
import { optionsSchema } from './options.ts'
import { TOLD } from './told.ts'

/** The JSON Schema of the configuration file, for editors: schema/policy-gate.schema.json. */
export function configurationSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(optionsSchema, {
    io: 'input',
    metadata: TOLD,
    override: ({ jsonSchema }) => {
      delete jsonSchema['expected']
    },
  })
  return { ...schema, title: 'Configuration of Policy Gate' }
}
