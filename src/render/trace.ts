import { type Document, parseDocument } from 'yaml'
import type { Renders, Target, Trace } from '../engines/render/renderer.ts'
import type { Finding } from '../model/finding.ts'
import type { Location } from '../model/position.ts'
import { inTemplate } from './in-template.ts'
import type { Origin, Rendered } from './rendered.ts'
import { placeOfStep } from './transformers.ts'
import { placeInYaml } from './yaml-place.ts'

/**
 * Leads findings of rendered documents to what was written: the value that decides, found by rendering with it changed, or
 * a patch; else the template. Each says what it was rendered with.
 */
export async function traced(
  findings: readonly Finding[],
  rendered: Rendered,
  renderer: () => Renders,
): Promise<readonly Finding[]> {
  if (rendered.origins.size === 0) return findings
  const leaves = await decidingValues(findings, rendered, renderer)
  const valueAt = valuesIn(rendered)
  return findings.map((finding) => {
    const origin = rendered.origins.get(finding.result.document.file)
    if (origin === undefined) return finding
    return { ...locate(finding, origin, rendered, leaves.get(finding), valueAt), occurrences: [origin.set] }
  })
}

/** What stands at the place of a finding. Each document is parsed once, and only when it is asked for. */
function valuesIn({ documents }: Rendered): (finding: Finding) => unknown {
  const texts = new Map(documents.map(({ path, text }) => [path, text]))
  const parsed = new Map<string, Document>()
  return ({ result: { document }, path = [] }) => {
    const object = parsed.get(document.file) ?? parseDocument(texts.get(document.file) ?? '', { logLevel: 'silent' })
    parsed.set(document.file, object)
    return object.getIn([...document.root, ...path])
  }
}

/** One rendering is asked about all its findings at once. */
async function decidingValues(
  findings: readonly Finding[],
  { origins }: Rendered,
  renderer: () => Renders,
): Promise<ReadonlyMap<Finding, Trace>> {
  const asked = new Map<object, { readonly finding: Finding; readonly target: Target }[]>()
  for (const finding of findings) {
    const origin = origins.get(finding.result.document.file)
    if (origin?.request === undefined || finding.path === undefined || finding.location.precision !== 'exact') continue
    const path = [...finding.result.document.root, ...finding.path]
    const list = asked.get(origin.request) ?? []
    asked.set(origin.request, [...list, { finding, target: { document: origin.document, path } }])
  }
  const found = new Map<Finding, Trace>()
  for (const [request, list] of asked) {
    const targets = list.map(({ target }) => target)
    const answer = await renderer().helm({ ...(request as NonNullable<Origin['request']>), targets })
    if (!answer.ok) continue
    for (const [at, trace] of (answer.value.traces ?? []).entries()) {
      const finding = list[at]?.finding
      if (finding !== undefined) found.set(finding, trace)
    }
  }
  return found
}

function locate(
  finding: Finding,
  origin: Origin,
  { texts }: Rendered,
  trace: Trace | undefined,
  valueAt: (finding: Finding) => unknown,
): Finding {
  const { resource } = finding.result.document
  const template = inTemplate(origin.source, texts.get(origin.source) ?? '', finding.path ?? [], resource)
  const value = placeOfValue(origin, texts, trace)
  if (value !== undefined) return { ...finding, location: value, related: [template] }
  const asked = { path: finding.path ?? [], kind: resource.kind, name: resource.name, value: valueAt(finding) }
  for (const step of origin.steps) {
    const place = placeOfStep(step, texts, asked)
    if (place !== undefined) return { ...finding, location: { ...place, precision: 'template' }, related: [template] }
  }
  return { ...finding, location: template }
}

/** Where the value that decides is written: in the configuration, or in the strongest values file that has it. */
function placeOfValue(
  { values, assignments }: Origin,
  texts: Rendered['texts'],
  { leaf, set = 0 }: Trace = {},
): Location | undefined {
  if (leaf === undefined) return undefined
  if (set > 0) {
    const { file = '', paths = [] } = assignments ?? {}
    const path = paths[set - 1] ?? []
    const isPart = String(path.at(-1)).includes('[') // files may say the rest of the list
    return isPart ? undefined : placeInYaml(file, texts.get(file), path)
  }
  for (const file of values) {
    const place = placeInYaml(file, texts.get(file), leaf)
    if (place !== undefined) return place
  }
  return undefined
}
