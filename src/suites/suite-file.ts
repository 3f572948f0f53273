import { parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { ConfigError } from '../errors.ts'

// The file format of `kyverno test`: cli.kyverno.io/v1alpha1, kind Test. Unknown keys are errors, as they are there.

const texts = z.array(z.string()).default([])

const resourceSpec = z.strictObject({
  group: z.string().default(''),
  version: z.string().default(''),
  kind: z.string().optional(),
  namespace: z.string().default(''),
  subresource: z.string().optional(),
  name: z.string().default(''),
})

const flag = z.boolean().default(false)

const expectation = z.strictObject({
  policy: z.string(),
  rule: z.string().default(''),
  result: z.enum(['pass', 'fail', 'skip', 'warn', 'error']),
  kind: z.string().optional(),
  operation: z.enum(['CREATE', 'UPDATE', 'DELETE']).optional(),
  resources: texts,
  resourceSpecs: z.array(resourceSpec).default([]),
  patchedResources: z.string().optional(),
  patchedResource: z.string().optional(),
  generatedResource: z.string().optional(),
  generatedResources: texts,
  cloneSourceResource: z.string().optional(),
  failOnMissingResources: flag,
  namespace: z.string().optional(),
  resource: z.string().optional(),
  isValidatingAdmissionPolicy: flag,
  isMutatingAdmissionPolicy: flag,
  isValidatingPolicy: flag,
  isDeletingPolicy: flag,
  isImageValidatingPolicy: flag,
  isGeneratingPolicy: flag,
  isMutatingPolicy: flag,
})

const schema = z.strictObject({
  apiVersion: z.string().optional(),
  kind: z.string().optional(),
  metadata: z.looseObject({ name: z.string().optional() }).optional(),
  name: z.string().optional(),
  policies: texts,
  resources: texts,
  jsonPayload: z.string().optional(),
  jsonPayloads: texts,
  httpPayloads: texts,
  envoyPayloads: texts,
  targetResources: texts,
  paramResources: texts,
  clusterResources: texts,
  exceptions: texts,
  variables: z.string().optional(),
  userinfo: z.string().optional(),
  context: z.string().optional(),
  values: z.unknown().optional(),
  apiCallResponses: z.array(z.unknown()).optional(),
  globalContextEntries: z.array(z.looseObject({ resourceFiles: texts })).optional(),
  results: z.array(expectation).default([]),
})

export type Expectation = z.infer<typeof expectation>

/** A test suite, and the folder that its paths are relative to. */
export interface Suite {
  readonly file: string
  readonly folder: string
  readonly name: string
  readonly content: z.infer<typeof schema>
}

/** Reads the suites of a file; it may hold several, separated by `---`. */
export function parseSuites(file: string, text: string): readonly Suite[] {
  const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '.'
  return parseAllDocuments(text)
    .map((document) => {
      const [error] = document.errors
      if (error !== undefined) throw unreadable(file, error.message, error.linePos?.[0].line)
      return document.toJS() as unknown
    })
    .filter((value) => value !== null)
    .map((value) => {
      const parsed = schema.safeParse(value)
      if (!parsed.success) throw unreadable(file, z.prettifyError(parsed.error))
      const { name, metadata } = parsed.data
      return { file, folder, name: name ?? metadata?.name ?? file, content: parsed.data }
    })
}

function unreadable(file: string, what: string, line?: number): ConfigError {
  return new ConfigError({
    code: 'suite.invalid',
    what: `the test suite cannot be read: ${what}`,
    where: { file, ...(line === undefined ? {} : { line }) },
    remedy: 'correct the file; its format is that of `kyverno test`',
  })
}
