import * as z from 'zod/mini'

// The shape of the JSON report. It is published as schema/policy-gate-report.schema.json, which a test holds to this. It
// changes only when a reader of the old one would be misled.

const text = z.string()
const count = z.int().check(z.minimum(0))
const position = z.int().check(z.minimum(1))
const list = <Item extends z.core.$ZodType>(item: Item) => z.readonly(z.array(item))

const status = z.enum(['pass', 'fail', 'warn', 'error', 'skip'])
const outcome = z.enum(['pass', 'fail', 'error'])
const severity = z.enum(['critical', 'high', 'medium', 'low', 'info'])

const place = z.strictObject({
  file: text,
  line: position,
  column: position,
  endLine: position,
  endColumn: position,
  /** `exact` is the offending node, `nearest` its nearest ancestor, `document` the first line, `template` a line of a template. */
  precision: z.enum(['exact', 'nearest', 'document', 'template']),
})

const result = z.strictObject({
  engine: text,
  policy: text,
  rule: text,
  status,
  severity,
  category: z.optional(text),
  enforcement: z.enum(['enforce', 'audit']),
  message: text,
  resource: z.strictObject({ apiVersion: text, kind: text, namespace: text, name: text }),
  location: place,
  /** The place inside the resource that the engine or the rule names; null when neither does. */
  path: z.nullable(list(z.union([z.string(), z.number()]))),
  policySource: z.strictObject({ file: text, line: position }),
  inScope: z.boolean(),
  /** The exception that lets it through, by its id in `exceptions`. */
  exception: z.optional(text),
  /** An exception that would let it through if it counted. */
  claimed: z.optional(text),
  baselined: z.optional(z.boolean()),
  /** It stood at the base as it stands now. */
  existing: z.optional(z.boolean()),
  /** Its severity is below what fails the gate. */
  mild: z.optional(z.boolean()),
  remedy: z.optional(text),
})

const diagnostic = z.strictObject({
  level: z.enum(['error', 'warning', 'note']),
  code: text,
  message: text,
  file: z.optional(text),
  line: z.optional(z.int()),
  column: z.optional(z.int()),
  remedy: z.optional(text),
  blame: z.enum(['user', 'engine']),
})

const approval = z.strictObject({
  by: text,
  at: text,
  how: z.enum(['review', 'comment']),
  commit: text,
  reason: text,
})

const exception = z.strictObject({
  id: text,
  form: z.enum(['policy-exception', 'configuration', 'annotation', 'conftest']),
  file: text,
  line: position,
  covers: list(text),
  justification: z.optional(text),
  expires: z.optional(text),
  ticket: z.optional(text),
  approver: z.optional(text),
  state: z.enum(['active', 'pending', 'rejected']),
  problems: list(text),
  approval: z.optional(approval),
  uses: count,
})

const changeStatus = z.enum(['added', 'modified', 'renamed', 'deleted', 'mode-changed', 'submodule', 'present'])

const policyChange = z.strictObject({
  kind: z.enum(['policy', 'configuration', 'baseline', 'data', 'workflow', 'owners']),
  path: text,
  status: changeStatus,
  previousPath: z.optional(text),
  owners: list(text),
  approval: z.optional(approval),
  escalate: z.optional(z.literal(true)),
})

const mark = z.strictObject({ id: text, rule: text, resource: text })

export const reportSchema = z.strictObject({
  version: z.literal(1),
  verdict: outcome,
  summary: text,
  violations: count,
  failOn: z.enum(['enforce', 'audit', 'none']),
  engines: z.record(z.string(), z.strictObject({ version: text, digest: text })),
  counts: z.strictObject({
    files: count,
    documents: count,
    policies: count,
    rules: count,
    pass: count,
    fail: count,
    warn: count,
    error: count,
    skip: count,
  }),
  changes: z.strictObject({
    source: z.enum(['git', 'pull-request-api', 'all-files', 'arguments', 'stdin']),
    reason: z.optional(text),
    base: z.optional(text),
    head: z.optional(text),
    files: count,
  }),
  /** Everything but passes and skips, or all results where they were asked for. */
  results: list(result),
  diagnostics: list(diagnostic),
  skipped: list(z.strictObject({ file: text, reason: text, detail: z.optional(text) })),
  exceptions: z.optional(list(exception)),
  policyChanges: z.optional(list(policyChange)),
  preview: z.optional(z.strictObject({ outcome, violations: count, fewer: list(mark), more: list(mark) })),
  baseline: z.optional(z.strictObject({ file: text, entries: count, used: count, stale: z.optional(count) })),
  /** This report is never cut. */
  truncated: z.literal(false),
})

export type JsonReport = z.output<typeof reportSchema>

export type JsonResult = JsonReport['results'][number]
