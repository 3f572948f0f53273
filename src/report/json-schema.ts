import * as z from 'zod/mini'
import {
  approval,
  count,
  engines,
  exceptionState,
  failOn,
  level,
  list,
  outcome,
  position,
  precision,
  severity,
  status,
  text,
} from '../record/shapes.ts'

// The shape of the JSON report. It is published as schema/policy-gate-report.schema.json, which a test holds to this. It
// changes only when a reader of the old one would be misled.

const place = z.strictObject({
  file: text,
  line: position,
  column: position,
  endLine: position,
  endColumn: position,
  precision,
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
  level,
  code: text,
  message: text,
  file: z.optional(text),
  line: z.optional(z.int()),
  column: z.optional(z.int()),
  remedy: z.optional(text),
  blame: z.enum(['user', 'engine']),
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
  state: exceptionState,
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
  failOn,
  engines,
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
