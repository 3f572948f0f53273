import type { Renderer, Target, Trace } from '../engines/render/renderer.ts'
import type { Finding } from '../model/finding.ts'
import type { Location, NodePath } from '../model/position.ts'
import { inTemplate } from './in-template.ts'
import { isKustomization } from './kustomizations.ts'
import type { Origin, Rendered } from './rendered.ts'
import { placeInInlinePatch, placeInYaml } from './yaml-place.ts'

/**
 * Leads findings of rendered documents to what was written: the value that decides, found by rendering with it changed, or
 * a patch; else the template. Each says what it was rendered with.
 */
export async function traced(
  findings: readonly Finding[],
  rendered: Rendered,
  renderer: () => Renderer,
): Promise<readonly Finding[]> {
  if (rendered.origins.size === 0) return findings
  const leaves = await decidingValues(findings, rendered, renderer)
  return findings.map((finding) => {
    const origin = rendered.origins.get(finding.result.document.file)
    if (origin === undefined) return finding
    return { ...locate(finding, origin, rendered, leaves.get(finding)), occurrences: [origin.set] }
  })
}

/** One rendering is asked about all its findings at once. */
async function decidingValues(
  findings: readonly Finding[],
  { origins }: Rendered,
  renderer: () => Renderer,
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

function locate(finding: Finding, origin: Origin, { texts }: Rendered, trace: Trace | undefined): Finding {
  const { resource } = finding.result.document
  const template = inTemplate(origin.source, texts.get(origin.source) ?? '', finding.path ?? [], resource)
  const value = placeOfValue(origin, texts, trace)
  if (value !== undefined) return { ...finding, location: value, related: [template] }
  for (const file of origin.patches) {
    const place = placeInPatch(file, texts.get(file), finding.path ?? [], resource)
    if (place !== undefined) return { ...finding, location: place, related: [template] }
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

/** A patch of the same object that sets or removes what the finding is about, or what it is in. */
function placeInPatch(
  file: string,
  text: string | undefined,
  path: NodePath,
  resource: { readonly kind: string; readonly name: string },
): Location | undefined {
  const find = isKustomization(file) ? placeInInlinePatch : placeInYaml
  const place = find(file, text, path, { kind: resource.kind, name: resource.name })
  return place === undefined ? undefined : { ...place, precision: 'template' }
}
