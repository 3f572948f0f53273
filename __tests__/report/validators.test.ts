import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { validateXML } from 'xmllint-wasm'
import { parse, parseAllDocuments } from 'yaml'
import { Locator } from '../../src/documents/locate.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { junit } from '../../src/report/junit.ts'
import { openreports, policyreport } from '../../src/report/openreports.ts'
import { redact } from '../../src/report/redact.ts'
import { sarif } from '../../src/report/sarif.ts'
import { decide } from '../../src/verdict/decide.ts'
import { describeWith } from '../support/pinned.ts'
import { removeTemporaryFolders, temporaryFolder } from '../support/repository.ts'
import { evidence } from '../verdict/evidence.ts'
import { CONTEXT, manyFindings, nastyVerdict, shown } from './nasty.ts'

// What other people's schemas and validators say of what we write.

afterAll(removeTemporaryFolders)

const plain = (verdict: Verdict) => redact(verdict, new Locator(new Map()))

const VERDICTS = [
  ['the nasty one', () => shown()],
  ['the nasty one with all results', () => shown(nastyVerdict('audit', true))],
  ['10,000 findings', () => plain(manyFindings(10_000))],
  ['nothing at all', () => plain(decide(evidence({ documents: [] }), { failOn: 'enforce' }))],
] as const

describeWith('sarif', 'SARIF', (folder) => {
  const schema = JSON.parse(readFileSync(join(folder, 'sarif-2.1.0.json'), 'utf8'))
  const ajv = new Ajv2020({ strict: false })
  addFormats.default(ajv)
  const validate = ajv.compile(schema)

  test.each(VERDICTS)('of %s is valid by the official schema', (_, make) => {
    expect({ valid: validate(JSON.parse(sarif(make(), CONTEXT))), errors: validate.errors }).toEqual({
      valid: true,
      errors: null,
    })
  })

  test.each(VERDICTS)("of %s passes Microsoft's validator, with the rules for GitHub", (_, make) => {
    const log = join(temporaryFolder(), 'policy-gate.sarif')
    const report = join(temporaryFolder(), 'report.sarif')
    writeFileSync(log, sarif(make(), CONTEXT))
    const rules = ['--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning', '--kind', 'Fail']
    try {
      execFileSync(
        join(folder, 'Sarif.Multitool'),
        ['validate', log, '--output', report, '--log', 'ForceOverwrite', ...rules],
        {
          env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
          stdio: 'pipe',
        },
      )
    } catch {
      // its exit code is 1 when it has something to say, which is in its report
    }
    const [run] = JSON.parse(readFileSync(report, 'utf8')).runs
    const said = run.results.map((result: { ruleId: string; message: { arguments?: string[] } }) => [
      result.ruleId,
      ...(result.message.arguments ?? []),
    ])
    expect(said).toEqual([])
  })
})

describeWith('junit', 'JUnit', (folder) => {
  const schema = readFileSync(join(folder, 'junit-10.xsd'), 'utf8')

  test.each([
    ...VERDICTS.map(([name, make]) => [name, () => junit(make())] as const),
    ['test suites', () => readFileSync('__tests__/golden/suites/suites.xml', 'utf8')] as const,
  ])('of %s is valid by its XSD', async (_, make) => {
    const { valid, errors } = await validateXML({
      xml: [{ fileName: 'junit.xml', contents: make() }],
      schema: [{ fileName: 'junit-10.xsd', contents: schema }],
    })
    expect({ valid, errors: errors.slice(0, 3).map(({ message }) => message) }).toEqual({ valid: true, errors: [] })
  })
})

describe.each([
  ['openreports', ['reports.yaml', 'clusterreports.yaml'], openreports],
  ['policyreports', ['policyreports.yaml', 'clusterpolicyreports.yaml'], policyreport],
] as const)('%s', (thing, files, write) => {
  describeWith(thing, 'each document', (folder) => {
    const validators = new Map<string, ValidateFunction>(files.flatMap((file) => crdSchemas(join(folder, file))))

    test.each(VERDICTS)('of %s is valid by its CustomResourceDefinition', (_, make) => {
      const documents = parseAllDocuments(write(make(), CONTEXT)).map((document) => document.toJS())
      expect(documents.length).toBeGreaterThan(0)
      for (const document of documents) {
        const validate = validators.get(`${document.apiVersion} ${document.kind}`)
        expect({ valid: validate?.(document), errors: validate?.errors }).toEqual({ valid: true, errors: null })
      }
    })
  })
})

/** As the API server validates: fields that the schema does not have are errors here, where it would drop them. */
function crdSchemas(path: string): [string, ValidateFunction][] {
  const { spec } = parse(readFileSync(path, 'utf8'))
  return spec.versions.map(({ name, schema }: { name: string; schema: { openAPIV3Schema: object } }) => {
    const ajv = new Ajv({ strict: false })
    addFormats.default(ajv)
    return [`${spec.group}/${name} ${spec.names.kind}`, ajv.compile(closed(schema.openAPIV3Schema))]
  })
}

function closed(schema: unknown): object {
  if (typeof schema !== 'object' || schema === null) return schema as object
  if (Array.isArray(schema)) return schema.map(closed)
  const inner: Record<string, unknown> = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, closed(value)]),
  )
  const isMap = 'properties' in inner && typeof inner['properties'] === 'object' && inner['type'] === 'object'
  return isMap ? { ...inner, additionalProperties: false } : inner
}
