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
  severity,
  status,
  text,
} from './shapes.ts'

// The shape of a line of the record. It is published as schema/policy-gate-record.schema.json, which a test holds to this.
// It changes only when a reader of the old one would be misled.

const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/))

const finding = z.strictObject({
  /** The same from run to run; nothing in it depends on line numbers. */
  id: text,
  policy: text,
  /** `file:line` of the policy, as it judged. */
  policyFile: text,
  rule: text,
  status,
  severity,
  resource: text,
  file: text,
  line: position,
  message: text,
  /** Whether it failed the gate. */
  counted: z.boolean(),
  exception: z.nullable(text),
  /** Why it did not count; empty when it did. */
  reason: text,
})

const exception = z.strictObject({
  id: text,
  state: exceptionState,
  covers: list(text),
  justification: z.nullable(text),
  expires: z.nullable(text),
  uses: count,
  approval: z.nullable(approval),
})

const policyChange = z.strictObject({ kind: text, path: text, status: text, approval: z.nullable(approval) })

/** What every line says, however the run ended. */
const run = {
  version: z.literal(1),
  /** RFC 3339. */
  at: z.nullable(text),
  gate: z.nullable(text),
  run: z.nullable(text),
  /** The pull request, as `owner/name#7`. */
  change: z.nullable(text),
  summary: text,
}

const judged = {
  ...run,
  verdict: outcome,
  failOn,
  commits: z.strictObject({ base: z.nullable(text), head: z.nullable(text) }),
  engines,
  /** Every policy that judged. Its version is that of its file at the base commit. */
  policies: list(z.strictObject({ name: text, file: text, rules: count })),
  counts: z.record(z.string(), count),
  violations: count,
  attempt: z.nullable(
    z.strictObject({
      number: position,
      of: position,
      author: z.strictObject({
        kind: z.enum(['person', 'agent', 'bot']),
        name: text,
        sign: z.optional(z.enum(['login', 'app', 'trailer', 'branch', 'label', 'command'])),
      }),
      escalated: z.boolean(),
      resolved: count,
      added: count,
      left: count,
    }),
  ),
  findings: list(finding),
  exceptions: list(exception),
  policyChanges: list(policyChange),
  diagnostics: list(z.strictObject({ level, code: text })),
}

/** A run that came to no verdict: `incomplete` was stopped, `error` could not be used or failed. */
const unjudged = { ...run, verdict: z.enum(['error', 'incomplete']), code: text }

/** The chain: the hash of the line before, and of this line without it. */
const links = { previous: hash, hash }

const judgedEntry = z.strictObject(judged)
const unjudgedEntry = z.strictObject(unjudged)

export type JudgedEntry = z.output<typeof judgedEntry>
export type UnjudgedEntry = z.output<typeof unjudgedEntry>

export const lineSchema = z.union([z.strictObject({ ...judged, ...links }), z.strictObject({ ...unjudged, ...links })])

export type RecordLine = z.output<typeof lineSchema>

export function isJudged(line: RecordLine): line is Extract<RecordLine, JudgedEntry> {
  return 'findings' in line
}
