import * as z from 'zod/mini'
import { ConfigError, type UserErrorDetail } from '../errors.ts'
import { SCOPES } from '../model/scope.ts'
import { assertGlobs } from './globs.ts'
import { nearest, suggestion } from './nearest.ts'
import { areParsers, PARSERS } from './parsers.ts'
import { schemaAt } from './schema-at.ts'
import { SECTIONS } from './sections/table.ts'
import { SEVERITIES } from './severities.ts'
import { told } from './told.ts'
import { TOOL_SETTINGS } from './tool-settings.ts'
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

/** A schema of its own each time: what is told of a schema is told of every key that has it. */
const file = () => z.optional(z.string().check(z.minLength(1)))

const settings = {
  policies: told(
    z.optional(words.check(z.minLength(1))),
    'Policy files, folders or globs. Folders are read with all that is below them. Default the folder policies, and where there is none, the pack agent-baseline.',
    'a list of files, folders or globs, at least one',
  ),
  builtin: told(
    z._default(words, []),
    'Packs and policies that come with the gate, beside `policies`: agent-baseline, agent-strict, names of policies, or none.',
    'a list of packs or policies that come with the gate, or none',
  ),
  paths: told(
    z._default(words.check(z.minLength(1)), ['**']),
    'Globs of files to judge; one with `!` before it leaves out, and the last that matches decides.',
    'a list of globs, at least one',
  ),
  'fail-on': told(
    z._default(z.enum(['enforce', 'audit', 'none']), 'enforce'),
    'What fails the check: policies that block in the cluster (enforce), those that only report as well (audit), or nothing but errors (none).',
    'enforce, audit or none',
  ),
  'fail-on-severity': told(
    z._default(z.enum(SEVERITIES), 'info'),
    'The least severity that fails the check; what is less severe is shown and does not count.',
    SEVERITIES.join(', '),
  ),
  scope: told(
    z._default(z.enum(SCOPES), 'changed-resources'),
    'What of a change counts: what stands on changed lines, in changed files, in resources as far as the change made it so, or all there is.',
    SCOPES.join(', '),
  ),
  baseline: told(
    file(),
    'A file of violations that are known and do not count, as `policy-gate baseline write` writes it.',
    'the path of a baseline',
  ),
  timeout: told(
    z._default(seconds, 20),
    'Seconds that the engine may take for one document.',
    'whole seconds from 1 to 21600',
  ),
  'max-file-size': told(
    z._default(bytes, 10 * 1024 ** 2),
    'Files beyond this size are an error.',
    'bytes, or a number with KB, MB, KiB or MiB, up to 512MiB',
  ),
  'all-results': told(z._default(z.boolean(), false), 'Report passes and skips, too.', 'true or false'),
  values: told(
    file(),
    'Values for the variables of policies, as `kyverno apply --values-file` takes them.',
    'the path of a file of kind Values',
  ),
  set: told(
    z._default(z.pipe(words, z.transform(assignments)).check(z.refine(areVariables)), []),
    'Variables of policies.',
    'NAME=VALUE, each name once and none below request.object; a value with = or a comma belongs into a values file',
  ),
  'user-info': told(
    file(),
    'Who makes the request, as `kyverno apply --userinfo` takes it.',
    'the path of a file of kind UserInfo',
  ),
  context: told(
    file(),
    'Objects and images that policies may ask for, as `kyverno apply --context-file` takes them.',
    'the path of a file of kind Context',
  ),
  plans: told(
    z._default(words, []),
    'Terraform plans as JSON that an earlier step made.',
    'a list of files that `terraform show -json` wrote',
  ),
  'rego-paths': told(z._default(words, []), 'Globs of further files that Rego judges.', 'a list of globs'),
  parsers: told(
    z._default(words.check(z.refine(areParsers)), []),
    'How files are read whose name does not tell, each GLOB=PARSER.',
    `GLOB=PARSER, where PARSER is one of ${PARSERS.join(', ')}`,
  ),
  namespaces: told(z._default(words, []), 'Rego packages to judge by.', 'a list of packages, as names or globs'),
  data: told(
    z._default(words, []),
    'JSON and YAML files, or folders of them, that Rego policies find below `data`.',
    'a list of JSON or YAML files, or folders of them',
  ),
  combine: told(z._default(z.boolean(), false), 'Judge all files of Rego together.', 'true or false'),
  'allow-builtins': told(
    z._default(words, []),
    'Builtins that reach out of the sandbox and are refused otherwise.',
    'a list of names of builtins, such as http.send',
  ),
  ...TOOL_SETTINGS,
}

/** Everything that can be set. Its JSON Schema is published as schema/policy-gate.schema.json. */
export const optionsSchema = z.strictObject({ ...settings, ...SECTIONS })

/** The settings of a run, whatever they were written in. Built only by `parseOptions`. */
export type Options = Readonly<z.output<typeof optionsSchema>>

/** Where policies are looked for; what is not named may be absent. */
export function policyEntries({ policies }: Pick<Options, 'policies'>): readonly string[] {
  return policies ?? ['policies']
}

export type OptionKey = keyof Options

export const OPTION_KEYS = Object.keys(optionsSchema.shape) as readonly OptionKey[]

/** Where a value stands in what was given: the setting's key, and further keys and indexes below it. */
export type KeyPath = readonly (string | number)[]

/** How a source of settings names a key to the person who wrote it. */
export interface Source {
  /** What a setting is called there: input, option, key. */
  readonly noun: string
  /** `--fail-on`, `fail-on`: what stands in the user's file or command. */
  name(key: string): string
  where(path: KeyPath): NonNullable<UserErrorDetail['where']>
  /** Every key that may stand there. */
  readonly allowed: readonly string[]
}

/** What was given on the command line or by the workflow, and what it is called there. */
export interface Given {
  readonly raw: Partial<Record<OptionKey, unknown>>
  readonly source: Source
  /** The configuration file, where one was named. */
  readonly config: string | undefined
}

/** Turns what a user wrote into Options; the first thing wrong with it is a ConfigError. */
export function parseOptions(raw: Readonly<Record<string, unknown>>, source: Source): Options {
  const parsed = optionsSchema.safeParse(raw)
  if (!parsed.success) throw invalid(raw, source, parsed.error.issues[0] as z.core.$ZodIssue)
  for (const key of ['policies', 'paths', 'rego-paths'] as const)
    assertGlobs(parsed.data[key] ?? [], source.where([key]), source.name(key))
  return parsed.data
}

export function unknownKey(path: KeyPath, source: Source): ConfigError {
  const key = String(path.at(-1))
  const deep = path.length > 1
  return new ConfigError({
    code: 'config.unknown-key',
    what: `the ${source.noun} ${source.name(keyText(path))} is not known`,
    where: source.where(path),
    remedy: deep
      ? suggestion(key, schemaAt(optionsSchema, path.slice(0, -1)).keys)
      : suggestion(source.name(key), source.allowed),
  })
}

function invalid(raw: Readonly<Record<string, unknown>>, source: Source, issue: z.core.$ZodIssue): ConfigError {
  const path = issue.path as KeyPath
  if (issue.code === 'unrecognized_keys') return unknownKey([...path, issue.keys[0] ?? ''], source)
  if (issue.code === 'invalid_key') return badName(path, source)
  const isSection = Object.hasOwn(SECTIONS, path[0] ?? '')
  return badValue(raw, source, isSection ? path : path.slice(0, 1))
}

function badName(path: KeyPath, source: Source): ConfigError {
  return new ConfigError({
    code: 'config.bad-value',
    what: `the ${source.noun} ${source.name(keyText(path))} cannot be called so`,
    where: source.where(path),
    remedy: `it takes ${schemaAt(optionsSchema, path.slice(0, -1)).naming}`,
  })
}

function badValue(raw: unknown, source: Source, path: KeyPath): ConfigError {
  const value = path.reduce<unknown>((within, key) => (within as Record<string, unknown> | undefined)?.[key], raw)
  const { expected, values } = schemaAt(optionsSchema, path)
  const near = typeof value === 'string' ? nearest(value, values) : undefined
  const fault = value === undefined ? 'is missing' : `cannot be ${JSON.stringify(value)}`
  return new ConfigError({
    code: 'config.bad-value',
    what: `the ${source.noun} ${source.name(keyText(path))} ${fault}`,
    where: source.where(path),
    remedy: `it takes ${expected}${near === undefined ? '' : `; did you mean ${near}?`}`,
  })
}

/** `exceptions[0].resource.name`. */
function keyText(path: KeyPath): string {
  return path.map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? key : `.${key}`)).join('')
}

function toBytes(text: string): number {
  const [, amount = '', unit = ''] = /^(\d+) ?(\D*)$/.exec(text) ?? []
  return Number(amount) * (UNITS[unit] ?? 1)
}
