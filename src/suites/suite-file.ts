import { dirname } from 'node:path'
import { type Document, isNode, LineCounter } from 'yaml'
import * as z from 'zod/mini'
import { parseYaml } from '../documents/cluster-yaml.ts'
import { ConfigError } from '../errors.ts'
import type { SourceFile } from '../model/source.ts'

// The file format of `kyverno test`: cli.kyverno.io/v1alpha1, kind Test. Unknown keys are errors, as they are there:
// a suite with a misspelt `patchedResources` would test less than it says.

/** An absent list, or a key with nothing after it, is an empty list. */
function list<Item extends z.core.$ZodType>(item: Item) {
  return z.pipe(
    z.nullish(z.array(item)),
    z.transform((items) => items ?? []),
  )
}

const texts = list(z.string())
const text = z._default(z.string(), '')
const flag = z.optional(z.boolean())

const resourceSpec = z.strictObject({
  group: text,
  version: text,
  kind: z.optional(z.string()),
  namespace: text,
  subresource: z.optional(z.string()),
  name: text,
})

const expectation = z.strictObject({
  policy: z.string(),
  rule: text,
  result: z.enum(['pass', 'fail', 'skip', 'warn', 'error']),
  kind: z.optional(z.string()),
  operation: z.optional(z.enum(['CREATE', 'UPDATE', 'DELETE'])),
  resources: texts,
  resourceSpecs: list(resourceSpec),
  patchedResources: z.optional(z.string()),
  generatedResource: z.optional(z.string()),
  generatedResources: texts,
  cloneSourceResource: z.optional(z.string()),
  failOnMissingResources: flag,
  isValidatingAdmissionPolicy: flag,
  isMutatingAdmissionPolicy: flag,
  isValidatingPolicy: flag,
  isDeletingPolicy: flag,
  isImageValidatingPolicy: flag,
  isGeneratingPolicy: flag,
  isMutatingPolicy: flag,
})

const schema = z.strictObject({
  apiVersion: z.string(),
  kind: z.literal('Test'),
  metadata: z.optional(z.looseObject({})),
  policies: texts,
  resources: texts,
  jsonPayload: z.optional(z.string()),
  jsonPayloads: texts,
  httpPayloads: texts,
  envoyPayloads: texts,
  targetResources: texts,
  paramResources: texts,
  clusterResources: texts,
  exceptions: texts,
  variables: z.optional(z.string()),
  userinfo: z.optional(z.string()),
  context: z.optional(z.string()),
  values: z.optional(z.unknown()),
  apiCallResponses: z.optional(z.array(z.unknown())),
  globalContextEntries: list(z.looseObject({ resourceFiles: z.nullish(z.array(z.string())) })),
  results: list(expectation),
})

export type Expectation = z.output<typeof expectation>

/** A test suite, and the folder that its paths are relative to. */
export interface Suite {
  readonly file: string
  readonly folder: string
  readonly content: z.output<typeof schema>
}

/** Reads the suites of a file; it may hold several, separated by `---`. */
export function parseSuites({ path, text }: SourceFile): readonly Suite[] {
  const lines = new LineCounter()
  const suites: Suite[] = []
  for (const document of parseYaml(text, lines)) {
    const content = contentOf(path, document, lines)
    if (content !== undefined) suites.push({ file: path, folder: dirname(path), content })
  }
  if (suites.length === 0) throw unreadable(path, 'it is empty')
  return suites
}

function contentOf(path: string, document: Document, lines: LineCounter): Suite['content'] | undefined {
  const [error] = document.errors
  if (error !== undefined) throw unreadable(path, error.message.split('\n', 1)[0] ?? '', error.linePos?.[0].line)
  const value = plainValue(path, document)
  if (value === null) return undefined
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw unreadable(path, describe(issue), lineOf(document, issue?.path ?? [], lines))
}

/** Aliases that multiply without end are refused when they are taken apart. */
function plainValue(path: string, document: Document): unknown {
  try {
    return document.toJS() as unknown
  } catch (error) {
    throw unreadable(path, (error as Error).message)
  }
}

function describe(issue: z.core.$ZodIssue | undefined): string {
  const place = issue?.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('') ?? ''
  return `${place === '' ? '' : `${place.replace(/^\./, '')}: `}${issue?.message ?? 'it is no test suite'}`
}

/** The line of the nearest node that is there. */
function lineOf(document: Document, path: readonly PropertyKey[], lines: LineCounter): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
  }
  return lines.linePos(document.range?.[0] ?? 0).line
}

function unreadable(file: string, what: string, line?: number): ConfigError {
  return new ConfigError({
    code: 'suite.invalid',
    what: `the test suite cannot be read: ${what}`,
    where: { file, ...(line === undefined ? {} : { line }) },
    remedy: 'correct the file; its format is that of `kyverno test`',
  })
}
