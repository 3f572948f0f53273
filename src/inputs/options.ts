import * as z from 'zod/mini'
import { ConfigError, type UserErrorDetail } from '../errors.ts'
import { assertGlobs } from './globs.ts'
import { suggestion } from './nearest.ts'
import { areParsers, PARSERS } from './parsers.ts'
import { areVariables, assignments } from './variables.ts'

const UNITS: Readonly<Record<string, number>> = { '': 1, KB: 1e3, MB: 1e6, KiB: 1024, MiB: 1024 ** 2 }

const seconds = z.pipe(
  z.union([z.number(), z.pipe(z.string().check(z.regex(/^\d{1,6}$/)), z.transform(Number))]),
  z.int().check(z.minimum(1), z.maximum(21_600)),
)

const bytes = z.pipe(
  z.union([z.number(), z.pipe(z.string().check(z.regex(/^\d{1,12} ?(KB|MB|KiB|MiB)?$/)), z.transform(toBytes))]),
  z.int().check(z.minimum(1), z.maximum(512 * 1024 ** 2)),
)

const words = z.array(z.string().check(z.minLength(1)))

const file = z.optional(z.string().check(z.minLength(1)))

const schema = z.strictObject({
  policies: z._default(words.check(z.minLength(1)), ['policies']),
  paths: z._default(words.check(z.minLength(1)), ['**']),
  'fail-on': z._default(z.enum(['enforce', 'audit', 'none']), 'enforce'),
  timeout: z._default(seconds, 20),
  'max-file-size': z._default(bytes, 10 * 1024 ** 2),
  'all-results': z._default(z.boolean(), false),
  values: file,
  set: z._default(z.pipe(words, z.transform(assignments)).check(z.refine(areVariables)), []),
  'user-info': file,
  context: file,
  plans: z._default(words, []),
  'rego-paths': z._default(words, []),
  parsers: z._default(words.check(z.refine(areParsers)), []),
  namespaces: z._default(words, []),
  data: z._default(words, []),
  combine: z._default(z.boolean(), false),
  'allow-builtins': z._default(words, []),
})

/** The settings of a run, whatever they were written in. Built only by `parseOptions`. */
export type Options = Readonly<z.output<typeof schema>>

export type OptionKey = keyof Options

export const OPTION_KEYS = Object.keys(schema.shape) as readonly OptionKey[]

/** What each key takes, as an error message says it. */
const EXPECTED: Readonly<Record<OptionKey, string>> = {
  policies: 'a list of files, folders or globs, at least one',
  paths: 'a list of globs, at least one',
  'fail-on': 'enforce, audit or none',
  timeout: 'whole seconds from 1 to 21600',
  'max-file-size': 'bytes, or a number with KB, MB, KiB or MiB, up to 512MiB',
  'all-results': 'true or false',
  values: 'the path of a file of kind Values',
  set: 'NAME=VALUE, each name once and none below request.object; a value with = or a comma belongs into a values file',
  'user-info': 'the path of a file of kind UserInfo',
  context: 'the path of a file of kind Context',
  plans: 'a list of files that `terraform show -json` wrote',
  'rego-paths': 'a list of globs',
  parsers: `GLOB=PARSER, where PARSER is one of ${PARSERS.join(', ')}`,
  namespaces: 'a list of packages, as names or globs',
  data: 'a list of JSON or YAML files, or folders of them',
  combine: 'true or false',
  'allow-builtins': 'a list of names of builtins, such as http.send',
}

/** How a source of settings names a key to the person who wrote it. */
export interface Source {
  /** What a setting is called there: input, option, key. */
  readonly noun: string
  /** `--fail-on`, `fail-on`: what stands in the user's file or command. */
  name(key: string): string
  where(key: string): NonNullable<UserErrorDetail['where']>
  /** Every key that may stand there. */
  readonly allowed: readonly string[]
}

/** Turns what a user wrote into Options; the first thing wrong with it is a ConfigError. */
export function parseOptions(raw: Readonly<Record<string, unknown>>, source: Source): Options {
  const parsed = schema.safeParse(raw)
  if (!parsed.success) throw invalid(raw, source, parsed.error.issues[0])
  for (const key of ['policies', 'paths', 'rego-paths'] as const)
    assertGlobs(parsed.data[key], source.where(key), source.name(key))
  return parsed.data
}

export function unknownKey(key: string, source: Source): ConfigError {
  return new ConfigError({
    code: 'config.unknown-key',
    what: `the ${source.noun} ${source.name(key)} is not known`,
    where: source.where(key),
    remedy: suggestion(source.name(key), source.allowed),
  })
}

function invalid(raw: Readonly<Record<string, unknown>>, source: Source, issue: z.core.$ZodIssue | undefined) {
  if (issue?.code === 'unrecognized_keys') return unknownKey(issue.keys[0] ?? '', source)
  const key = String(issue?.path[0] ?? '') as OptionKey
  return new ConfigError({
    code: 'config.bad-value',
    what: `the ${source.noun} ${source.name(key)} cannot be ${JSON.stringify(raw[key])}`,
    where: source.where(key),
    remedy: `it takes ${EXPECTED[key]}${near(raw[key], key)}`,
  })
}

function near(value: unknown, key: OptionKey): string {
  if (key !== 'fail-on' || typeof value !== 'string') return ''
  const words = suggestion(value, ['enforce', 'audit', 'none'])
  return words.startsWith('did') ? `; ${words.split(' (', 1)[0]}` : ''
}

function toBytes(text: string): number {
  const [, amount = '', unit = ''] = /^(\d+) ?(\D*)$/.exec(text) ?? []
  return Number(amount) * (UNITS[unit] ?? 1)
}
