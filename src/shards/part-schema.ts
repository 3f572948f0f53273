import * as z from 'zod/mini'

// The shape of what one shard leaves for the merge. It is published as schema/policy-gate-part.schema.json, which a test
// holds to this. A part is read by the version of the gate that wrote it and by no other, so it may change with any.

const text = z.string()
const count = z.int().check(z.minimum(0))
const list = <Item extends z.core.$ZodType>(item: Item) => z.readonly(z.array(item))
const path = list(z.union([z.string(), z.number()]))

const result = z.strictObject({
  /** Which policy answers: its place among those that were loaded, from 0. */
  policy: count,
  rule: text,
  status: z.enum(['pass', 'fail', 'warn', 'error', 'skip']),
  enforcement: z.enum(['enforce', 'audit']),
  message: text,
  /** Places inside the resource, best first; the first is proven where `pathProven` says so. */
  paths: list(path),
  pathProven: z.boolean(),
  hint: z.exactOptional(
    z.strictObject({
      address: z.exactOptional(text),
      file: z.exactOptional(text),
      names: z.exactOptional(list(text)),
      line: z.exactOptional(z.int()),
    }),
  ),
  exception: z.exactOptional(text),
})

const diagnostic = z.strictObject({
  level: z.enum(['error', 'warning', 'note']),
  code: text,
  message: text,
  file: z.exactOptional(text),
  line: z.exactOptional(z.int()),
  column: z.exactOptional(z.int()),
  remedy: z.exactOptional(text),
  blame: z.enum(['user', 'engine']),
})

/** Digests of what the answers rest on: SHA-256, in hexadecimal digits. */
const rests = z.strictObject({ settings: text, policies: text, data: text, documents: text })

const judgement = z.strictObject({
  /** By whose policies and settings: the base's, the change's own that owners have approved, or as if it were merged. */
  law: z.enum(['base', 'approved', 'merged']),
  engines: z.record(z.string(), z.strictObject({ version: text, digest: text })),
  rests,
  /** How many documents all shards have together. */
  documents: count,
  /** A document by its place among all of them, from 0, and what the rules said of it. */
  answers: list(z.strictObject({ document: count, results: list(result) })),
  /** Documents of this shard whose answers would repeat a secret. They are not written down: the merge asks again. */
  withheld: list(count),
  diagnostics: list(diagnostic),
})

export const partSchema = z.strictObject({
  version: z.literal(1),
  kind: z.literal('policy-gate-part'),
  /** The version of the gate. */
  gate: text,
  /** From 0. */
  shard: count,
  of: z.int().check(z.minimum(1)),
  commit: z.strictObject({ base: z.exactOptional(text), head: z.exactOptional(text) }),
  judgements: list(judgement),
})

/** What one shard found out. */
export type Part = z.output<typeof partSchema>

export type PartJudgement = Part['judgements'][number]

export type PartResult = PartJudgement['answers'][number]['results'][number]
