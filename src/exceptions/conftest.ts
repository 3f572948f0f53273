import { parse } from 'yaml'
import type { SourceFile } from '../model/source.ts'
import type { StandingException } from './standing.ts'
import { isObject } from './texts.ts'

/** An `exception` rule in a Rego file: the whole of it up to the next line that begins a rule. */
const RULE = /^(?:default\s+)?exception\b.*(?:\n(?:[\s}\])].*|))*/gm
const PACKAGE = /^package\s+(\S+)/m

/** The exceptions of one package, which Conftest asks for together. */
interface Group {
  readonly name: string
  readonly file: string
  readonly line: number
  /** The rules as they are written. */
  readonly text: string
  readonly metadata: Readonly<Record<string, unknown>>
}

/**
 * Exceptions of Rego policies, one entry for each package and file that has them. Why and until when stands in the rule's
 * METADATA, as `custom` with `justification` and `expires`.
 */
export function conftestExceptions(files: readonly SourceFile[]): readonly StandingException[] {
  return files.flatMap(groupsIn).map(exceptionOf)
}

/** Those of the change that the base does not have in this form; the change's own Rego files are not loaded. */
export function newConftestExceptions(
  before: readonly SourceFile[],
  after: readonly SourceFile[],
): readonly StandingException[] {
  const known = new Set(before.flatMap(groupsIn).map(({ name, text }) => `${name}\n${text}`))
  return after
    .flatMap(groupsIn)
    .filter(({ name, text }) => !known.has(`${name}\n${text}`))
    .map((group) => ({ ...exceptionOf(group), id: `${exceptionOf(group).id} of this change`, isNew: true }))
}

function groupsIn({ path, text }: SourceFile): readonly Group[] {
  if (!path.endsWith('.rego') || path.endsWith('_test.rego')) return []
  const name = PACKAGE.exec(text)?.[1] ?? 'main'
  return [...text.matchAll(RULE)].map((rule) => ({
    name,
    file: path,
    line: text.slice(0, rule.index).split('\n').length,
    text: `${commentBefore(text, rule.index)}${rule[0].trim()}`,
    metadata: metadataBefore(text, rule.index),
  }))
}

/** Lines of comment that end right before the rule. */
function commentBefore(text: string, at: number): string {
  return /(?:^#.*\n)*$/m.exec(text.slice(0, at))?.[0] ?? ''
}

function metadataBefore(text: string, at: number): Readonly<Record<string, unknown>> {
  const [, yaml] = /# METADATA\s*\n((?:#.*\n)*)$/.exec(text.slice(0, at)) ?? []
  if (yaml === undefined) return {}
  try {
    const value = parse(yaml.replace(/^# ?/gm, '')) as unknown
    return isObject(value) && isObject(value['custom']) ? value['custom'] : {}
  } catch {
    return {}
  }
}

function exceptionOf({ name, file, line, metadata }: Group): StandingException {
  const word = (key: string): { readonly [key: string]: string } => {
    const value = metadata[key]
    return typeof value === 'string' ? { [key]: value } : {}
  }
  return {
    id: `data.${name}.exception`,
    form: 'conftest',
    file,
    line,
    targets: [{ policy: name }],
    ...word('justification'),
    ...word('expires'),
    ...word('ticket'),
    ...word('approver'),
    selects: () => false,
    isBroad: false,
    meant: { kind: 'rego' },
    isNew: false,
  }
}
