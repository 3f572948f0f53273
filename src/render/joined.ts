import type { ResourceId } from '../model/document.ts'
import type { Finding } from '../model/finding.ts'
import type { Result } from '../model/result.ts'
import type { Origin, Rendered } from './rendered.ts'

/** Findings at their sources, and what became of the results that they show. */
export interface Joined {
  readonly findings: readonly Finding[]
  readonly results: ReadonlyMap<Result, Result>
}

interface Group {
  readonly members: Finding[]
  /** What the members were rendered from; a manifest that is judged as it stands has none. */
  origin: Origin | undefined
}

/**
 * What is the same at the source is one finding, however often it was rendered: with several sets of values, by several
 * kustomizations, or in a loop, beside what stands in the manifest itself. Marks keep findings apart: what excuses one
 * object must not cover another.
 */
export function joined(findings: readonly Finding[], { origins }: Rendered): Joined {
  const groups = new Map<string, Group>()
  for (const [at, finding] of findings.entries()) {
    const origin = origins.get(finding.result.document.file)
    const key = origin === undefined ? plainKey(finding, groups, at) : renderedKey(finding, origin, groups)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { origin, members: [finding] })
    else {
      group.members.push(finding)
      group.origin ??= origin
    }
  }
  const results = new Map<Result, Result>()
  const one = [...groups.values()].map(({ origin, members }) => {
    const [first] = members as [Finding]
    const finding = origin === undefined ? first : named(members, origin)
    if (finding !== first) results.set(first.result, finding.result)
    return finding
  })
  return { findings: one, results }
}

/** Two findings of manifests are never one: only what is rendered from a manifest joins it. */
function plainKey(finding: Finding, groups: ReadonlyMap<string, Group>, at: number): string {
  const key = lineKey(finding)
  return groups.has(key) ? `${at} ${key}` : key
}

function renderedKey(finding: Finding, { source }: Origin, groups: ReadonlyMap<string, Group>): string {
  const asManifest = lineKey(finding)
  if (groups.has(asManifest)) return asManifest
  const { kind, namespace, name } = finding.result.document.resource
  // where only the document is known, two objects of one file would look the same
  const who = finding.location.precision === 'document' ? [kind, namespace, name] : [kind]
  return JSON.stringify([source, finding.location.column, ...who, lineKey(finding)])
}

/** What a finding says of a line, whatever object it was rendered into. */
function lineKey({ result, location, path = [], marks }: Finding): string {
  const { policy, rule, status, message, document } = result
  const { kind, namespace, name } = document.resource
  const said = [namespace, name].reduce((text, word) => (word === '' ? text : text.replaceAll(word, '')), message)
  const by = [policy.file, policy.name, rule, status, said]
  return JSON.stringify([...by, kind, location.file, location.line, path, marks])
}

/** More objects than this are only counted in a message. */
const MOST_NAMED = 5

function named(members: readonly Finding[], origin: Origin): Finding {
  const [first] = members as [Finding]
  const rendered = members.filter(({ occurrences }) => occurrences !== undefined)
  const sets = [...new Set(rendered.flatMap(({ occurrences = [] }) => occurrences))]
  const objects = [...new Set(rendered.map(({ result }) => objectName(result.document.resource)))]
  const how = origin.request === undefined ? 'built from' : `${origin.folder} with`
  const via = (first.related ?? []).map(({ file, line }) => `; through ${file}:${line}`).join('')
  const message = `${first.result.message} [${how} ${sets.join('; ')}${listed(objects)}${via}]`
  const occurrences = objects.length === 1 ? sets : rendered.map(occurrence)
  return { ...first, result: { ...first.result, message }, occurrences }
}

const occurrence = ({ occurrences = [], result }: Finding): string =>
  `${occurrences.join('; ')}: ${objectName(result.document.resource)}`

function listed(objects: readonly string[]): string {
  if (objects.length === 1) return ''
  const more = objects.length - MOST_NAMED
  return `: ${objects.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

function objectName({ kind, namespace, name, generateName = '' }: ResourceId): string {
  const own = name === '' ? generateName : name
  return `${kind} ${namespace === '' ? own : `${namespace}/${own}`}`
}
