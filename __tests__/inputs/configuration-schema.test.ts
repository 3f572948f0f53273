import { readFileSync, writeFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { readConfigFile } from '../../src/inputs/config-file.ts'
import { configurationSchema } from '../../src/inputs/configuration-schema.ts'
import { parseOptions } from '../../src/inputs/options.ts'

const PUBLISHED = 'schema/policy-gate.schema.json'

const examples = [...readFileSync('docs/configuration.md', 'utf8').matchAll(/^```yaml\n(.*?)^```/gms)].map(
  ([, text = '']) => text,
)

test('the published schema is that of the code', () => {
  const schema = configurationSchema()
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(PUBLISHED, `${JSON.stringify(schema, null, 2)}\n`)
  expect(JSON.parse(readFileSync(PUBLISHED, 'utf8'))).toEqual(schema)
})

test('what is documented can be used, and editors take it', async () => {
  expect(examples.length).toBeGreaterThan(0)
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(configurationSchema())
  for (const text of examples) {
    const { raw, source } = await readConfigFile('docs/configuration.md', text)
    expect(() => parseOptions(raw, source)).not.toThrow()
    expect([validate(parse(text)), validate.errors]).toEqual([true, null])
  }
})

test('every key is described', () => {
  const { properties } = configurationSchema() as { properties: Record<string, { description?: string }> }
  expect(Object.entries(properties).filter(([, { description }]) => description === undefined)).toEqual([])
})
