import * as z from 'zod/mini'
import { ConfigError } from '../errors.ts'

const entry = z.strictObject({
  /** What makes a finding the same in the next run; neither lines nor names of files are part of it. */
  id: z.string().check(z.regex(/^[0-9a-f]{16}:[1-9]\d{0,5}$/)),
  rule: z.string(),
  resource: z.string(),
})

const schema = z.strictObject({ version: z.literal(1), entries: z.array(entry) })

export type BaselineEntry = z.output<typeof entry>

/** The entries of a baseline, as `policy-gate baseline write` wrote them. */
export function readBaseline(file: string, text: string): readonly BaselineEntry[] {
  try {
    return schema.parse(JSON.parse(text)).entries
  } catch {
    throw new ConfigError({
      code: 'baseline.unusable',
      what: `${file} is no baseline`,
      where: { file },
      remedy: 'write it with `policy-gate baseline write`, and resolve conflicts in it by writing it again',
    })
  }
}

/** One entry a line, sorted, so that a difference shows what came and went. */
export function baselineText(entries: readonly BaselineEntry[]): string {
  const sorted = [...entries].sort((one, other) => (one.id < other.id ? -1 : 1))
  const lines = sorted.map(({ id, rule, resource }) => `    ${JSON.stringify({ id, rule, resource })}`)
  return `{\n  "version": 1,\n  "entries": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n  `}]\n}\n`
}
