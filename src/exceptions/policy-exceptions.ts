import type { ParsedNode } from 'yaml'
import { parseYaml } from '../documents/cluster-yaml.ts'
import { ConfigError } from '../errors.ts'
import type { DocumentRef } from '../model/document.ts'
import type { SourceFile } from '../model/source.ts'
import { isLike } from '../verdict/exception-targets.ts'
import type { Target } from '../verdict/written-exception.ts'
import type { StandingException } from './standing.ts'
import { isObject, textsOf } from './texts.ts'

type Fields = Readonly<Record<string, unknown>>

/** A PolicyException as it stands in a file of policies. */
export interface PolicyException {
  readonly written: StandingException
  readonly file: string
  /** Offsets of its document in the file. */
  readonly start: number
  readonly end: number
  /** All that it says, to tell whether a change alters it. */
  readonly says: string
}

/** Cheap to rule out: few files of policies hold exceptions. */
const KIND = 'PolicyException'

/** The PolicyExceptions in files of policies, of both of Kyverno's groups. */
export function policyExceptions(files: readonly SourceFile[]): readonly PolicyException[] {
  return files.filter(({ path, text }) => !path.endsWith('.rego') && text.includes(KIND)).flatMap(exceptionsIn)
}

function exceptionsIn({ path, text }: SourceFile): readonly PolicyException[] {
  return documentsOf(text).flatMap(({ contents, value }) => {
    if (!isObject(value)) return []
    if (Array.isArray(value['items']) && JSON.stringify(value['items']).includes(`"${KIND}"`)) throw inList(path)
    if (value['kind'] !== KIND) return []
    const [start, , end] = contents.range
    const line = text.slice(0, start).split('\n').length
    return [{ written: writtenOf(value, path, line), file: path, start, end, says: JSON.stringify(value) }]
  })
}

interface Read {
  readonly contents: ParsedNode
  readonly value: unknown
}

/** What cannot be read here, the engine reports. */
function documentsOf(text: string): readonly Read[] {
  try {
    return parseYaml(text).flatMap((document) =>
      document.contents === null || document.errors.length > 0
        ? []
        : [{ contents: document.contents as ParsedNode, value: document.toJS({ maxAliasCount: 20 }) as unknown }],
    )
  } catch {
    return []
  }
}

function writtenOf(value: Fields, file: string, line: number): StandingException {
  const metadata = fieldsOf(value['metadata'])
  const spec = fieldsOf(value['spec'])
  const annotations = textsOf(metadata['annotations'])
  const namespace = typeof metadata['namespace'] === 'string' ? `${metadata['namespace']}/` : ''
  const note = (name: 'justification' | 'expires' | 'ticket' | 'approver') => {
    const text = annotations[`policy-gate.dev/${name}`]
    return text === undefined ? {} : { [name]: text }
  }
  return {
    id: `${namespace}${String(metadata['name'] ?? '')}`,
    form: 'policy-exception',
    file,
    line,
    targets: targetsOf(spec),
    ...note('justification'),
    ...note('expires'),
    ...note('ticket'),
    ...note('approver'),
    selects: (document) => resourcesOf(spec).some((resource) => isMeant(resource, document)),
    isBroad: isBroad(spec),
    meant: { kind: 'manifest', manifest: value },
    isNew: false,
  }
}

/** `spec.exceptions` names rules, `spec.policyRefs` whole policies. */
function targetsOf(spec: Fields): readonly Target[] {
  const byRule = listOf(spec['exceptions']).flatMap((one) => {
    const policy =
      String(one['policyName'] ?? '')
        .split('/')
        .at(-1) ?? ''
    const rules = Array.isArray(one['ruleNames']) ? one['ruleNames'].map(String) : ['*']
    return rules.includes('*') ? [{ policy }] : rules.map((rule) => ({ policy, rule }))
  })
  return [...byRule, ...listOf(spec['policyRefs']).map(({ name }) => ({ policy: String(name ?? '') }))]
}

/** Only the engine decides what it lets through; this tells what it would. */
function isMeant({ kinds, names, namespaces }: Fields, { resource }: DocumentRef): boolean {
  const isOneOf = (patterns: unknown, word: string) =>
    !Array.isArray(patterns) || patterns.some((pattern) => isLike(String(pattern).split('/').at(-1) ?? '', word))
  return isOneOf(kinds, resource.kind) && isOneOf(names, resource.name) && isOneOf(namespaces, resource.namespace)
}

function resourcesOf(spec: Fields): readonly Fields[] {
  const match = fieldsOf(spec['match'])
  const blocks = [match, ...listOf(match['any']), ...listOf(match['all'])]
  return blocks.map((block) => fieldsOf(block['resources'])).filter((resources) => Object.keys(resources).length > 0)
}

/** Names in full or labels on everything that is matched; the newer kind says with expressions what it is for. */
function isBroad(spec: Fields): boolean {
  if (Array.isArray(spec['policyRefs']))
    return !Array.isArray(spec['matchConditions']) || spec['matchConditions'].length === 0
  const resources = resourcesOf(spec)
  return resources.length === 0 || !resources.every(({ names, selector }) => isNamed(names) || isObject(selector))
}

/** Kyverno's own exceptions are written with a pattern for the pods that a controller makes: its beginning is a name. */
function isNamed(names: unknown): boolean {
  return Array.isArray(names) && names.length > 0 && names.every((name) => /^[^*?]+\*?$/.test(String(name)))
}

const fieldsOf = (value: unknown): Fields => (isObject(value) ? value : {})

const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isObject) : [])

/** Takes documents out of files; what stands around them keeps its line. */
export function without(files: readonly SourceFile[], out: readonly PolicyException[]): readonly SourceFile[] {
  return files.map((file) => {
    const mine = out.filter(({ file: path }) => path === file.path)
    const text = mine.reduce((text, { start, end }) => blank(text, start, end), file.text)
    return mine.length === 0 ? file : { ...file, text }
  })
}

/** The document alone, at its lines. */
export function only({ file, start, end }: PolicyException, text: string): SourceFile {
  return { path: file, text: blank(blank(text, end, text.length), 0, start) }
}

/** Offsets stay as they are, too. */
function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, ' ') + text.slice(end)
}

function inList(file: string): ConfigError {
  return new ConfigError({
    code: 'exception.in-list',
    what: 'a PolicyException is a member of a list, where it cannot be judged by itself',
    where: { file },
    remedy: 'write each PolicyException as a document of its own',
  })
}
