import { posix } from 'node:path'
import { LineIndex } from '../documents/positions.ts'
import type { Renderer, Target } from '../engines/render/renderer.ts'
import type { Finding } from '../model/finding.ts'
import type { Location, NodePath } from '../model/position.ts'
import type { Result } from '../model/result.ts'
import type { Origin, Rendered } from './rendered.ts'
import { placeInYaml } from './yaml-place.ts'

/** Findings at their sources, and what became of the results that they show. */
export interface Traced {
  readonly findings: readonly Finding[]
  readonly results: ReadonlyMap<Result, Result>
}

/**
 * Leads findings of rendered documents to what was written: the value that decides, found by rendering with it changed, or
 * a patch; else the template. What is the same at the source is one finding.
 */
export async function traced(
  findings: readonly Finding[],
  rendered: Rendered,
  renderer: () => Renderer,
): Promise<Traced> {
  if (rendered.origins.size === 0) return { findings, results: new Map() }
  const leaves = await decidingValues(findings, rendered, renderer)
  const located = findings.map((finding) => {
    const origin = rendered.origins.get(finding.result.document.file)
    return origin === undefined
      ? { finding }
      : { finding: locate(finding, origin, rendered, leaves.get(finding)), origin }
  })
  return joined(located)
}

/** One rendering is asked about all its findings at once. */
async function decidingValues(
  findings: readonly Finding[],
  { origins }: Rendered,
  renderer: () => Renderer,
): Promise<ReadonlyMap<Finding, NodePath>> {
  const asked = new Map<object, { readonly finding: Finding; readonly target: Target }[]>()
  for (const finding of findings) {
    const origin = origins.get(finding.result.document.file)
    if (origin?.request === undefined || finding.path === undefined || finding.location.precision !== 'exact') continue
    const path = [...finding.result.document.root, ...finding.path]
    const list = asked.get(origin.request) ?? []
    asked.set(origin.request, [...list, { finding, target: { document: origin.document, path } }])
  }
  const found = new Map<Finding, NodePath>()
  for (const [request, list] of asked) {
    const targets = list.map(({ target }) => target)
    const answer = await renderer().helm({ ...(request as NonNullable<Origin['request']>), targets })
    if (!answer.ok) continue
    for (const [at, { leaf }] of (answer.value.traces ?? []).entries()) {
      const finding = list[at]?.finding
      if (leaf !== undefined && finding !== undefined) found.set(finding, leaf)
    }
  }
  return found
}

function locate(finding: Finding, origin: Origin, { texts }: Rendered, leaf: NodePath | undefined): Finding {
  const template = inTemplate(origin.source, texts.get(origin.source) ?? '', finding.path ?? [])
  for (const file of leaf === undefined ? [] : origin.values) {
    const place = placeInYaml(file, texts.get(file), leaf ?? [])
    if (place !== undefined) return { ...finding, location: place, related: [template] }
  }
  const { resource } = finding.result.document
  for (const file of origin.patches) {
    const place = placeInPatch(file, texts.get(file), finding.path ?? [], resource)
    if (place !== undefined) return { ...finding, location: place, related: [template] }
  }
  return { ...finding, location: template }
}

/** A patch of the same object that sets or removes what the finding is about, or what it is in. */
function placeInPatch(
  file: string,
  text: string | undefined,
  path: NodePath,
  resource: { readonly kind: string; readonly name: string },
): Location | undefined {
  const place = placeInYaml(file, text, path, { kind: resource.kind, name: resource.name })
  return place === undefined ? undefined : { ...place, precision: 'template' }
}

/** The line of the innermost field that the template names once; its first line where there is none. */
function inTemplate(file: string, text: string, path: NodePath): Location {
  const lines = new LineIndex(text)
  for (const key of path.filter((part) => typeof part === 'string' && part !== '*').reverse()) {
    const found = [...text.matchAll(new RegExp(`^[ \\t-]*(${escaped(String(key))}):`, 'gm'))]
    if (found.length !== 1) continue
    const at = (found[0]?.index ?? 0) + (found[0]?.[0].indexOf(String(key)) ?? 0)
    return spanned(file, lines, at, at + String(key).length)
  }
  const first = /^[^\n]*/.exec(text)?.[0].trimEnd().length ?? 0
  return spanned(file, lines, 0, first)
}

function spanned(file: string, lines: LineIndex, from: number, to: number): Location {
  const start = lines.position(from)
  const end = lines.position(to)
  return {
    file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    precision: 'template',
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

interface Located {
  readonly finding: Finding
  readonly origin?: Origin
}

interface Group {
  readonly finding: Finding
  readonly folder: string
  readonly sets: Set<string>
}

/** Renderings of one place are one finding, which names the sets that have it. */
function joined(located: readonly Located[]): Traced {
  const groups = new Map<string, Group>()
  const order: (Finding | string)[] = []
  for (const { finding, origin } of located) {
    if (origin === undefined) {
      order.push(finding)
      continue
    }
    const key = keyOf(finding, origin)
    const group = groups.get(key)
    if (group === undefined) {
      groups.set(key, { finding, folder: origin.folder, sets: new Set([origin.set]) })
      order.push(key)
    } else group.sets.add(origin.set)
  }
  const results = new Map<Result, Result>()
  const findings = order.map((one) => {
    const group = typeof one === 'string' ? groups.get(one) : undefined
    if (group === undefined) return one as Finding
    const finding = named(group)
    results.set(group.finding.result, finding.result)
    return finding
  })
  return { findings, results }
}

function keyOf({ result, location }: Finding, { folder, source }: Origin): string {
  const { policy, rule, status, message, document } = result
  const { kind, namespace, name } = document.resource
  const at = [location.file, location.line, location.column]
  return JSON.stringify([folder, source, policy.file, policy.name, rule, status, message, kind, namespace, name, ...at])
}

function named(group: Group): Finding {
  const { finding, folder, sets } = group
  const occurrences = [...sets]
  const how =
    occurrences[0] === 'kustomize'
      ? `built from ${posix.normalize(folder)}`
      : `${folder} with ${occurrences.join('; ')}`
  const via = (finding.related ?? []).map(({ file, line }) => `; through ${file}:${line}`).join('')
  const message = `${finding.result.message} [${how}${via}]`
  return { ...finding, result: { ...finding.result, message }, occurrences }
}
